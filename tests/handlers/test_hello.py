"""hello: shells introduce themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from segue import __version__
from segue.handlers.hello import OLDEST_VERSION, VersionMismatchError, hello
from segue.handlers.shells import MAX_SESSIONS
from segue.protocol.messages import VERSION, Hello

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from tests.handlers.conftest import ExpectingTail

HELLO = Hello(1, "41-a", VERSION, "zsh", 41, "human", "/home/ada/.zsh_history")


async def test_the_answer_names_both_versions(rooms: Rooms) -> None:
    """A hook learns which wire and which daemon it talks to."""
    assert await hello(HELLO, rooms) == [VERSION, __version__]


async def test_the_named_history_file_is_followed(rooms: Rooms) -> None:
    """A HISTFILE in an unusual place is known once a shell has said so."""
    await hello(HELLO, rooms)
    assert cast("ExpectingTail", rooms.tail).attended == [("/home/ada/.zsh_history", "zsh")]


async def test_a_newer_hook_is_taken_up(rooms: Rooms) -> None:
    """A shell that was opened after an upgrade is answered by the daemon before it, in the version that both speak."""
    assert await hello(replace(HELLO, version=VERSION + 1), rooms) == [VERSION, __version__]
    assert rooms.shells.find("41-a")


async def test_the_hooks_of_every_release_are_taken_up(rooms: Rooms) -> None:
    """A shell that was opened before an upgrade goes on, in the version that it speaks."""
    for version in range(OLDEST_VERSION, VERSION + 1):
        assert await hello(replace(HELLO, session=f"{version}-a", version=version), rooms) == [version, __version__]
        assert rooms.shells.find(f"{version}-a")


async def test_a_hook_of_no_release_is_refused(rooms: Rooms) -> None:
    """The refusal says what to do, and the shell is not taken up."""
    with pytest.raises(VersionMismatchError, match="open a new shell"):
        await hello(replace(HELLO, version=OLDEST_VERSION - 1), rooms)
    assert rooms.shells.find("41-a") is None


async def test_silent_shells_are_forgotten_first(rooms: Rooms) -> None:
    """Only so many shells are remembered; those that were heard of lately stay."""
    for number in range(MAX_SESSIONS):
        await hello(replace(HELLO, session=f"{number}-a"), rooms)
    rooms.shells.find("0-a")
    await hello(replace(HELLO, session="9-b"), rooms)
    assert rooms.shells.find("0-a")
    assert rooms.shells.find("1-a") is None


async def test_what_the_shell_finds_as_a_command(rooms: Rooms) -> None:
    """PATH, aliases and functions are kept for judging lines; a shell that tells none has them unknown."""
    await hello(replace(HELLO, search_path="/usr/bin:/bin", names="ll\ngreet"), rooms)
    shell = rooms.shells.find("41-a")
    assert shell
    around = shell.surroundings("/srv")
    assert (around.cwd, around.program, around.search_path) == ("/srv", "zsh", "/usr/bin:/bin")
    assert around.names == frozenset({"ll", "greet"})
    await hello(HELLO, rooms)
    shell = rooms.shells.find("41-a")
    assert shell
    assert shell.surroundings("").names is None
