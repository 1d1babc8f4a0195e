"""Where embedding models may lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.paths import Paths

VARIABLE: Final = re.compile(r"MLX_MODEL_\w+_PATH")


@dataclass(frozen=True, slots=True)
class ModelPlaces:
    """The directories to look for models in; those that the person names come before those that segue keeps.

    Attributes:
        own: holds what `segue models pull` fetches, one directory a model.
        shared: MLX_MODELS_DIR, laid out in the same way, or None.
        named: directories of single models, by the variable that names them (`MLX_MODEL_…_PATH`).
    """

    own: Path
    shared: Path | None
    named: Mapping[str, Path]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], paths: Paths) -> Self:
        """Return the places that the environment describes."""
        shared = environ.get("MLX_MODELS_DIR")
        named = {
            name: Path(value).expanduser() for name, value in environ.items() if value and VARIABLE.fullmatch(name)
        }
        return cls(own=paths.models, shared=Path(shared).expanduser() if shared else None, named=named)
