r"""The file of `segue save`: gzip, and in it a line of JSON for each row, between a header and a checksum.

    {"segue": "memory", "version": 1}
    {"workflow": {…}}
    {"event": {…}}
    {"rows": 2, "sha256": "…"}

The checksum is that of all bytes before its line. Text is ASCII: bytes that are not UTF-8 are escapes such as \udcff.
Rows are read and written one by one, however many there are.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
import zlib
from typing import IO, TYPE_CHECKING, Any, Final

from segue.client.private_file import replacing
from segue.domain.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from segue.client.memory_rows import Row

KIND: Final = "memory"
VERSION: Final = 1
LONGEST: Final = 64 << 20
"""Bytes of a line; a frame of 1 MiB, all of it escapes, is much less."""
FOREIGN: Final = "that is no file of `segue save`"
DAMAGED: Final = "the file is damaged or cut off: nothing of it is used"
IN_THE_WAY: Final = "there is another file of that name, which is left as it is"
NO_FILE: Final = "that is no file"
NEWER: Final = "the file is from a newer segue: update this one"


def write_memory(path: Path, rows: Iterable[Row], *, force: bool = False) -> None:
    """Write the rows, and then put the file in its place.

    Raises:
        FileFormatError: something else is there, and `force` is not given; or it is no file at all.
        OSError: it cannot be written.
    """
    _check_place(path, force=force)
    digest, count = hashlib.sha256(), 0
    with replacing(path) as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:

        def write(value: dict[str, Any]) -> None:
            line = json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
            digest.update(line)
            file.write(line)

        write({"segue": KIND, "version": VERSION})
        for kind, fields in rows:
            write({kind: fields})
            count += 1
        write({"rows": count, "sha256": digest.hexdigest()})


def open_memory(path: Path) -> IO[bytes]:
    """Open what may be such a file; a FIFO or a device is none, and nobody waits for it.

    Raises:
        FileFormatError: it is no file.
        OSError: it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileFormatError(NO_FILE)
    return os.fdopen(descriptor, "rb")


def read_memory(file: IO[bytes], progress: Callable[[int], object] = lambda _position: None) -> Iterator[Row]:
    """Yield the rows of a file from its beginning; that they are all right is only sure at the end.

    `progress` is told how many bytes of the file have been read.

    Raises:
        FileFormatError: it is foreign, newer, damaged or cut off.
    """
    file.seek(0)
    digest, count = hashlib.sha256(), 0
    with gzip.GzipFile(fileobj=file, mode="rb") as lines:
        header = _line(lines, FOREIGN)
        _check_header(header)
        digest.update(header)
        while True:
            line = _line(lines, DAMAGED)
            match _decoded(line):
                case {"rows": int(rows), "sha256": str(told)}:
                    if (rows, told) != (count, digest.hexdigest()) or _line(lines, DAMAGED):
                        raise FileFormatError(DAMAGED)
                    return
                case dict(fields) if len(fields) == 1:
                    yield from fields.items()
                case _:
                    raise FileFormatError(DAMAGED)
            digest.update(line)
            count += 1
            progress(file.tell())


def _check_place(path: Path, *, force: bool) -> None:
    """Refuse to replace what is no file, or another one without `force`."""
    try:
        file = open_memory(path)
    except FileNotFoundError:
        return
    with file, gzip.GzipFile(fileobj=file, mode="rb") as lines:
        if not force and not _is_memory(lines):
            raise FileFormatError(IN_THE_WAY)


def _is_memory(lines: gzip.GzipFile) -> bool:
    try:
        _check_header(_line(lines, FOREIGN))
    except FileFormatError:
        return False
    return True


def _check_header(line: bytes) -> None:
    match _decoded(line, FOREIGN):
        case {"segue": str(kind), "version": int(version)} if kind == KIND and version >= VERSION:
            if version > VERSION:
                raise FileFormatError(NEWER)
            return
    raise FileFormatError(FOREIGN)


def _line(lines: gzip.GzipFile, otherwise: str) -> bytes:
    """Return the next line, b"" at the end."""
    try:
        line = lines.readline(LONGEST)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileFormatError(otherwise) from error
    if line and not line.endswith(b"\n"):
        raise FileFormatError(otherwise)
    return line


def _decoded(line: bytes, otherwise: str = DAMAGED) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FileFormatError(otherwise) from error
