"""status: figures for people and scripts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from segue.handlers.record import record
from segue.handlers.status import status
from segue.protocol.codec import pack, unpack
from segue.protocol.messages import Record, Status

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def test_it_counts_what_was_recorded_before(rooms: Rooms) -> None:
    """The number of events includes those recorded just now."""
    await record(Record(1, "41-a", "ls", "/srv", None, None, 0), rooms)
    (figures,) = await status(Status(2, "cli"), rooms)
    assert figures["events"] == 1
    assert figures["pid"] == os.getpid()


async def test_it_holds_no_command_text_and_crosses_the_wire(rooms: Rooms) -> None:
    """Whatever was run, no line is among the figures, and they are plain values."""
    await record(Record(1, "41-a", "ssh prod-4711", "/srv/secret-place", None, None, 0), rooms)
    (figures,) = await status(Status(2, "cli"), rooms)
    assert unpack(pack(figures)) == figures
    assert "4711" not in repr(figures)
    assert "secret-place" not in repr(figures)
