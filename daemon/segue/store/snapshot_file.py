"""A snapshot on disk: magic, format version, SHA-256, payload; replaced atomically."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SnapshotError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC: Final = b"segue-snapshot\x00\x01"
_DIGEST: Final = 32


def write_snapshot(path: Path, payload: bytes) -> None:
    """Replace the file at `path` so that a crash leaves either the old or the new one.

    Raises:
        OSError: the disk is full or forbids it; the old file stays.
    """
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + hashlib.sha256(payload).digest() + payload)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def read_snapshot(path: Path) -> bytes:
    """Return the payload.

    Raises:
        SnapshotError: the file is missing, cut short, altered, or of another format version.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"no snapshot can be read: {error}") from error
    start = len(MAGIC) + _DIGEST
    if content[: len(MAGIC)] != MAGIC:
        raise SnapshotError(f"{path} is not a snapshot of this version")
    payload = content[start:]
    if hashlib.sha256(payload).digest() != content[len(MAGIC) : start]:
        raise SnapshotError(f"{path} is damaged")
    return payload
