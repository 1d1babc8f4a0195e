"""What one user does is nobody else's: not over the socket, not through a FIFO, not over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from segue.client.client import Client
from segue.protocol.frames import encode_frame
from segue.protocol.memory_messages import Learn, Page, Workflows
from segue.protocol.messages import VERSION, Hello, Record, Status
from tests.helpers.gateway import running_gateway
from tests.helpers.other_user import NOBODY, as_other_user, needs_root
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from segue.protocol.messages import Request
    from tests.helpers.daemon import RunningDaemon

pytestmark = needs_root


@pytest.fixture
def opened(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon whose directories and socket somebody has opened to all."""
    daemon.learn(["echo mine"])
    for path, mode in ((daemon.home, 0o755), (daemon.paths.state, 0o755), (daemon.paths.run, 0o777)):
        path.chmod(mode)
    daemon.paths.socket.chmod(0o666)
    return daemon


@pytest.fixture
def shell() -> Iterator[int]:
    """Give the id of a process that lives."""
    with subprocess.Popen(["sleep", "600"]) as process:
        yield process.pid
        process.kill()


def test_nobody_else_comes_near_the_socket(daemon: RunningDaemon) -> None:
    """The directory is closed."""
    assert as_other_user(lambda: Client(daemon.paths.socket)) == "DaemonUnavailableError"
    assert as_other_user(lambda: os.listdir(daemon.paths.run)) == "PermissionError"  # noqa: PTH208 - one call


@pytest.mark.parametrize(
    "request_",
    [
        Status(1, "x"),
        Page(1, "x", None, 0, 10),
        Workflows(1, "x", "list", {}),
        Learn(1, "x", [["echo theirs", 0]], "success"),
    ],
)
def test_peer_credentials_decide(opened: RunningDaemon, request_: Request) -> None:
    """Even where all doors stand open, another user's connection is closed without an answer; nothing is learned."""

    def ask() -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(20)
            connection.connect(str(opened.paths.socket))
            try:
                connection.sendall(encode_frame(request_.message()))
                return connection.recv(100)
            except (BrokenPipeError, ConnectionResetError):
                return b""

    assert as_other_user(ask) == "b''"
    assert [line for line, *_ in opened.events()] == ["echo mine"]


def write(fifo: Path, session: str, pid: int, line: str) -> int:
    """Write what a bash writes, and return the descriptor that keeps it there."""
    descriptor = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    for request in (
        Hello(1, session, VERSION, "bash", pid),
        Record(2, session, line, "/srv", None, None, 0),
    ):
        os.write(descriptor, encode_frame(request.message()))
    return descriptor


def test_a_fifo_of_another_user_is_not_read(opened: RunningDaemon, shell: int) -> None:
    """A shell of the daemon's user that rings beside it is heard; and its own FIFO is closed to others."""
    run = opened.paths.run
    theirs, ours = run / f"{os.getpid()}-theirs.fifo", run / f"{shell}-ours.fifo"
    assert as_other_user(lambda: os.mkfifo(theirs, 0o666)) == "None"
    assert theirs.stat().st_uid == NOBODY
    os.mkfifo(ours, 0o600)
    descriptors = [
        write(theirs, f"{os.getpid()}-theirs", os.getpid(), "echo theirs"),
        write(ours, f"{shell}-ours", shell, "echo ours"),
    ]
    assert as_other_user(lambda: os.open(ours, os.O_WRONLY | os.O_NONBLOCK)) == "PermissionError"
    assert as_other_user(lambda: os.open(opened.paths.bell, os.O_WRONLY | os.O_NONBLOCK)) == "PermissionError"
    bell = os.open(opened.paths.bell, os.O_WRONLY | os.O_NONBLOCK)
    os.write(bell, b"!")
    wait_until(lambda: "echo ours" in [line for line, *_ in opened.events()], "our own shell to be heard")
    assert "echo theirs" not in [line for line, *_ in opened.events()]
    for descriptor in (*descriptors, bell):
        os.close(descriptor)


def status_of(where: str, path: str, body: str | None = None) -> int:
    """Return how a request over HTTP ends."""
    parts = urlsplit(where)
    with closing(HTTPConnection(parts.hostname or "", parts.port, timeout=20)) as connection:
        connection.request("POST" if body else "GET", path, body)
        return connection.getresponse().status


def test_a_port_tells_its_owner_alone(opened: RunningDaemon) -> None:
    """Anybody can connect to it; what was run, and what is learned, is for programs of the daemon's user."""
    asked: list[tuple[str, str | None]] = [
        ("/patterns", None),
        ("/stats", None),
        ("/predict", '{"current_context": ["echo mine"]}'),
        ("/learn", '{"session_commands": ["echo theirs"]}'),
        ("/save", f'{{"filepath": "{opened.home}/memory"}}'),
        ("/load", f'{{"filepath": "{opened.home}/memory"}}'),
    ]
    with running_gateway(opened.environ) as gateway:
        for path, body in asked:
            assert as_other_user(lambda path=path, body=body: status_of(gateway.where, path, body)) == "403"  # type: ignore[misc]
        assert as_other_user(lambda: status_of(gateway.where, "/health")) == "200"
        assert status_of(gateway.where, "/patterns") == 200
    assert [line for line, *_ in opened.events()] == ["echo mine"]
    assert not (opened.home / "memory").exists()


def test_a_token_is_no_way_around(opened: RunningDaemon) -> None:
    """Its file is closed to others, and without it they get nothing; nor through a Unix socket."""
    token, uds = opened.home / "token", opened.home / "http.sock"
    token.touch(mode=0o600)
    token.write_text("a-token-of-26-letters-here")
    with running_gateway(opened.environ, "--port", "0", "--token-file", token) as gateway:
        assert as_other_user(token.read_text) == "PermissionError"
        assert as_other_user(lambda: status_of(gateway.where, "/patterns")) == "401"
    with running_gateway(opened.environ, "--uds", uds):

        def connect() -> Any:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(uds))

        assert as_other_user(connect) == "PermissionError"
