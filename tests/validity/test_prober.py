"""Looking at the disk, in time or not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from segue.validity import answers as answers_module
from segue.validity import prober as prober_module
from segue.validity.answers import FRESH_SECONDS
from segue.validity.prober import Finding, Prober
from segue.validity.verdict import Kind, Need, Rule
from tests.helpers.files import MemoryFiles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

LONG = 30.0
"""Seconds that nothing here takes unless a promise is broken."""


def need(path: str) -> Need:
    """Return the need for something at a path."""
    return Need(Rule.MISSING_PATH, path, Kind.ANYTHING, path)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(LONG):
        while not await condition():  # noqa: ASYNC110 - what comes back from a thread of the prober has no event
            await asyncio.sleep(0.001)


async def test_what_is_there_meets_a_need() -> None:
    """One yes is enough, and nothing is asked behind it."""
    files = MemoryFiles({"/b/ls": Kind.PROGRAM})
    programs = [Need(Rule.UNKNOWN_COMMAND, name, Kind.DIRECTORY, f"/srv/{name}", "/a:/b:/c") for name in ("ls", "sl")]
    findings = await Prober(files, LONG).find(programs)
    assert list(findings.values()) == [Finding.MET, Finding.UNMET]
    looked = [question.path for question in files.asked]
    assert looked == ["/a/ls", "/b/ls", "/a/sl", "/b/sl", "/c/sl", "/srv/sl"]


async def test_answers_are_kept_for_a_moment() -> None:
    """The disk is asked again once a command has ended, or the answer is old."""
    now = 100.0
    files = MemoryFiles()
    prober = Prober(files, LONG, lambda: now)
    await prober.find([need("/a")])
    await prober.find([need("/a")])
    assert len(files.asked) == 1
    prober.forget()
    await prober.find([need("/a")])
    assert len(files.asked) == 2
    now += FRESH_SECONDS
    files.paths["/a"] = Kind.ANYTHING
    assert await prober.find([need("/a")]) == {need("/a"): Finding.MET}


async def test_what_was_asked_is_asked_again_when_a_command_has_ended() -> None:
    """So that the next prompt, where mostly the same lines are candidates, has its answer without waiting."""
    files = MemoryFiles({"/a": Kind.ANYTHING})
    prober = Prober(files, LONG)
    await prober.find([need("/a")])
    files.paths.clear()
    await prober.look_anew()
    assert len(files.asked) == 2
    assert await prober.find([need("/a")]) == {need("/a"): Finding.UNMET}
    assert len(files.asked) == 2
    prober.forget()
    await prober.look_anew()
    assert len(files.asked) == 2


async def test_nothing_needed_nothing_asked() -> None:
    """Without needs no thread is started."""
    files = MemoryFiles()
    assert await Prober(files, LONG).find([]) == {}
    assert files.asked == []


async def test_a_disk_that_hangs_does_not_hold_up_the_answer() -> None:
    """What is not known in time is late; what was answered before the hanging look is known."""
    files = MemoryFiles({"/a": Kind.ANYTHING}, hanging="/net", volumes="/net")
    prober = Prober(files, 0.01, busy_seconds=0.0)

    async def is_known() -> bool:
        findings = await prober.find([need("/a"), need("/net/x")])
        return list(findings.values()) == [Finding.MET, Finding.UNREACHABLE]

    assert (await prober.find([need("/net/x")]))[need("/net/x")] is Finding.LATE
    await until(is_known)
    files.thaw()


async def test_a_volume_that_hangs_costs_one_thread() -> None:
    """Until the look comes back nothing else there is looked at; everything else is."""
    files = MemoryFiles({"/a": Kind.ANYTHING, "/net/x": Kind.ANYTHING}, hanging="/net", volumes="/net")
    prober = Prober(files, 0.01, busy_seconds=0.0)

    async def is_unreachable() -> bool:
        return (await prober.find([need("/net/x")]))[need("/net/x")] is Finding.UNREACHABLE

    await until(is_unreachable)
    asked = len(files.asked)
    assert (await prober.find([need("/net/other/y")]))[need("/net/other/y")] is Finding.UNREACHABLE
    assert len(files.asked) == asked

    async def is_met() -> bool:
        return (await prober.find([need("/a")]))[need("/a")] is Finding.MET

    await until(is_met)
    files.thaw()

    async def is_back() -> bool:
        return (await prober.find([need("/net/x")]))[need("/net/x")] is Finding.MET

    await until(is_back)


async def test_a_folder_that_hangs_on_the_root_volume_stands_for_itself() -> None:
    """A link into a dead mount must not stop all looking."""
    files = MemoryFiles({"/a": Kind.ANYTHING}, hanging="/home/nas")
    prober = Prober(files, 0.01, busy_seconds=0.0)

    async def is_unreachable() -> bool:
        return (await prober.find([need("/home/nas/x")]))[need("/home/nas/x")] is Finding.UNREACHABLE

    async def is_met() -> bool:
        return (await prober.find([need("/a")]))[need("/a")] is Finding.MET

    await until(is_unreachable)
    await until(is_met)
    files.thaw()


async def test_too_many_hanging_folders_stop_all_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a last thread."""
    monkeypatch.setattr(prober_module, "MAX_STUCK", 2)
    files = MemoryFiles(hanging="/x /y")
    prober = Prober(files, 0.01, busy_seconds=0.0)

    async def is_unreachable() -> bool:
        findings = [(await prober.find([need(path)]))[need(path)] for path in ("/x/1", "/y/1", "/a")]
        return findings == [Finding.UNREACHABLE] * 3

    await until(is_unreachable)
    files.thaw()


async def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers do not pile up."""
    monkeypatch.setattr(answers_module, "MAX_KEPT", 10)
    prober = Prober(MemoryFiles(), LONG)
    for number in range(30):
        await prober.find([need(f"/{number}")])
    assert len(prober._answers._kept) <= 10


async def test_a_look_that_is_a_little_late_keeps_nobody_away() -> None:
    """On a busy machine a thread waits for its turn; what lies beside it is looked at all the same."""
    files = MemoryFiles({"/srv/a": Kind.ANYTHING}, hanging="/srv/slow")
    prober = Prober(files, 0.2, busy_seconds=3_600.0)
    slow, other = (Need(Rule.MISSING_PATH, path, Kind.ANYTHING, path) for path in ("/srv/slow/file", "/srv/missing"))
    assert await prober.find([slow]) == {slow: Finding.LATE}
    assert await prober.find([other]) == {other: Finding.UNMET}
    files.thaw()
