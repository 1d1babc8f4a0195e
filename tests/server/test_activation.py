"""Sockets that were handed over: the right one is taken, children inherit nothing, and anything else is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKE: Final = """
import os, pathlib, sys
from segue.domain.errors import UnsafePathError
from segue.server.activation import take_over_socket
os.environ["LISTEN_PID"] = sys.argv[2] or str(os.getpid())
try:
    found = take_over_socket(os.environ, pathlib.Path(sys.argv[1]))
except UnsafePathError as error:
    sys.exit(str(error))
left = [name for name in os.environ if name.startswith("LISTEN")]
if found:
    found.socket.setblocking(True)
    found.socket.accept()[0].sendall(f"{found.ours} {found.socket.get_inheritable()} {left}".encode())
else:
    print("none", left)
"""


@pytest.fixture
def path() -> Iterator[Path]:
    """Give a short path for a socket."""
    with tempfile.TemporaryDirectory(prefix="segue-") as folder:
        yield Path(folder) / "segue.sock"


def take(path: Path, *handed: socket.socket, pid: str = "", **environ: str) -> subprocess.Popen[str]:
    """Start a process that was handed these sockets, from descriptor 3 on, and takes them over."""
    places = [sock.fileno() for sock in handed]
    shell = "exec " + " ".join(f"{3 + number}<&{fd}" for number, fd in enumerate(places)) + ' "$@"'
    return subprocess.Popen(
        ["bash", "-c", shell, "bash", sys.executable, "-c", TAKE, str(path), pid],
        pass_fds=places,
        env={**os.environ, "LISTEN_FDS": str(len(places)), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def listener_at(path: Path) -> socket.socket:
    """Return a listening socket, at a descriptor beyond those that are handed over."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    return listener


@pytest.mark.parametrize(("names", "ours"), [("segue", False), ("", False), ("segue-heirloom", True)])
def test_the_socket_is_served(path: Path, names: str, ours: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """What listens already is served on, closed to children; only what a daemon has left its heir is the heir's own."""
    with (
        listener_at(path) as listener,
        take(path, listener, LISTEN_FDNAMES=names),
        socket.socket(socket.AF_UNIX) as peer,
    ):
        peer.connect(str(path))
        assert peer.recv(100).decode() == f"{ours} False []"


def test_it_is_found_by_its_name(path: Path) -> None:
    """Among several, the one that is named segue counts."""
    with (
        listener_at(path.with_name("other")) as other,
        listener_at(path) as listener,
        take(path, other, listener, LISTEN_FDNAMES="other:segue"),
        socket.socket(socket.AF_UNIX) as peer,
    ):
        peer.connect(str(path))
        assert peer.recv(100)


def test_what_is_meant_for_another_process_is_left(path: Path) -> None:
    """A variable that a parent was given, and that was inherited by mistake, hands nothing over."""
    with listener_at(path) as listener, take(path, listener, pid="1") as process:
        assert process.communicate(timeout=20)[0] == "none []\n"


def test_a_socket_elsewhere_is_refused(path: Path) -> None:
    """A unit that was written for another state directory is said, with the command that mends it."""
    with listener_at(path.with_name("other")) as listener, take(path, listener) as process:
        assert "segue service install" in process.communicate(timeout=20)[1]
        assert process.returncode == 1


def test_what_is_no_listening_socket_is_refused(path: Path) -> None:
    """A socket that was bound and does not listen cannot be served."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))
        with take(path, bound) as process:
            assert "handed over" in process.communicate(timeout=20)[1]


def test_a_socket_that_was_cut_off_is_replaced(path: Path) -> None:
    """Where somebody has removed its file no shell would find it: the daemon binds one of its own."""
    with listener_at(path) as listener:
        path.unlink()
        with take(path, listener) as process:
            assert process.communicate(timeout=20)[0] == "none []\n"


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_is_told_when_it_is_ready_and_when_it_stops(path: Path, abstract: bool) -> None:  # noqa: FBT001 - as above
    """READY=1 comes when the daemon answers, STOPPING=1 when it ends, over both kinds of address."""
    if abstract and sys.platform != "linux":
        pytest.skip("only Linux has the abstract namespace")
    from tests.helpers.daemon import running_daemon  # noqa: PLC0415 - only here a daemon runs

    name = f"@segue-test-{os.getpid()}" if abstract else str(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(name.replace("@", "\0", 1) if abstract else name)
        notify.settimeout(20)
        with running_daemon(NOTIFY_SOCKET=name) as daemon:
            assert notify.recv(100) == b"READY=1"
            assert daemon.status()["events"] == 0
            daemon.stop()
            assert notify.recv(100) == b"STOPPING=1"
        wait_until(lambda: not daemon.paths.socket.exists(), "the socket to go")
