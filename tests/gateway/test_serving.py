"""The life of `segue http`: beside the daemon, alone on its port, to its end."""

from __future__ import annotations

import signal
import socket
import stat
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.helpers.gateway import running_gateway
from tests.helpers.http_service import Reply, http_service
from tests.helpers.waiting import wait_until
from tests.test_architecture import imported_by

if TYPE_CHECKING:
    import httpx2

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.gateway import Gateway
    from tests.helpers.http_service import Asked


def test_without_the_daemon_it_says_so(daemon: RunningDaemon, gateway: Gateway) -> None:
    """503 and what to do about it, until the daemon is back; a gateway may also be started first."""
    assert daemon.stop() == 0
    for response in (gateway.get("/health"), gateway.post("/embed", {"texts": ["ls"]}), gateway.post("/unload")):
        assert response.status_code == 503
        assert "segue start" in response.json()["error"]
    daemon.start()
    assert gateway.get("/health").status_code == 200


def test_when_nothing_makes_vectors_it_says_why() -> None:
    """500 with the daemon's reason, and health that is failing."""

    def broken(asked: Asked) -> Reply:  # noqa: ARG001 - it is always the same
        return Reply({"error": "out of memory"}, 500)

    with (
        http_service(broken) as service,
        running_daemon(
            SEGUE_EMBEDDING_CHAIN="remote", SEGUE_EMBEDDING_LEXICAL="false", MLX_SERVICE_URL=service.url
        ) as daemon,
        running_gateway(daemon.environ) as gateway,
    ):
        response = gateway.post("/embed", {"texts": ["ls"]})
        assert response.status_code == 500
        assert "out of memory" in response.json()["error"]
        health = gateway.answer("/health")
        assert (health["status"], health["loaded"]) == ("failing", False)


def test_a_second_one_ends_with_a_sentence(daemon: RunningDaemon, gateway: Gateway) -> None:
    """The port is taken, and the first goes on."""
    port = gateway.where.rpartition(":")[2]
    second = segue(daemon.environ, "http", "--port", port)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.count("\n") == 1
    assert f"port {port}" in second.stderr
    assert gateway.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--host", "192.0.2.1"), "cannot listen"),
        (("--uds", "/nowhere/socket"), "cannot listen on /nowhere/socket"),
        (("--uds", "/" + "x" * 200), "cannot listen"),
        (("--uds", "/tmp"), "is no socket"),  # noqa: S108 - a directory that is there
        (("--uds", "socket", "--port", "1"), "without --host and --port"),
    ],
)
def test_where_it_cannot_listen_it_says_so(options: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """No traceback, and a status that says it failed."""
    ended = segue({"HOME": str(tmp_path)}, "http", *options)
    assert ended.returncode
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_unix_socket_is_for_its_owner(daemon: RunningDaemon) -> None:
    """Mode 600; a second one leaves it alone; it goes with the gateway, and a stale one is replaced."""
    with tempfile.TemporaryDirectory(prefix="segue-") as folder:
        path = Path(folder, "http")
        with running_gateway(daemon.environ, "--uds", path) as gateway:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert gateway.get("/health").status_code == 200
            second = segue(daemon.environ, "http", "--uds", path)
            assert (second.returncode, second.stderr.count("\n")) == (1, 1)
            assert gateway.end() == 0
            assert not path.exists()
        with socket.socket(socket.AF_UNIX) as abandoned:
            abandoned.bind(str(path))
        with running_gateway(daemon.environ, "--uds", path) as gateway:
            assert gateway.get("/health").status_code == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(gateway: Gateway, how: int) -> None:
    """Ctrl-C and a supervisor's signal: status 0, and no word."""
    gateway.answer("/health")
    assert gateway.end(how) == 0
    assert gateway.said() == ""


def test_a_daemon_that_hangs_does_not_keep_it(daemon: RunningDaemon, gateway: Gateway) -> None:
    """At the end whoever still waits for the daemon is told that the gateway stops, and no thread stays behind."""
    gateway.answer("/health")
    process = psutil.Process(gateway.process.pid)
    idle = len(process.net_connections("unix"))
    daemon.freeze()
    answers: list[httpx2.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(gateway.post("/embed", {"texts": ["ls"]})))
    waiting.start()
    wait_until(lambda: len(process.net_connections("unix")) > idle, "a connection to the daemon")
    assert gateway.end() == 0
    waiting.join()
    assert answers[0].status_code == 503
    assert answers[0].json() == {"error": "the gateway is stopping"}


def test_a_client_that_hangs_does_not_keep_it(gateway: Gateway) -> None:
    """One that has sent half a request is cut off."""
    host, port = gateway.where.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as half:
        half.sendall(b"POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert gateway.get("/health").status_code == 200
        assert gateway.end() == 0


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """Where FastAPI is not there."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['fastapi'] = None\n")
    ended = segue({"HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)}, "http")
    assert ended.returncode == 1
    assert ended.stderr == "segue: what serves HTTP is not installed: pip install 'segue[http]'\n"


def test_it_never_loads_what_learns() -> None:
    """A gateway weighs what FastAPI weighs."""
    loaded = imported_by("import segue.gateway.server, segue.cli.http_command")
    assert not loaded & {"numpy", "sqlite3", "mlx", "psutil", "watchdog", "httpx2"}
