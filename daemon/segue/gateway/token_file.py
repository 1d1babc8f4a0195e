"""The token that clients have to know, from a file that nobody else can read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ConfigError, UnsafePathError

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST: Final = 16
LONGEST: Final = 1024


def read_token(path: Path) -> str:
    """Return the token in a file.

    Raises:
        ConfigError: the file cannot be read, or holds no token.
        UnsafePathError: others could have read it or written it.
    """
    try:
        # Whoever opens a FIFO waits for somebody to write, unless told not to.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise ConfigError(f"the token file {path} cannot be read: {error.strerror}") from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnsafePathError(f"the token file {path} is no file")
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise UnsafePathError(f"the token file {path} must be yours and closed to others: chmod 600 {path}")
        token = os.read(descriptor, LONGEST + 1).decode("ascii", "replace").strip()
    finally:
        os.close(descriptor)
    if not SHORTEST <= len(token) <= LONGEST or not all("!" <= letter <= "~" for letter in token):
        raise ConfigError(f"the token in {path} must have {SHORTEST} to {LONGEST} letters, digits or signs of ASCII")
    return token
