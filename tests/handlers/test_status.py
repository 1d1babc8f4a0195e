"""status: figures for people and scripts."""

from __future__ import annotations

import os
from dataclasses import replace
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


async def test_it_says_what_became_of_suggestions(rooms: Rooms) -> None:
    """Counts of each outcome, and the share of suggestions that a key accepted."""
    (before,) = await status(Status(1, "cli"), rooms)
    assert before["feedback"]["acceptance_rate"] is None
    make = Record(2, "41-a", "make", "/srv", None, None, 0)
    await record(make, rooms)
    for saved, outcome, line in ((4, 1, "make"), (0, 3, "ls"), (0, 4, "pwd")):
        await record(replace(make, line=line, shown="make", outcome=outcome, saved=saved), rooms)
    (figures,) = await status(Status(3, "cli"), rooms)
    assert figures["feedback"] == {
        "shown": 3,
        "accepted": 1,
        "typed_out": 0,
        "in_part": 0,
        "typed_over": 1,
        "dismissed": 1,
        "forgotten": 0,
        "saved": 4,
        "acceptance_rate": 0.333,
    }
