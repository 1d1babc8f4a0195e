"""Puts the configuration file in its place: whole or not at all, through links, with the mode that it had."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from segue.domain.errors import ConfigError

PRIVATE: Final = 0o600


def write_config(file: Path, text: str) -> None:
    """Replace the file's text, or make the file; a link stays one.

    Raises:
        ConfigError: it cannot be written; the old one is untouched.
    """
    real = Path(os.path.realpath(file))
    try:
        real.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = real.stat().st_mode & 0o777 if real.exists() else PRIVATE
        descriptor, name = tempfile.mkstemp(prefix=f".{real.name}-", dir=real.parent)
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as output:
                output.write(text)
            fresh.chmod(mode)
            fresh.replace(real)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error}") from error
