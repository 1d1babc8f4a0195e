"""Frames: what was sent arrives, whole or in pieces, and nothing else is believed."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import ProtocolError
from segue.protocol.codec import pack, unpack
from segue.protocol.frames import FrameBuffer, encode_frame
from tests.protocol.values import texts

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | texts(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(values, max_size=5), st.lists(st.integers(1, 40), min_size=1))
def test_messages_survive_any_cutting_of_the_stream(messages: list[Any], cuts: list[int]) -> None:
    """However the bytes are cut up, the same messages come out in the same order."""
    stream = b"".join(map(encode_frame, messages))
    buffer = FrameBuffer()
    received: list[Any] = []
    position, turn = 0, 0
    while position < len(stream):
        step = cuts[turn % len(cuts)]
        received += buffer.feed(stream[position : position + step])
        position, turn = position + step, turn + 1
    assert received == messages


def test_bytes_that_are_not_utf8_survive() -> None:
    """A line with invalid UTF-8 comes back as the same bytes."""
    line = b"cat caf\xe9\xff".decode("utf-8", "surrogateescape")
    assert unpack(pack(line)) == line


@pytest.mark.parametrize("length", [0, 1025, 0xFFFFFFFF])
def test_a_frame_beyond_the_cap_is_refused_before_its_body_arrives(length: int) -> None:
    """The announced length alone is enough to refuse: nothing is allocated for it."""
    with pytest.raises(ProtocolError, match="allowed"):
        list(FrameBuffer(cap=1024).feed(struct.pack(">I", length)))


@given(st.binary(max_size=200))
def test_junk_is_a_protocol_error_or_a_value_but_never_a_crash(junk: bytes) -> None:
    """Any bytes either decode or raise ProtocolError."""
    with suppress(ProtocolError):
        unpack(junk)


def test_deep_nesting_is_refused() -> None:
    """A body that nests beyond reason is an error, not a stack overflow."""
    with pytest.raises(ProtocolError):
        unpack(b"\x91" * 100_000 + b"\xc0")
