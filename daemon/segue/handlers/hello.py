"""hello: a shell introduces itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from segue import __version__
from segue.domain.errors import SegueError
from segue.handlers.rooms import Shell
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Hello


class VersionMismatchError(SegueError):
    """The shell's hook speaks a wire version that this daemon does not."""


async def hello(request: Hello, rooms: Rooms) -> list[Any]:
    """Remember the shell and answer with the versions."""
    if request.version != VERSION:
        raise VersionMismatchError(
            f"the hook speaks wire version {request.version}, the daemon {VERSION}: open a new shell"
        )
    names = None if request.names is None else frozenset(request.names.split("\n"))
    rooms.shells.introduce(
        request.session,
        Shell(request.shell, request.pid, request.author, request.history, request.search_path, names),
    )
    rooms.offers.begin(request.session)
    if request.history:
        rooms.tail.attend(Path(request.history), request.shell)
    return [VERSION, __version__, *rooms.policy.told]
