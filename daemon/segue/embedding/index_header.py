"""The first page of an index: whose vectors it holds, and whether all of them are there."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.embedding.quantisation import Storage
from segue.embedding.space import Space

if TYPE_CHECKING:
    from pathlib import Path

HEADER: Final = 4096
MAGIC: Final = b"segue-vectors\x00\x01"
COMPLETE_AT: Final = HEADER - 1
"""Where one byte says that every line was in once; it changes alone, so it stands outside the checksum."""
_CHECKSUM: Final = 4


class DamagedIndexError(Exception):
    """The file is no index, or not the one it should be."""


class Header(NamedTuple):
    """What the first page tells."""

    space: Space
    storage: Storage
    complete: bool


def encode_header(space: Space, storage: Storage) -> bytes:
    """Return the page for an index that is not complete."""
    told = json.dumps([space.name, space.revision, space.dims, storage]).encode()
    content = len(told).to_bytes(2, "little") + told
    page = MAGIC + zlib.crc32(content).to_bytes(_CHECKSUM, "little") + content
    if len(page) > COMPLETE_AT:
        raise ValueError("the name of the model is too long")
    return page.ljust(HEADER, b"\0")


def decode_header(page: bytes) -> Header:
    """Return what a page tells.

    Raises:
        DamagedIndexError: it is none, or not as it was written.
    """
    start = len(MAGIC) + _CHECKSUM
    length = int.from_bytes(page[start : start + 2], "little")
    content = page[start : start + 2 + length]
    checksum = int.from_bytes(page[len(MAGIC) : start], "little")
    if len(page) != HEADER or page[: len(MAGIC)] != MAGIC or zlib.crc32(content) != checksum:
        raise DamagedIndexError("its first page is damaged")
    try:
        name, revision, dims, storage = json.loads(content[2:])
        return Header(Space(name, revision, dims), Storage(storage), page[COMPLETE_AT] == 1)
    except ValueError as error:
        raise DamagedIndexError("its first page is of another version") from error


def read_header(path: Path) -> Header:
    """Return what the first page of a file tells.

    Raises:
        DamagedIndexError: it is none, or not as it was written.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return decode_header(file.read(HEADER))
