"""Whatever becomes of the daemon or the disk, fish is never held up, says nothing, and finds the daemon again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import Paths
from segue.server.spool_inlet import WORN
from tests.helpers.daemon import running_daemon
from tests.helpers.lessons import SHOW_ALL
from tests.hooks.bash_support import ScriptedSpool
from tests.hooks.fish_support import needs_fish, open_fish
from tests.hooks.spool_shell import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = needs_fish


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """Let a directory be a file system of its own with room for next to nothing, where the test may mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "segue-test", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(filler: Path) -> None:
    """Write until there is no room for another block."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(512))


def test_without_a_daemon_the_shell_works_and_says_nothing(tmp_path: Path) -> None:
    """No socket, no run directory: nothing is printed and nothing is left behind."""
    (tmp_path / "state").mkdir()
    paths = Paths(state=tmp_path / "state", run=tmp_path / "state" / "run")
    with open_fish(paths) as shell:
        assert shell.run("echo works") == "works"
        shell.run("cd /")
        assert shell.text == "> echo works\nworks\n> cd /\n>"
    assert not any(paths.state.iterdir())


def test_a_daemon_that_starts_later_is_found() -> None:
    """Even when the run directory was not there before; the first command after the next prompt is recorded."""
    with running_daemon() as daemon:
        daemon.stop()
        shutil.rmtree(daemon.paths.run)
        with open_fish(daemon.paths) as shell:
            shell.run("echo before")
            daemon.start()
            shell.run("true")
            shell.wait_until(lambda _: list(daemon.paths.run.glob("*.reply")), "the daemon to open the session")
            shell.run("echo after")
            shell.wait_until(lambda _: "echo after" in recorded(daemon), "the record")
            assert "echo before" not in recorded(daemon)


def test_a_killed_daemon_harms_nobody() -> None:
    """Its socket and files stay behind; commands run on, and a new daemon finds the shell again."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo ship"], cwd=daemon.home, times=8)
        with open_fish(daemon.paths, environ=SHOW_ALL) as shell:
            shell.run("echo build")
            shell.see("echo ship")
            daemon.kill()
            for number in range(20):
                assert shell.run(f"echo {number}") == str(number)
            daemon.start()
            # The new daemon tells the shell, which asks again at the very prompt that stands.
            shell.wait_until(lambda _: shell.suggestion, "a suggestion")
            shell.run("echo build")
            shell.see("echo ship")
            assert "segue" not in shell.text


def test_a_restarted_daemon_is_told_who_we_are() -> None:
    """Commands are recorded under their author again, and the chain is not made up across the gap."""
    with running_daemon() as daemon, open_fish(daemon.paths, environ={"SEGUE_AUTHOR": "robot"}) as shell:
        shell.run("echo one")
        shell.wait_until(lambda _: "echo one" in recorded(daemon), "the record")
        daemon.stop()
        shell.run("echo lost")
        daemon.start()
        shell.wait_until(lambda _: shell.ran_and_was_recorded(daemon, "echo two"), "the record")
        lines = recorded(daemon)
        assert "echo lost" not in lines
        assert "" in lines[lines.index("echo one") : lines.index("echo two")]
        assert {seen.author for seen in daemon.observations() if seen.line == "echo two"} == {"robot"}


def test_a_stopped_daemon_never_hangs_the_shell() -> None:
    """200 prompts with a daemon that does not read: the file stays small, and all is well when it goes on."""
    with running_daemon() as daemon:
        daemon.learn(["echo build", "echo ship"], cwd=daemon.home, times=8)
        with open_fish(daemon.paths, environ=SHOW_ALL, rows=500) as shell:
            shell.run("echo build")
            shell.see("echo ship")
            (lines,) = daemon.paths.run.glob("*.lines")
            before = lines.stat().st_size
            daemon.freeze()
            shell.send("".join(f"true {number}\r" for number in range(200)) + "echo reached\r")
            shell.wait_until(lambda t: "reached" in t.lines and t.before_cursor == "> ", "200 prompts")
            assert 0 < lines.stat().st_size - before <= 6000
            daemon.thaw()
            # The prompt at which the daemon is back may still be without it.
            shell.wait_until(lambda _: shell.ran_and_was_recorded(daemon, "echo back"), "the record")
            shell.run("echo build")
            shell.see("echo ship")


def test_a_full_disk_is_not_mentioned() -> None:
    """Where no byte can be written the shell prints nothing and keeps the status; with room again all is recorded."""
    with running_daemon() as daemon:
        daemon.stop()
        with small_disk(daemon.paths.run):
            daemon.start()
            with open_fish(daemon.paths, environ=SHOW_ALL, columns=300, rows=120) as shell:
                shell.run("echo one")
                shell.wait_until(lambda _: "echo one" in recorded(daemon), "the record")
                filler = daemon.paths.run / "filler"
                fill(filler)
                for number in range(40):
                    assert shell.run(f"echo {'x' * 200} {number}; false").endswith(f" {number}")
                assert shell.run("echo $status") == "1"
                assert "space" not in shell.text
                filler.unlink()
                shell.wait_until(lambda _: shell.suggestion, "the answer")
                shell.run("echo back")
                shell.wait_until(lambda _: "echo back" in recorded(daemon), "the record")
                assert set(recorded(daemon)) <= {
                    "",
                    "echo one",
                    "echo back",
                    "echo $status",
                    *(f"echo {'x' * 200} {n}; false" for n in range(40)),
                }


def test_no_room_for_a_file_is_not_mentioned() -> None:
    """A shell that opens on a full disk works, and says nothing."""
    with running_daemon() as daemon:
        daemon.stop()
        with small_disk(daemon.paths.run):
            daemon.start()
            for number in range(1000):
                try:
                    (daemon.paths.run / f"filler{number}").write_bytes(bytes(4096))
                except OSError:
                    break
            with open_fish(daemon.paths, wait=False) as shell:
                shell.wait_until(lambda t: t.before_cursor == "> ", "the prompt")
                assert shell.run("echo works") == "works"
                assert shell.text == "> echo works\nworks\n>"


def test_a_run_directory_that_vanishes_is_not_mentioned() -> None:
    """Without the directory the shell works on, and comes back with it."""
    with running_daemon() as daemon, open_fish(daemon.paths) as shell:
        shell.run("echo one")
        shell.wait_until(lambda _: "echo one" in recorded(daemon), "the record")
        daemon.stop()
        shutil.rmtree(daemon.paths.run)
        shell.run("echo two")
        assert [line for line in shell.lines if line and not line.startswith(">")] == ["one", "two"]
        daemon.start()
        shell.wait_until(lambda _: shell.ran_and_was_recorded(daemon, "echo back"), "the record")


def test_shells_stay_away_from_a_stalled_daemon() -> None:
    """When another shell has found that the daemon does not answer, nothing is written until it does again."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        daemon.paths.stalled.touch()
        shell.run("echo one")
        shell.run("echo two")
        daemon.paths.stalled.unlink()
        shell.run("echo three")
        shell.see("git push")
        assert set(daemon.recorded) == {"", "echo three"}


def test_the_file_does_not_grow_for_ever() -> None:
    """When it is worn an empty one takes its place, and no command is lost over that."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths, columns=1400, rows=90) as shell:
        shell.see("git push")
        lines = [f"true {number} {'y' * 1200}" for number in range(WORN // 1200 + 5)]
        for line in lines:
            shell.run(line)
            shell.wait_until(lambda _, line=line: daemon.recorded[-1:] == [line], "the record")  # type: ignore[misc]
        assert [line for line in daemon.recorded if line] == lines
        (file,) = daemon.paths.run.glob("*.lines")
        assert file.stat().st_size < WORN


def test_nothing_is_left_behind() -> None:
    """When shells have ended, normally or with their window, their files are gone."""
    with ScriptedSpool("git push") as daemon:
        with open_fish(daemon.paths) as shell:
            shell.see("git push")
            shell.send("exit\r")
            shell.wait_for_exit()
            assert {path.name for path in daemon.paths.run.iterdir()} == {"bell", "segue.sock"}
        with open_fish(daemon.paths) as shell:
            shell.see("git push")
        with open_fish(daemon.paths) as shell:
            shell.see("git push")
            (file,) = daemon.paths.run.glob("*.lines")
            assert file.name.startswith(f"{shell.pid}-")


def test_the_files_are_private() -> None:
    """What was run is readable by its owner alone, whatever the umask."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths, before="umask 000") as shell:
        shell.see("git push")
        assert {path.stat().st_mode & 0o777 for path in daemon.paths.run.glob(f"{shell.pid}-*")} == {0o600}


def test_a_child_is_not_us() -> None:
    """A fish inside this one has a session of its own, and its end does not end ours."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        shell.send("fish\r")
        shell.wait_until(lambda _: len(list(daemon.paths.run.glob("*.lines"))) == 2, "the child's file")
        shell.see("git push")
        shell.run("exit")
        shell.wait_until(lambda _: len(list(daemon.paths.run.glob("*.lines"))) == 1, "the child's file to go")
        shell.run("echo ours")
        shell.wait_until(lambda _: daemon.recorded[-1] == "echo ours", "the record")


def test_a_script_is_left_alone(tmp_path: Path) -> None:
    """Sourced in a shell that is not interactive, the hook does nothing and prints nothing."""
    paths = Paths(state=tmp_path, run=tmp_path / "run")
    with open_fish(paths, wait=False) as shell:
        script = f"source {shell.folder}/init.fish; set | string match '_segue_session*'"
        done = subprocess.run(["fish", "-c", script], capture_output=True, env={**os.environ}, check=False)
        assert (done.stdout, done.stderr) == (b"", b"")
