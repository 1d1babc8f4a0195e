"""Whatever arrives at the socket, the daemon answers or hangs up, and goes on serving everyone else."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.protocol.codec import pack
from segue.protocol.frames import FrameBuffer, encode_frame
from segue.protocol.messages import ERROR
from tests.helpers.daemon import RunningDaemon, running_daemon
from tests.protocol.test_frames import values

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningDaemon]:
    """Give one daemon to every example: what the last one sent must not matter to the next."""
    with running_daemon() as running:
        yield running


def answers_to(daemon: RunningDaemon, raw: bytes) -> list[Any]:
    """Send raw bytes, close our side, and return every reply until the daemon hangs up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(20)
        connection.connect(str(daemon.paths.socket))
        buffer = FrameBuffer()
        replies: list[Any] = []
        try:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(65536):
                replies += buffer.feed(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up while we were still talking
        return replies


def assert_serves(daemon: RunningDaemon) -> None:
    """A well-formed request on a new connection gets its answer."""
    assert answers_to(daemon, encode_frame([3, 77, "9-a", "", "/", 1]))[0][:2] == [0x83, 77]


@settings(max_examples=60, deadline=None)
@given(junk=st.binary(max_size=400))
def test_any_bytes(shared: RunningDaemon, junk: bytes) -> None:
    """Random bytes end in an error reply or a closed connection, and the next peer is served."""
    for reply in answers_to(shared, junk):
        assert reply[0] == ERROR
    assert_serves(shared)


@settings(max_examples=60, deadline=None)
@given(value=values)
def test_any_value_in_a_right_frame(shared: RunningDaemon, value: Any) -> None:
    """A frame that holds any msgpack value gets exactly one reply."""
    assert len(answers_to(shared, encode_frame(value))) == 1
    assert_serves(shared)


@settings(max_examples=80, deadline=None)
@given(kind=st.sampled_from([1, 2, 3, 4, 5, 7, 8]), fields=st.lists(values, max_size=7))
def test_any_fields_of_a_request(shared: RunningDaemon, kind: int, fields: list[Any]) -> None:
    """A request of any kind with any fields gets a reply to its sequence number."""
    (reply,) = answers_to(shared, encode_frame([kind, 41, "9-a", *fields]))
    assert reply[0] in (ERROR, kind | 0x80)
    assert reply[1] == 41
    assert_serves(shared)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (struct.pack(">I", 0), "frame"),
        (struct.pack(">I", (1 << 20) + 1), "frame"),
        (struct.pack(">I", 0xFFFFFFFF) + b"x" * 64, "frame"),
        (struct.pack(">I", 3) + b"\xc1\xc1\xc1", "frame"),
        (encode_frame([99, 5, "9-a"]), "unknown"),
        (encode_frame([2, 5, "9-a", 1, 2, 3]), "fields"),
        (encode_frame([1, 5, "9-a", 0, "zsh", 1, "human", ""]), "version"),
    ],
)
def test_each_kind_of_nonsense_has_its_error(shared: RunningDaemon, raw: bytes, code: str) -> None:
    """The reply names what is wrong: frame, unknown kind, fields or version."""
    (reply,) = answers_to(shared, raw)
    assert reply[0] == ERROR
    assert reply[2] == code


def test_invalid_utf8_in_a_line_is_no_error(shared: RunningDaemon) -> None:
    """A prefix of bytes that are not UTF-8 is looked up like any other."""
    body = pack([3, 6, "9-a", "caf\udce9", "/", 1])
    (reply,) = answers_to(shared, struct.pack(">I", len(body)) + body)
    assert reply == [0x83, 6]


def test_a_short_frame_is_dropped_without_an_answer(shared: RunningDaemon) -> None:
    """A peer that hangs up in the middle of a frame costs nothing."""
    assert answers_to(shared, encode_frame([3, 6, "9-a", "", "/", 1])[:-2]) == []
    assert_serves(shared)


def test_good_requests_before_a_bad_frame_are_answered(shared: RunningDaemon) -> None:
    """What came before the nonsense on the same connection is served first."""
    replies = answers_to(shared, encode_frame([3, 6, "9-a", "", "/", 1]) + struct.pack(">I", 0))
    assert [reply[0] for reply in replies] == [0x83, ERROR]
