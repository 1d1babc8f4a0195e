"""systemd: a real manager of a login session starts the daemon, hands it its socket, and brings it back."""

from __future__ import annotations

import json
import os
import signal
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError
from segue.protocol.messages import Status
from segue.service.instance import running_process
from segue.service.systemd import Systemd
from tests.helpers.command import segue
from tests.helpers.installation import copy_package, job_of, upgrade
from tests.helpers.systemd_session import can_run, systemd_session
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.skipif(not can_run(), reason="no systemd can be started here as the manager of a session")


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """Give the environment of somebody who is logged in where systemd is, with a state directory of an awkward name."""
    with systemd_session() as variables:
        yield {**variables, "SEGUE_HOME": f'{variables["HOME"]}/its 100% "state"'}


def status(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what `segue service status --json` says."""
    answer: dict[str, Any] = json.loads(segue(environ, "service", "status", "--json").stdout)
    return answer


def ask(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the daemon's figures; asking starts it if need be."""
    with Client(resolve_paths(environ).socket, timeout=20) as client:
        figures: dict[str, Any] = client.ask(Status(1, "test"))[0]
        return figures


def units(environ: Mapping[str, str]) -> Path:
    """Return where the person's units are."""
    return Path(environ["HOME"]) / ".config/systemd/user"


def test_from_install_to_uninstall(environ: dict[str, str]) -> None:
    """It starts, stops, starts, restarts and goes, each with one command, and leaves no file of its own behind."""
    assert segue(environ, "service", "install").returncode == 0
    assert (status(environ)["installed"], status(environ)["running"], status(environ)["answers"]) == (True, True, True)
    first = ask(environ)["pid"]
    assert segue(environ, "service", "install").returncode == 0
    assert ask(environ)["pid"] == first
    assert "systemd starts it at the next login" in segue(environ, "stop").stdout
    assert running_process(resolve_paths(environ)) is None
    assert not resolve_paths(environ).socket.exists()
    assert segue(environ, "start").stdout == "segue is running, and systemd restarts it.\n"
    second = ask(environ)["pid"]
    assert segue(environ, "service", "restart").returncode == 0
    assert len({first, second, ask(environ)["pid"]}) == 3
    assert "systemd: active (running)" in " ".join(segue(environ, "status").stdout.split())
    assert segue(environ, "service", "uninstall").stdout == "The service has been removed.\n"
    assert running_process(resolve_paths(environ)) is None
    assert not (Path(environ["HOME"]) / ".config").exists()
    assert segue(environ, "service", "uninstall").stdout == "The service was not installed.\n"


def test_a_crash_is_mended_and_nobody_is_refused(environ: dict[str, str]) -> None:
    """While a killed daemon is being replaced, systemd keeps the socket: who connects is answered a little later."""
    segue(environ, "service", "install")
    before = ask(environ)["pid"]
    os.kill(before, signal.SIGKILL)
    assert ask(environ)["pid"] != before


def test_the_socket_starts_the_daemon(environ: dict[str, str]) -> None:
    """A daemon that has ended cleanly is started by the first who asks."""
    segue(environ, "service", "install")
    before = ask(environ)["pid"]
    os.kill(before, signal.SIGTERM)
    wait_until(lambda: running_process(resolve_paths(environ)) != before, "the end")
    assert resolve_paths(environ).socket.exists()
    assert stat.S_IMODE(resolve_paths(environ).socket.stat().st_mode) == 0o600
    assert ask(environ)["pid"] != before


def test_a_daemon_that_was_started_by_hand_makes_way(environ: dict[str, str]) -> None:
    """Installing ends it, and systemd's takes its place."""
    assert "Nothing restarts it" in segue(environ, "start").stdout
    before = ask(environ)["pid"]
    assert segue(environ, "service", "install").returncode == 0
    assert ask(environ)["pid"] != before
    assert status(environ)["running"]


def test_a_daemon_that_cannot_start_says_why(environ: dict[str, str]) -> None:
    """The command fails, and names the files that say more."""
    paths = resolve_paths(environ)
    paths.database.mkdir(parents=True)
    done = segue(environ, "service", "install")
    assert done.returncode == 1
    assert str(paths.log) in done.stderr
    assert "segue.db" in segue(environ, "logs").stdout


def test_an_upgrade_is_taken_up(environ: dict[str, str], tmp_path: Path) -> None:
    """When another version is installed the daemon ends, and systemd starts that version."""
    package = copy_package(tmp_path / "lib")
    systemd = Systemd(job_of(package, environ), environ)
    systemd.install()
    before = ask(environ)["pid"]
    upgrade(package)

    def is_upgraded() -> bool:
        with suppress(DaemonUnavailableError):
            return bool(ask(environ)["version"] == "9.9.9")
        return False

    wait_until(is_upgraded, "the new version")
    assert ask(environ)["pid"] != before
    assert systemd.state().running
    systemd.uninstall()
