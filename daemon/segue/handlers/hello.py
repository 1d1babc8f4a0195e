"""hello: a shell introduces itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from segue import __version__
from segue.domain.errors import SegueError
from segue.handlers.shells import Shell
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Hello


OLDEST_VERSION: Final = 1
"""Hooks that were loaded before an upgrade go on for as long as their shells do."""


class VersionMismatchError(SegueError):
    """The shell's hook speaks a wire version that this daemon does not."""


async def hello(request: Hello, rooms: Rooms) -> list[Any]:
    """Remember the shell and answer with the wire version that both speak, and the daemon's own version."""
    if request.version < OLDEST_VERSION:
        raise VersionMismatchError(
            f"the hook speaks wire version {request.version}, the daemon {OLDEST_VERSION} to {VERSION}:"
            " open a new shell"
        )
    names = None if request.names is None else frozenset(request.names.split("\n"))
    rooms.shells.introduce(
        request.session,
        Shell(request.shell, request.pid, request.author, request.history, request.search_path, names),
    )
    rooms.offers.begin(request.session)
    if request.history:
        rooms.tail.attend(Path(request.history), request.shell)
    return [min(request.version, VERSION), __version__, *rooms.policy.told]
