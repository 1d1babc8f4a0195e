"""Another version is installed while the daemon runs: it takes over, and no shell notices."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import segue
from segue.app.upgrade import Upgrade
from segue.cli.daemon_command import RESTART
from segue.domain.errors import DaemonUnavailableError
from segue.protocol.codec import unpack
from segue.protocol.messages import ERROR, Kind
from tests.helpers.daemon import running_daemon
from tests.helpers.installation import HASTY, copy_package, upgrade
from tests.helpers.waiting import eventually, wait_until
from tests.helpers.zsh import every_zsh, open_zsh
from tests.hooks.bash_support import every_bash, open_bash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.shell import HookedShell

FRAMES: Final = Path(__file__).parent.parent / "data" / "frames-v1.txt"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Install the package in a directory of its own."""
    return copy_package(tmp_path / "lib")


@pytest.fixture
def installed(package: Path) -> Iterator[RunningDaemon]:
    """Start the daemon of that package."""
    with running_daemon(("-c", HASTY, "daemon"), PYTHONPATH=str(package.parent)) as daemon:
        yield daemon


def is_upgraded(daemon: RunningDaemon, version: str = "9.9.9") -> bool:
    """Tell whether the daemon is this version; asking is what makes it look."""
    with suppress(DaemonUnavailableError):
        return bool(daemon.status()["version"] == version)
    # It was just then handing over.
    return False


def test_the_new_version_takes_over(installed: RunningDaemon, package: Path) -> None:
    """The same process becomes the new version, knows all that the old one knew, and no request goes unanswered."""
    installed.learn(["make", "git push"], times=3)
    process = installed.status()["pid"]
    upgrade(package)
    wait_until(lambda: is_upgraded(installed), "the new version")
    assert installed.status()["pid"] == process
    assert installed.predict("make")[0] == "git push"
    assert installed.stop() == 0
    assert not installed.paths.socket.exists()


def test_it_upgrades_again(installed: RunningDaemon, package: Path) -> None:
    """What has taken over makes way in its turn."""
    for version in ("9.9.8", "9.9.9"):
        upgrade(package, version)
        wait_until(lambda version=version: is_upgraded(installed, version), version)  # type: ignore[misc]


def test_a_supervised_daemon_leaves_the_start_to_its_supervisor(package: Path) -> None:
    """It ends with the status that the service files ask for, having saved what it knew."""
    with running_daemon(("-c", HASTY, "daemon", "--supervised"), PYTHONPATH=str(package.parent)) as daemon:
        daemon.learn(["make"])
        upgrade(package)
        process = daemon.process
        assert process

        def has_ended() -> bool:
            with suppress(DaemonUnavailableError):
                daemon.status()
            return process.poll() is not None

        wait_until(has_ended, "the daemon to end")
        assert process.returncode == RESTART
        daemon.start()
        assert is_upgraded(daemon)
        assert [line for line, *_ in daemon.events()] == ["make"]


def test_a_version_that_cannot_be_loaded_is_left_alone(installed: RunningDaemon, package: Path) -> None:
    """A broken installation is said in the log, once, and the version that works goes on; a repaired one takes over."""
    upgrade(package, text="raise ImportError('half of it is missing')\n")
    wait_until(lambda: not is_upgraded(installed) and "does not start" in installed.log_text(), "the trial")
    for _ in range(5):
        assert installed.status()["version"] == segue.__version__
    assert installed.log_text().count("does not start") == 1
    upgrade(package)
    wait_until(lambda: is_upgraded(installed), "the repaired version")


def test_a_package_that_vanishes_ends_nothing(installed: RunningDaemon, package: Path) -> None:
    """Between an uninstallation and what comes next the daemon stays, and takes up what comes."""
    init = package / "__init__.py"
    content = init.read_text("utf-8")
    init.unlink()
    for _ in range(5):
        assert installed.status()["version"] == segue.__version__
    init.write_text(content.replace(segue.__version__, "9.9.9"), "utf-8")
    wait_until(lambda: is_upgraded(installed), "the new version")


async def test_files_that_still_change_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a package that stayed as it is from one look to the next counts as complete, and it is tried once."""
    monkeypatch.setattr("segue.app.upgrade.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("segue.app.upgrade.SETTLE_SECONDS", 0.0)
    init, made_way = tmp_path / "__init__.py", []
    init.write_text("1")
    upgrade = Upgrade(lambda: made_way.append(1), str(init))
    for size in range(2, 6):
        upgrade.look()
        init.write_text("1" * size)
    upgrade.look()
    assert upgrade.idle
    upgrade.look()
    assert not upgrade.idle
    await eventually(lambda: upgrade.idle, "the trial")
    assert made_way == [1]
    upgrade.look()
    assert upgrade.idle


async def test_the_disk_is_not_looked_at_for_every_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes pass between looks, however many requests there are."""
    looks: list[str] = []
    monkeypatch.setattr("segue.app.upgrade.signature", looks.append)
    upgrade = Upgrade(lambda: None, str(tmp_path))
    for _ in range(1000):
        upgrade.look()
    assert len(looks) == 1


def go_on_meanwhile(shell: HookedShell, installed: RunningDaemon, package: Path) -> None:
    """Teach the daemon what follows what, and run more until another version has taken its place."""
    for line in ("echo one", "echo two") * 3:
        shell.run(line)
    upgrade(package)
    for number in range(5):
        shell.run(f"echo meanwhile {number}")
    wait_until(lambda: is_upgraded(installed), "the new version")


@every_zsh
def test_a_standing_zsh_goes_on(zsh: str, installed: RunningDaemon, package: Path) -> None:
    """It prints no error, is suggested what it knew before, and the new version learns what ran meanwhile."""
    with open_zsh(zsh, installed.paths) as shell:
        go_on_meanwhile(shell, installed, package)
        shell.run("echo one")
        shell.see("echo two")
        wait_until(lambda: "echo meanwhile 4" in [line for line, *_ in installed.events()], "what ran meanwhile")
        assert "segue" not in shell.text.replace(str(installed.home), "")


@every_bash
def test_a_standing_bash_goes_on(bash: str, installed: RunningDaemon, package: Path) -> None:
    """The same, with the FIFO, which the new version opens where the old one let go of it."""
    with open_bash(bash, installed.paths) as shell:
        go_on_meanwhile(shell, installed, package)
        shell.wait_to_be_heard()
        # What the shell wrote while nobody had its FIFO open is lost; from the next prompt on it is heard again.
        for line in ("echo one", "echo two", "echo one"):
            shell.run(line)
        shell.wait_until(lambda _: shell.hint == "echo two", "the suggestion")
        assert "segue" not in shell.text.replace(str(installed.home), "")


@every_zsh
def test_a_newer_zsh_hook_is_served(zsh: str, daemon: RunningDaemon) -> None:
    """A shell that an installer's new hook file was loaded into works with the daemon that is not restarted yet."""
    with open_zsh(zsh, daemon.paths, after="_segue_version=2") as shell:
        for line in ("echo one", "echo two") * 3:
            shell.run(line)
        shell.run("echo one")
        shell.see("echo two")


@every_bash
def test_a_newer_bash_hook_is_served(bash: str, daemon: RunningDaemon) -> None:
    """The same over the FIFO."""
    with open_bash(bash, daemon.paths, after="_segue_version=2") as shell:
        for line in ("echo one", "echo two") * 3:
            shell.run(line)
        shell.run("echo one")
        shell.wait_until(lambda _: shell.hint == "echo two", "the suggestion")


def test_frames_of_old_hooks_are_understood(daemon: RunningDaemon) -> None:
    """Whatever the hooks of any release have sent is answered, and not with an error."""
    for row in FRAMES.read_text("utf-8").splitlines():
        name, _, frame = row.partition(": ")
        if unpack(bytes.fromhex(frame)[4:])[0] not in {Kind.HELLO, Kind.RECORD, Kind.SUGGEST, Kind.FORGET}:
            continue
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(20)
            client.connect(os.fsencode(daemon.paths.socket))
            client.sendall(bytes.fromhex(frame))
            length = int.from_bytes(client.recv(4, socket.MSG_WAITALL))
            reply = unpack(client.recv(length, socket.MSG_WAITALL))
        assert reply[0] != ERROR, (name, reply)
