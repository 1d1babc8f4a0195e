"""One daemon a user: its directory, its lock and its socket."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import MAX_SOCKET_PATH, resolve_paths
from segue.domain.errors import AlreadyRunningError, UnsafePathError
from segue.server.endpoint import bind_socket, make_private_directory, take_lock
from tests.helpers.daemon import RunningDaemon, running_daemon

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a directory and make it the current one, so that socket paths in it can be short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_second_daemon_refuses_to_start(daemon: RunningDaemon) -> None:
    """While one daemon lives, another says so in one sentence and ends, and the first goes on."""
    second = subprocess.run(
        [sys.executable, "-m", "segue", "daemon"],
        env=daemon.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 1
    assert re.fullmatch(r"segue: segue is already running \(process \d+\)\n", second.stderr)
    assert daemon.status()["events"] == 0


def test_a_killed_daemons_socket_is_taken_over() -> None:
    """After SIGKILL the stale socket file does not keep the next daemon from starting."""
    with running_daemon() as daemon:
        daemon.kill()
        assert daemon.paths.socket.exists()
        daemon.start()
        assert daemon.status()["events"] == 0


def test_sigterm_ends_it_and_leaves_no_socket(daemon: RunningDaemon) -> None:
    """SIGTERM is a clean end: exit status 0, and no socket for shells to try."""
    assert daemon.stop() == 0
    assert not daemon.paths.socket.exists()


def test_a_socket_that_somebody_serves_is_left_alone(short: Path) -> None:
    """A socket that accepts connections is never unlinked."""
    with socket.socket(socket.AF_UNIX) as owner:
        owner.bind("s")
        owner.listen(1)
        with pytest.raises(AlreadyRunningError):
            bind_socket(short / "s", 1)
        assert (short / "s").exists()


def test_a_file_in_the_sockets_place_is_left_alone(short: Path) -> None:
    """Something that is no socket is neither removed nor bound over."""
    (short / "s").write_text("precious")
    with pytest.raises(UnsafePathError):
        bind_socket(short / "s", 1)
    assert (short / "s").read_text() == "precious"


def test_the_socket_is_private_from_the_first_moment(short: Path) -> None:
    """Nobody else may connect, whatever the umask."""
    previous = os.umask(0)
    try:
        bind_socket(short / "s", 1).close()
    finally:
        os.umask(previous)
    assert (short / "s").stat().st_mode & 0o077 == 0


def test_the_lock_is_held_until_it_is_closed(tmp_path: Path) -> None:
    """The lock names its holder, and is free again afterwards."""
    held = take_lock(tmp_path / "lock")
    with pytest.raises(AlreadyRunningError, match=str(os.getpid())):
        take_lock(tmp_path / "lock")
    os.close(held)
    os.close(take_lock(tmp_path / "lock"))


def test_a_link_in_the_directorys_place_is_refused(tmp_path: Path) -> None:
    """A symbolic link could lead our socket into another user's hands."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePathError):
        make_private_directory(tmp_path / "run")


def test_an_open_directory_of_ours_is_closed(tmp_path: Path) -> None:
    """Permissions that somebody loosened are tightened again."""
    (tmp_path / "run").mkdir(mode=0o755)
    make_private_directory(tmp_path / "run")
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_every_environment_derives_the_same_socket() -> None:
    """tmux, ssh and launchd set different XDG and TMP directories; the socket does not care."""
    plain = resolve_paths({"HOME": "/home/ada"}, platform="linux", uid=7)
    other = {"HOME": "/home/ada", "XDG_RUNTIME_DIR": "/run/user/7", "TMPDIR": "/x", "XDG_DATA_HOME": "/y"}
    assert resolve_paths(other, platform="linux", uid=7) == plain


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_long_home_gets_a_short_socket(platform: str) -> None:
    """A path that would not fit into a socket address moves below /tmp, one directory for each home."""
    long, longer = ("/home/" + "a" * length for length in (100, 101))
    sockets = {resolve_paths({"HOME": home}, platform=platform, uid=7).socket for home in (long, longer)}
    assert len(sockets) == 2
    for path in sockets:
        assert len(os.fsencode(path)) <= MAX_SOCKET_PATH
        assert str(path).startswith("/tmp/segue-7/")  # noqa: S108 - the documented place
