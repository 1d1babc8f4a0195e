"""What makes vectors comparable: one model, in one revision, with one length."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors of one model; those of two spaces are never compared."""

    name: str
    revision: str
    dims: int

    @property
    def digest(self) -> str:
        """A name for files: 16 hexadecimal digits that no other space has."""
        told = f"{self.name}\0{self.revision}\0{self.dims}"
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def __str__(self) -> str:
        return f"{self.name}{f'@{self.revision}' if self.revision else ''} ({self.dims})"
