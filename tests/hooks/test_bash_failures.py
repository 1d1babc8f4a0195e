"""Whatever becomes of the daemon, bash stays as quick as without it, and suggestions come back when it does."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import Paths
from tests.helpers.daemon import running_daemon
from tests.helpers.keys import ALT_F, CTRL_A, CTRL_E, RIGHT
from tests.helpers.lessons import SHOW_ALL
from tests.helpers.tracing import traced
from tests.hooks.bash_support import ScriptedSpool, every_bash, needs_line, open_bash
from tests.hooks.spool_shell import recorded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hooks.bash_support import Bash

BOUND = 1.0
"""Seconds for a prompt that the hook may delay by 0.05 s; the rest is for terminals and busy machines."""


def run_promptly(shell: Bash, line: str) -> None:
    """Run a command and check that nothing has held the shell up."""
    begun = time.monotonic()
    shell.run(line)
    assert time.monotonic() - begun < BOUND


@every_bash
def test_without_a_daemon_the_shell_works_and_says_nothing(bash: str, tmp_path: Path) -> None:
    """No socket, no run directory: nothing is printed and nothing is left behind."""
    (tmp_path / "state").mkdir()
    paths = Paths(state=tmp_path / "state", run=tmp_path / "state" / "run")
    with open_bash(bash, paths) as shell:
        assert shell.run("echo works") == "works"
        run_promptly(shell, "cd /")
        assert shell.text == "> echo works\nworks\n> cd /\n>"
    assert not any(paths.state.iterdir())


@every_bash
def test_a_daemon_that_starts_later_is_found(bash: str) -> None:
    """Even when the run directory was not there before; the first command after the next prompt is recorded."""
    with running_daemon() as daemon:
        daemon.stop()
        shutil.rmtree(daemon.paths.run)
        with open_bash(bash, daemon.paths) as shell:
            shell.run("echo before")
            daemon.start()
            shell.run("true")
            shell.wait_until(lambda _: list(daemon.paths.run.glob("*.reply")), "the daemon to open the session")
            shell.run("echo after")
            shell.wait_until(lambda _: "echo after" in recorded(daemon), "the record")
            assert "echo before" not in recorded(daemon)


@needs_line
def test_keys_do_what_they_did_where_everything_of_ours_has_gone(bash: str) -> None:
    """Also those that are pressed for the first time after somebody has removed the run directory."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_to_be_answered(daemon)
        shutil.rmtree(daemon.paths.run)
        shell.press("two words" + CTRL_A, typed="")
        shell.press(RIGHT, typed="t")
        shell.press(ALT_F, typed="two")
        shell.press(CTRL_E, typed="two words")
        daemon.paths.run.mkdir()


@every_bash
def test_a_killed_daemon_harms_nobody(bash: str) -> None:
    """Its socket and FIFOs stay behind; commands run on, and a new daemon finds the shell again."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo ship"], cwd=daemon.home, times=8)
        with open_bash(bash, daemon.paths) as shell:
            shell.run("echo build")
            shell.see("echo ship")
            daemon.kill()
            for number in range(20):
                run_promptly(shell, f"echo {number}")
            daemon.start()
            # The new daemon tells the shell, which asks again at the very prompt that stands.
            shell.wait_until(lambda _: shell.hint, "a hint")
            shell.run("echo build")
            shell.see("echo ship")
            assert "segue" not in shell.text


@every_bash
def test_a_restarted_daemon_is_told_who_we_are(bash: str) -> None:
    """Commands are recorded under their author again, and the chain is not made up across the gap."""
    with running_daemon() as daemon, open_bash(bash, daemon.paths, environ={"SEGUE_AUTHOR": "robot"}) as shell:
        shell.run("echo one")
        shell.wait_until(lambda _: "echo one" in recorded(daemon), "the record")
        daemon.stop()
        shell.run("echo lost")
        daemon.start()
        shell.run("true")
        shell.run("echo two")
        shell.wait_until(lambda _: "echo two" in recorded(daemon), "the record")
        lines = recorded(daemon)
        assert "echo lost" not in lines
        assert "" in lines[lines.index("echo one") : lines.index("echo two")]
        assert daemon.predict("echo one") == []


@every_bash
def test_a_stopped_daemon_never_hangs_the_shell(bash: str) -> None:
    """400 prompts with a daemon that does not read: the FIFO is never filled, and all is well when it goes on."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo ship"], cwd=daemon.home, times=8)
        # So many other lines make the one that is waited for less probable.
        with open_bash(bash, daemon.paths, environ=SHOW_ALL, rows=900) as shell:
            shell.run("echo build")
            shell.see("echo ship")
            daemon.freeze()
            shell.send("".join(f"true {number}\r" for number in range(400)) + "echo reached\r")
            shell.wait_until(lambda t: "reached" in t.lines and t.before_cursor == "> ", "400 prompts")
            daemon.thaw()
            # The prompt that finds out, and the one at which the daemon is back, may still be without it.
            shell.wait_until(lambda _: shell.ran_and_was_recorded(daemon, "echo back"), "the record")
            shell.run("echo build")
            shell.see("echo ship")


@every_bash
def test_shells_stay_away_from_a_stalled_daemon_until_a_bell_rings(bash: str) -> None:
    """One shell finds out for all; new ones open as if there were no daemon."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths) as one:
        one.see("git push")
        daemon.paths.stalled.touch()
        with open_bash(bash, daemon.paths) as other:
            other.run("echo other")
            one.run("echo one")
            one.run("echo two")
            assert not {"echo other", "echo one", "echo two"} & set(daemon.recorded)
            daemon.paths.stalled.unlink()
            one.run("echo three")
            one.see("git push")
            one.run("echo four")
            one.see("git push")
            assert daemon.recorded == ["", "echo four"]


@every_bash
def test_a_full_fifo_is_never_written_to(bash: str) -> None:
    """What was not acknowledged stays below what any FIFO holds."""
    with running_daemon() as daemon, open_bash(bash, daemon.paths, rows=200) as shell:
        shell.run("true")
        shell.wait_until(lambda _: "true" in recorded(daemon), "the record")
        fifo = next(daemon.paths.run.glob("*.fifo"))
        daemon.freeze()
        for number in range(4):
            shell.run(f"true {number} " + "y" * 3000)
        reader = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        try:
            assert 0 < len(os.read(reader, 1 << 16)) <= 6000
        finally:
            os.close(reader)
            daemon.thaw()


@every_bash
def test_nothing_is_left_behind(bash: str) -> None:
    """When shells have ended, normally or with their window, their files are gone."""
    with ScriptedSpool("git push") as daemon:
        with open_bash(bash, daemon.paths) as shell:
            shell.see("git push")
            shell.send("exit\r")
            shell.wait_for_exit()
            assert {path.name for path in daemon.paths.run.iterdir()} == {"bell", "segue.sock"}
        with open_bash(bash, daemon.paths) as shell:
            shell.see("git push")
        with open_bash(bash, daemon.paths) as shell:
            shell.see("git push")
            shell.wait_until(
                lambda _: (
                    {path.stem for path in daemon.paths.run.iterdir() if path.stem[0].isdigit()} == {session(shell)}
                ),
                "the files of the killed shell to go at the next bell",
            )


def session(shell: Bash) -> str:
    """Return the session's name."""
    (fifo,) = shell.paths.run.glob(f"{shell.pid}-*.fifo")
    return fifo.stem


@every_bash
def test_the_files_are_private(bash: str) -> None:
    """The FIFO is ours alone, whatever the umask."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths, before="umask 000") as shell:
        shell.see("git push")
        (fifo,) = daemon.paths.run.glob("*.fifo")
        assert fifo.stat().st_mode & 0o777 == 0o600


@every_bash
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_fork_on_the_prompt_path(bash: str, tmp_path: Path) -> None:
    """Once the FIFO is there, recording, asking, drawing and taking start no process."""
    with ScriptedSpool("git push", "git pull") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("git push")
        with traced(shell.pid, tmp_path / "trace") as started:
            for line in ("true", "true", " true", "echo x", "echo äöü"):
                shell.run(line)
                shell.see("git push")
            shell.send("\x1bn")
            shell.see("git pull")
            shell.send("\x03")
            shell.see("git push")
            assert started() == []
            shell.run("/bin/true")
            assert started()


@every_bash
def test_a_subshell_and_a_child_are_not_us(bash: str) -> None:
    """A bash inside this one has a session of its own, and its end does not end ours."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("git push")
        (shell.folder / "child").symlink_to(bash)
        shell.run("~/child --rcfile ~/bashrc -i")
        shell.see("git push")
        assert len(list(daemon.paths.run.glob("*.fifo"))) == 2
        shell.run("(exit 3)")
        shell.run("exit")
        shell.wait_until(lambda _: len(list(daemon.paths.run.glob("*.fifo"))) == 1, "the child's files to go")
        shell.run("echo ours")
        shell.wait_until(lambda _: daemon.recorded[-1] == "echo ours", "the record")
        assert {request[2] for request in daemon.requests if request[0] == 2 and request[3] == "echo ours"} == {
            session(shell)
        }
