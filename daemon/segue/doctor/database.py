"""The history database and the disk that it is on."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from segue.doctor.finding import error, note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

MEGABYTE: Final = 1_000_000
LARGE: Final = 2_000 * MEGABYTE
SCARCE: Final = 500 * MEGABYTE
NONE_LEFT: Final = 20 * MEGABYTE


def database(scene: Scene) -> Iterator[Finding]:
    """Whether the history can be read, and by this version."""
    health = scene.database
    if health is None:
        yield note("no-history", "nothing has been recorded yet", "segue import")
    elif health.damage:
        what = f"the history database is damaged: {health.damage}"
        yield error("damaged", what, "segue stop; segue start (it is set aside and a new one begun); then segue import")
    elif health.schema > health.known:
        yield error("newer-schema", "the history database is of a newer segue", "upgrade segue")
    elif health.size > LARGE:
        yield note("large", f"the history database has {health.size // MEGABYTE:,} MB")
    else:
        yield ok("database", f"the history database is sound, {health.size / MEGABYTE:.1f} MB")


def aside(scene: Scene) -> Iterator[Finding]:
    """Whether damaged databases are still kept."""
    if scene.aside:
        names = " ".join(shlex.quote(str(path)) for path in scene.aside)
        what = f"{len(scene.aside)} damaged databases are kept in {scene.paths.state}"
        yield note("set-aside", what, f"when nothing in them is missed: rm {names}")


def disk(scene: Scene) -> Iterator[Finding]:
    """Whether there is room."""
    free = f"{scene.free // MEGABYTE:,} MB are free where {scene.paths.state} is"
    if scene.free < NONE_LEFT:
        yield error("disk-full", free, "make room: commands wait in memory until there is")
    elif scene.free < SCARCE:
        yield warning("disk-scarce", free, "make room")


def clock(scene: Scene) -> Iterator[Finding]:
    """Whether the clock was ahead when commands were recorded."""
    if scene.database and scene.database.ahead:
        what = f"{scene.database.ahead:,} commands are dated in the future: the clock was wrong, or is wrong now"
        yield warning("time-jump", what, "check the clock with `date`; they count as recent until then")
