"""Whatever becomes of the daemon, zsh stays as quick as without it, and suggestions come back when it does."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import Paths
from segue.protocol.frames import encode_frame
from segue.protocol.messages import Kind
from tests.helpers.daemon import running_daemon
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.helpers.zsh import Zsh

pytestmark = every_zsh

BOUND = 2.0
"""Seconds for a prompt that the hook may delay by 0.05 s; the rest is for terminals and busy machines."""


def run_promptly(shell: Zsh, line: str) -> None:
    """Run a command and check that nothing has held the shell up."""
    begun = time.monotonic()
    shell.run(line)
    assert time.monotonic() - begun < BOUND


def test_without_a_daemon_the_shell_works_and_says_nothing(zsh: str, tmp_path: Path) -> None:
    """No socket, no run directory: nothing is printed and nothing is left behind."""
    (tmp_path / "state").mkdir()
    paths = Paths(state=tmp_path / "state", run=tmp_path / "state" / "run")
    with open_zsh(zsh, paths) as shell:
        assert shell.run("echo works") == "works"
        run_promptly(shell, "cd /")
        assert shell.text == "> echo works\nworks\n> cd /\n>"
    assert not any(paths.state.iterdir())


def test_a_daemon_that_starts_later_is_found(zsh: str) -> None:
    """The first prompt after the daemon's start is connected."""
    with running_daemon() as daemon:
        daemon.stop()
        with open_zsh(zsh, daemon.paths) as shell:
            shell.run("echo before")
            daemon.start()
            shell.run("echo after")
            shell.wait_until(lambda _: "echo after" in [line for line, *_ in daemon.events()], "the record")
            assert "echo before" not in [line for line, *_ in daemon.events()]


def test_a_daemon_that_is_killed_and_comes_back(zsh: str) -> None:
    """A crash between two prompts costs nothing but the suggestions, and those come back with the daemon."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo check"], cwd=daemon.home, times=8)
        daemon.status()
        with open_zsh(zsh, daemon.paths, rows=200) as shell:
            shell.run("echo build")
            shell.see("echo check")
            daemon.kill()
            # What has been suggested stays good.
            shell.press("e", typed="e", ghost="cho check")
            shell.interrupt()
            for number in range(5):
                run_promptly(shell, f"true {number}")
            daemon.start()
            shell.wait_until(lambda _: _shows(shell, "echo build", "echo check"), "the suggestion")


def _shows(shell: Zsh, line: str, ghost: str) -> bool:
    """Run a command and look whether the ghost comes; the shell may still be waiting out its back-off."""
    shell.run(line)
    try:
        shell.wait_until(lambda t: t.ghost() == ghost, seconds=0.5)
    except AssertionError:
        return False
    return True


def test_a_stopped_daemon_is_left_alone_until_it_goes_on(zsh: str) -> None:
    """SIGSTOP: no prompt waits noticeably, the stall is marked for all shells, SIGCONT brings everything back."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo check"], cwd=daemon.home, times=8)
        with open_zsh(zsh, daemon.paths, rows=200) as shell:
            shell.run("echo build")
            shell.see("echo check")
            daemon.freeze()
            begun = time.monotonic()
            number = 0
            while not daemon.paths.stalled.exists():
                run_promptly(shell, f"true {number}")
                number += 1
                assert time.monotonic() - begun < 10, "the stall was never marked"
            assert number >= 3
            for number in range(20):
                run_promptly(shell, f"true {number}")
            shell.press("echo x", typed="echo x")
            shell.interrupt()
            with open_zsh(zsh, daemon.paths) as another:
                run_promptly(another, "true")
            daemon.thaw()
            shell.wait_until(lambda _: not daemon.paths.stalled.exists(), "the daemon to take the mark away")
            shell.wait_until(lambda _: _shows(shell, "echo build", "echo check"), "the suggestion")


def test_a_paste_of_many_commands_overtakes_the_daemon_unharmed(zsh: str) -> None:
    """Commands that are read faster than the daemon answers are all recorded, and nobody takes that for a stall."""
    with running_daemon() as daemon:
        with open_zsh(zsh, daemon.paths, rows=200) as shell:
            shell.settle()
            shell.send("".join(f"true {number}\r" for number in range(40)))
            shell.wait_until(lambda _: shell.prompts == 41 and not shell.typed, "all of them to run")
            assert not daemon.paths.stalled.exists()
            shell.wait_until(lambda _: len(daemon.events()) == 40, "all of them to be recorded")
        assert [line for line, *_ in daemon.events()] == [f"true {number}" for number in range(40)]


def test_a_full_backlog_does_not_hold_up_a_new_shell(zsh: str) -> None:
    """When connect() itself would block, the mark that another shell has left keeps a new one from trying."""
    with ScriptedDaemon() as daemon, ExitStack() as stack:
        daemon.listener.listen(0)
        daemon.pause()
        while True:
            client = stack.enter_context(socket.socket(socket.AF_UNIX))
            client.setblocking(False)
            try:
                client.connect(str(daemon.paths.socket))
            except BlockingIOError:
                break
        daemon.paths.stalled.touch()
        begun = time.monotonic()
        with open_zsh(zsh, daemon.paths) as shell:
            run_promptly(shell, "echo works")
        assert time.monotonic() - begun < 5


def test_the_bell_is_rung_when_the_daemon_seems_stuck(zsh: str) -> None:
    """The daemon finds a byte in the bell, from the shell that makes the mark and from those that find it."""
    with ScriptedDaemon() as daemon:
        os.mkfifo(daemon.paths.bell)
        bell = os.open(daemon.paths.bell, os.O_RDONLY | os.O_NONBLOCK)
        try:
            daemon.paths.stalled.touch()
            with open_zsh(zsh, daemon.paths) as shell:
                shell.wait_until(lambda _: os.read(bell, 10), "the bell")
                daemon.paths.stalled.unlink()
                shell.run("true again")
                shell.wait_until(lambda _: daemon.records() == ["true again"], "the record")
                daemon.answer = lambda _: b""
                shell.wait_until(lambda _: shell.run("true") == "" and daemon.paths.stalled.exists(), "the mark")
                shell.wait_until(lambda _: os.read(bell, 10), "the bell")
        finally:
            os.close(bell)


def test_a_refused_connection_is_not_tried_at_every_prompt(zsh: str) -> None:
    """A socket that nobody listens on any more is left alone for longer and longer."""
    with ScriptedDaemon() as daemon:
        daemon.pause()
        daemon.listener.close()
        with open_zsh(zsh, daemon.paths) as shell:
            for number in range(5):
                run_promptly(shell, f"true {number}")
            failures, wait = shell.evaluate("$_segue_failures $(( _segue_retry_at - EPOCHREALTIME ))").split()
            assert int(failures) in {1, 2}
            assert 0 < float(wait) <= 2


def test_half_an_answer_does_not_freeze_the_keyboard(zsh: str) -> None:
    """A reply that stops in the middle leaves the line editor free, and counts when the rest arrives."""
    with ScriptedDaemon({"": ["echo whole"]}) as daemon:
        kept: list[bytes] = []

        def half(request: list[Any]) -> bytes:
            frame = daemon.usual_answer(request)
            if request[0] != Kind.SUGGEST or kept:
                return frame
            kept.append(frame[9:])
            return frame[:9]

        daemon.answer = half
        with open_zsh(zsh, daemon.paths) as shell:
            shell.wait_until(lambda _: kept, "the first half")
            shell.press("ec", typed="ec")
            daemon.say(kept[0])
            shell.see("ho whole", typed="ec")


@pytest.mark.parametrize(
    "junk",
    [
        b"\0\0\0\0",
        b"\xff\xff\xff\xff....",
        b"\0\0\0\x03\x93\xcc\x83",
        b"\0\0\0\x01\xc1",
        b"\0\0\0\x05\x95\xcc\x83\x02\xdb",
    ],
)
def test_junk_from_the_socket_is_survived(zsh: str, junk: bytes) -> None:
    """Whatever listens there, no answer of its makes the shell print, hang or fail."""
    with ScriptedDaemon() as daemon:
        daemon.answer = lambda _: junk
        with open_zsh(zsh, daemon.paths) as shell:
            assert shell.run("echo works") == "works"
            shell.press("true", typed="true")
            assert shell.run("") == ""
            assert shell.text == "> echo works\nworks\n> true\n>"


def test_a_late_answer_is_dropped(zsh: str) -> None:
    """Suggestions for a prompt that is over do not appear on the next one."""
    with ScriptedDaemon({"": ["echo late"]}) as daemon, open_zsh(zsh, daemon.paths) as shell:
        shell.see("echo late")
        daemon.answer = lambda request: encode_frame([request[0] | 0x80, request[1] - 1, "echo stale", 900])
        shell.run("true")
        shell.wait_until(lambda _: "true" in daemon.records(), "the record")
        shell.press("x", typed="x")
        shell.press("\x7f", typed="")
        assert shell.evaluate("$_segue_next") == ""


def test_a_closed_connection_is_no_busy_loop(zsh: str) -> None:
    """When the daemon hangs up, zle stops watching the connection instead of spinning on its end."""
    with ScriptedDaemon({"": ["echo one"]}) as daemon, open_zsh(zsh, daemon.paths) as shell:
        shell.see("echo one")
        daemon.hang_up()
        shell.wait_until(lambda _: shell.evaluate("$_segue_fd") == "0", "the connection to be closed")
        assert shell.evaluate("$(zle -F -L)") == ""
        used = shell.cpu_seconds()
        end = time.monotonic() + 0.5
        shell.wait_until(lambda _: time.monotonic() > end)
        assert shell.cpu_seconds() - used < 0.2
        shell.press("e", typed="e", ghost="cho one")


def test_another_wire_version_silences_the_hook(zsh: str) -> None:
    """A daemon that speaks another version is asked again only after minutes."""
    with ScriptedDaemon({"": ["echo one"]}) as daemon:
        daemon.answer = lambda request: encode_frame([0xFF, request[1], "version", "speak 2"])
        with open_zsh(zsh, daemon.paths) as shell:
            shell.wait_until(lambda _: shell.evaluate("$(( _segue_retry_at - EPOCHREALTIME > 200 ))") == "1")
            shell.run("true")
            shell.run("true")
            assert daemon.connections <= 2
