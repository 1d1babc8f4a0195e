"""The promises of requests as lines of text."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import ProtocolError
from segue.protocol.lines import parse_line

FIELDS = st.lists(st.none() | st.integers(-(10**18) + 1, 10**18 - 1) | st.binary(max_size=60), min_size=1)


def written(fields: list[Any]) -> bytes:
    """Return the line that a shell writes for these fields."""
    words = [
        "-" if field is None else str(field) if isinstance(field, int) else "'" + quote_from_bytes(field, safe="/_.~-")
        for field in fields
    ]
    return " ".join([*words, "."]).encode()


@given(FIELDS)
def test_what_was_written_is_read(fields: list[Any]) -> None:
    """Numbers, nil and any bytes come back as they were."""
    read = parse_line(written(fields))
    assert [f.encode("utf-8", "surrogateescape") if isinstance(f, str) else f for f in read] == fields


@given(FIELDS, st.data())
def test_a_line_that_is_cut_short_is_refused(fields: list[Any], data: st.DataObject) -> None:
    """Wherever a full disk cuts a line, no other request comes of it."""
    line = written(fields)
    with pytest.raises(ProtocolError):
        parse_line(line[: data.draw(st.integers(0, len(line) - 1))])


@pytest.mark.parametrize("line", [b"", b"x .", b"1 2", b"1  2 .", b"1e3 .", b"\xff .", b"1 " + b"9" * 40 + b" ."])
def test_anything_else_is_refused(line: bytes) -> None:
    """What is no element of a request is an error, and never a guess."""
    with pytest.raises(ProtocolError):
        parse_line(line)
