"""launchd, played by a launchctl that keeps and runs real jobs: the daemon starts, comes back, and goes."""

from __future__ import annotations

import os
import plistlib
import shutil
import signal
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from segue.cli.background import is_answering, wait_for_answer
from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError, ServiceError
from segue.protocol.messages import Shutdown, Status
from segue.service.choice import supervisor_of
from segue.service.instance import running_process
from segue.service.launchd import Launchd
from tests.helpers import launchctl
from tests.helpers.command import segue
from tests.helpers.installation import copy_package, job_of, upgrade
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.config.paths import Paths
    from segue.service.supervisor import Supervisor

LABEL: Final = "dev.segue.daemon"


class Mac:
    """A home with a launchctl on PATH."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.jobs = home / "launchd"
        self.jobs.mkdir()
        command = home / "bin" / "launchctl"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P "{launchctl.__file__}" "{self.jobs}" "$@"\n')
        command.chmod(0o755)
        self.environ = {"HOME": str(home), "PATH": f"{command.parent}:{os.environ['PATH']}"}
        self.environ["SEGUE_HOME"] = str(home / "its state")
        self.agent = home / "Library/LaunchAgents" / f"{LABEL}.plist"

    @property
    def paths(self) -> Paths:
        """Where the daemon has its files."""
        return resolve_paths(self.environ)

    @property
    def supervisor(self) -> Supervisor:
        """What segue makes of this machine."""
        return supervisor_of(self.environ, self.paths, platform="darwin")

    @property
    def calls(self) -> list[str]:
        """What launchctl was told, without questions."""
        calls = (self.jobs / "calls").read_text().splitlines()
        return [call.replace(str(self.agent), "AGENT") for call in calls if not call.startswith("print ")]

    def process(self) -> int:
        """Return the daemon's process, once it answers."""
        wait_for_answer(self.paths)
        with Client(self.paths.socket, timeout=20) as client:
            return int(client.ask(Status(1, "test"))[0]["pid"])

    def version(self) -> str:
        """Return the daemon's version, "" while none answers; asking is what makes it look for another one."""
        with suppress(DaemonUnavailableError), Client(self.paths.socket, timeout=20) as client:
            return str(client.ask(Status(1, "test"))[0]["version"])
        return ""

    def wait_for_another(self, process: int) -> int:
        """Return the daemon's process once it is another one."""
        wait_until(lambda: running_process(self.paths) not in {None, 0, process}, "another process")
        return self.process()


@pytest.fixture
def mac() -> Iterator[Mac]:
    """Give a Mac, and end what runs there."""
    home = Path(tempfile.mkdtemp(prefix="segue-"))
    machine = Mac(home)
    yield machine
    machine.supervisor.uninstall()
    shutil.rmtree(home)


def target() -> str:
    """Return what launchctl calls the job."""
    return f"gui/{os.getuid()}/{LABEL}"


def test_install_starts_the_daemon(mac: Mac) -> None:
    """Afterwards it answers, the agent is private to its owner's hand, and launchd was told in today's words."""
    mac.supervisor.install()
    assert mac.process()
    state = mac.supervisor.state()
    assert (state.installed, state.running) == (True, True)
    assert mac.calls == [f"enable {target()}", f"bootstrap gui/{os.getuid()} AGENT"]
    assert stat.S_IMODE(mac.agent.stat().st_mode) == 0o644
    assert mac.agent.read_text("utf-8") == mac.supervisor.files()[mac.agent]


def test_installing_again_changes_nothing(mac: Mac) -> None:
    """The same daemon goes on, and launchd is only asked how it is."""
    mac.supervisor.install()
    process, calls = mac.process(), mac.calls
    mac.supervisor.install()
    assert mac.process() == process
    assert mac.calls == calls


def test_a_changed_agent_is_loaded_anew(mac: Mac) -> None:
    """What an older version has installed is replaced, and the daemon with it."""
    mac.supervisor.install()
    process = mac.process()
    agent = plistlib.loads(mac.agent.read_bytes())
    mac.agent.write_bytes(plistlib.dumps({**agent, "Nice": 1}))
    mac.supervisor.install()
    assert mac.wait_for_another(process)
    assert "Nice" not in plistlib.loads(mac.agent.read_bytes())


def test_a_crash_is_mended(mac: Mac) -> None:
    """A killed daemon is back without anybody's help."""
    mac.supervisor.install()
    process = mac.process()
    os.kill(process, signal.SIGKILL)
    assert mac.wait_for_another(process)


def test_an_upgrade_is_taken_up(mac: Mac, tmp_path: Path) -> None:
    """When another version is installed the daemon ends, and launchd starts that version."""
    package = copy_package(tmp_path / "lib")
    launchd = Launchd(job_of(package, mac.environ), mac.environ)
    launchd.install()
    before = mac.process()
    upgrade(package)
    wait_until(lambda: mac.version() == "9.9.9", "the new version")
    assert mac.process() != before
    assert launchd.state().running


def test_a_stopped_daemon_stays_stopped(mac: Mac) -> None:
    """`stop` waits for its end, launchd does not bring it back, and `start` does."""
    mac.supervisor.install()
    mac.process()
    mac.supervisor.stop()
    assert running_process(mac.paths) is None
    assert not mac.paths.socket.exists()
    assert mac.supervisor.state() == (True, False, "not loaded")
    mac.supervisor.start()
    assert mac.process()


def test_a_daemon_that_was_told_to_end_can_be_started(mac: Mac) -> None:
    """A clean end is no crash: the job stays loaded, and is kicked."""
    mac.supervisor.install()
    process = mac.process()
    with Client(mac.paths.socket, timeout=20) as client:
        client.ask(Shutdown(1, "test"))
    wait_until(lambda: not mac.supervisor.state().running, "the end")
    assert mac.supervisor.state().installed
    mac.supervisor.start()
    assert mac.wait_for_another(process)
    assert mac.calls[-1] == f"kickstart {target()}"


def test_restart(mac: Mac) -> None:
    """Afterwards another process answers."""
    mac.supervisor.install()
    process = mac.process()
    mac.supervisor.restart()
    assert mac.wait_for_another(process)


def test_uninstall_leaves_nothing(mac: Mac) -> None:
    """The daemon, the job, the agent and the directories that were made for it are gone; twice is no error."""
    mac.supervisor.install()
    mac.process()
    for _ in range(2):
        mac.supervisor.uninstall()
        assert running_process(mac.paths) is None
        assert not (mac.home / "Library").exists()
        assert not (mac.jobs / LABEL).exists()
        assert mac.supervisor.state() == (False, False, "not installed")


def test_other_agents_and_their_directory_stay(mac: Mac) -> None:
    """Uninstalling removes what was written and nothing beside it."""
    other = mac.agent.with_name("org.example.plist")
    other.parent.mkdir(parents=True)
    other.write_text("theirs")
    mac.supervisor.install()
    mac.process()
    mac.supervisor.uninstall()
    assert list(other.parent.iterdir()) == [other]


def test_another_state_directorys_agent_is_left_alone(mac: Mac) -> None:
    """A second segue, in a scratch directory, neither takes the first one's agent for its own nor removes it."""
    mac.supervisor.install()
    process = mac.process()
    environ = {**mac.environ, "SEGUE_HOME": str(mac.home / "other")}
    other = supervisor_of(environ, resolve_paths(environ), platform="darwin")
    assert not other.state().installed
    other.uninstall()
    with pytest.raises(ServiceError, match="segue service install"):
        other.stop()
    assert mac.process() == process


def test_a_daemon_that_was_started_by_hand_makes_way(mac: Mac) -> None:
    """Installing ends it first, so that the two do not fight for the lock."""
    segue(mac.environ, "start")
    process = mac.process()
    mac.supervisor.install()
    assert mac.wait_for_another(process)
    assert mac.supervisor.state().running


@pytest.mark.parametrize(
    ("status", "words"), [(5, "loaded already"), (119, "launchctl enable"), (125, "not logged in")]
)
def test_errors_are_explained(mac: Mac, status: int, words: str) -> None:
    """What launchctl says in a number is said in words, with what to do."""
    command = mac.home / "bin" / "launchctl"
    command.write_text(f'#!/bin/sh\n[ "$1" = bootstrap ] && exit {status}\nexit 113\n')
    with pytest.raises(ServiceError, match=words):
        mac.supervisor.install()
    assert not is_answering(mac.paths)


def test_the_agent_is_a_sound_property_list(mac: Mac) -> None:
    """It holds the keys that launchd knows, in their types, and the environment that the daemon needs and no more."""
    agent = plistlib.loads(mac.supervisor.files()[mac.agent].encode())
    assert agent["Label"] == LABEL
    assert agent["ProgramArguments"][-2:] == ["daemon", "--supervised"]
    assert Path(agent["ProgramArguments"][0]).is_absolute()
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["EnvironmentVariables"] == {"SEGUE_HOME": mac.environ["SEGUE_HOME"]}
    kinds = {"RunAtLoad": bool, "ThrottleInterval": int, "ProcessType": str, "ExitTimeOut": int, "Umask": int}
    assert all(type(agent[key]) is kind for key, kind in kinds.items())
    assert agent["StandardErrorPath"] == str(mac.paths.errors)
    assert "@" not in mac.supervisor.files()[mac.agent].replace("<!DOCTYPE", "")
