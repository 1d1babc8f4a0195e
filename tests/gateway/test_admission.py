"""Who is let in: by name, by site, by token, and with how much."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING, Final

import httpx2
import pytest

from tests.helpers.command import segue
from tests.helpers.gateway import running_gateway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.gateway import Gateway

TOKEN: Final = "a-token-of-26-letters-here"  # noqa: S105 - of nothing but these tests
LARGEST: Final = 4 << 20


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """Give a file with a token that only its owner can read."""
    path = tmp_path / "token"
    path.touch(mode=0o600)
    path.write_text(f"{TOKEN}\n")
    return path


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8767", "127.0.0.1.evil.example", "[::2]", "[", ""])
def test_a_foreign_name_is_refused(gateway: Gateway, host: str) -> None:
    """A page whose name is made to point to this machine (DNS rebinding) gets nothing, not even health."""
    for response in (gateway.get("/health", Host=host), gateway.post("/embed", {"texts": ["ls"]}, Host=host)):
        assert response.status_code == 403
        assert list(response.json()) == ["error"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8767", "[::1]:8767"])
def test_this_machine_has_several_names(gateway: Gateway, host: str) -> None:
    """With any port, for it may be forwarded."""
    assert gateway.get("/health", Host=host).status_code == 200


def test_pages_of_other_sites_are_refused(gateway: Gateway) -> None:
    """Also where the browser does not ask before it sends; the page at /docs may."""
    own = gateway.where
    for origin, status in (("https://evil.example", 403), ("null", 403), (own, 200)):
        response = gateway.post("/unload", Origin=origin)
        assert response.status_code == status
        assert not any(name.startswith("access-control") for name in response.headers)


def test_everything_asks_for_the_token(daemon: RunningDaemon, token_file: Path) -> None:
    """Where there is one, also for health and the documentation."""
    with running_gateway(daemon.environ, "--port", "0", "--token-file", token_file) as gateway:
        for told in ("", TOKEN, f"Bearer {TOKEN}x", "Bearer", f"Basic {TOKEN}", "Bearer \N{SNOWMAN}"):
            for path in ("/health", "/docs", "/nowhere"):
                response = gateway.client.get(path, headers=[(b"Authorization", told.encode())])
                assert response.status_code == 401
                assert response.headers["WWW-Authenticate"] == "Bearer"
        assert gateway.get("/health", Authorization=f"bearer {TOKEN}").status_code == 200


def test_the_token_file_must_be_private(daemon: RunningDaemon, token_file: Path) -> None:
    """One that others can read, that holds too little, or is none, ends the command with one sentence."""
    token_file.chmod(0o640)
    open_to_others = segue(daemon.environ, "http", "--port", "0", "--token-file", token_file)
    token_file.chmod(0o600)
    token_file.write_text("short")
    short = segue(daemon.environ, "http", "--port", "0", "--token-file", token_file)
    missing = segue(daemon.environ, "http", "--port", "0", "--token-file", token_file.with_name("none"))
    folder = segue(daemon.environ, "http", "--port", "0", "--token-file", token_file.parent)
    for ended, sentence in (
        (open_to_others, "chmod 600"),
        (short, "16"),
        (missing, "No such file"),
        (folder, "is no file"),
    ):
        assert ended.returncode == 1
        assert sentence in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_others_are_served_with_a_token_only(daemon: RunningDaemon, token_file: Path) -> None:
    """On all addresses of this machine clients may use any name of it, for they know the token."""
    refused = segue(daemon.environ, "http", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - what is refused
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--token-file" in refused.stderr
    options = ("--host", "0.0.0.0", "--port", "0", "--token-file", token_file)  # noqa: S104 - what needs the token
    with running_gateway(daemon.environ, *options) as gateway:
        assert gateway.get("/health", Host="desk.example").status_code == 401
        assert gateway.get("/health", Host="desk.example", Authorization=f"Bearer {TOKEN}").status_code == 200


def chunks(count: int) -> Iterator[bytes]:
    """Give so many bytes, of which nobody is told the number before."""
    for _ in range(count >> 16):
        yield b" " * (1 << 16)


def test_a_request_has_a_bound(gateway: Gateway) -> None:
    """4 MiB are read; one byte more is refused before it is sent, and so is what only turns out to be too much."""
    full = b'{"text": "ls"}'.ljust(LARGEST)
    assert gateway.client.post("/embed", content=full).status_code == 200
    announced = HTTPConnection(gateway.where.removeprefix("http://"))
    announced.putrequest("POST", "/embed")
    announced.putheader("Content-Length", str(LARGEST + 1))
    announced.endheaders()
    assert announced.getresponse().status == 413
    announced.close()
    try:
        response = gateway.client.post("/embed", content=chunks(2 * LARGEST))
    except httpx2.TransportError:
        pass  # the connection is closed with the answer, perhaps while the client still writes
    else:
        assert response.status_code == 413
    assert gateway.get("/health").status_code == 200
