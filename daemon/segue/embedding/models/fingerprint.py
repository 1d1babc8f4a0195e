"""Tells two states of a model's files apart without reading gigabytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES: Final = frozenset({".json", ".safetensors", ".txt", ".model"})
WHOLE: Final = 1 << 20
"""Files up to that many bytes are read whole, larger ones in samples."""
SAMPLES: Final = 64
SAMPLE: Final = 4096


def fingerprint(directory: Path) -> str:
    """Return twelve hexadecimal digits for the model files below a directory, whatever their dates are.

    Configuration counts byte for byte. Of weights the length and 64 samples count, spread evenly from the first byte to
    the last: training moves every tensor, so that a fine-tuned model of the same shape differs in them.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in sorted(_model_files(directory)):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(directory)}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= WHOLE:
                digest.update(file.read())
                continue
            for number in range(SAMPLES):
                file.seek(number * (size - SAMPLE) // (SAMPLES - 1))
                digest.update(file.read(SAMPLE))
    return digest.hexdigest()[:12]


def _model_files(directory: Path) -> Iterator[Path]:
    """Yield what makes the model, and nothing that tools leave beside it (`.cache`, `.git`)."""
    for path in directory.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(directory).parts)
        if path.suffix in SUFFIXES and not hidden and path.is_file():
            yield path
