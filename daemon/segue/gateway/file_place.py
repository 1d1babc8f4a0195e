"""Where clients may have a file written or read: below the home directory of the person whose gateway it is."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

from starlette.exceptions import HTTPException


def place_below(home: Path, filepath: str) -> Path:
    """Return the path without links, if its file belongs where files may be.

    Raises:
        HTTPException: it does not; the client is told why.
    """
    path = Path(filepath)
    if not path.is_absolute() or "\0" in filepath:
        _refuse("`filepath` must be an absolute path")
    try:
        found, home = path.resolve(), home.resolve()
        there = found.parent.is_dir()
    except (OSError, RuntimeError, ValueError):
        _refuse("`filepath` cannot be followed to its end")
    if home not in found.parents:
        _refuse("`filepath` must lie below your home directory, also where links lead")
    if not there:
        _refuse("the directory of `filepath` does not exist")
    if found.is_dir():
        _refuse("`filepath` is a directory")
    return found


def _refuse(sentence: str) -> NoReturn:
    raise HTTPException(HTTPStatus.BAD_REQUEST, sentence)
