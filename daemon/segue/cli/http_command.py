"""`segue http`: the daemon's memory and vectors for clients of HTTP."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from segue.config.paths import resolve_paths
from segue.domain.errors import AlreadyRunningError, ConfigError, SegueError

if TYPE_CHECKING:
    from socket import socket

HOST: Final = "127.0.0.1"
PORT: Final = 8767
BACKLOG: Final = 128
NEEDED: Final = ("fastapi", "uvicorn")


@click.command("http")
@click.option("--host", default=HOST, show_default=True, help="Any but this machine needs a token.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65_535), help="0: any that is free.")
@click.option("--uds", type=click.Path(path_type=Path), help="Listen on a Unix socket here, not on a port.")
@click.option("--token-file", type=click.Path(path_type=Path), help="A file, mode 600, with a token for every client.")
def command(*, host: str, port: int, uds: Path | None, token_file: Path | None) -> None:
    """Serve the daemon over HTTP until Ctrl-C, documented at /docs.

    Vectors: /embed, /health, /unload. Procedural memory: /learn, /predict, /patterns, /save, /load. Both: /stats.
    """
    if not all(map(find_spec, NEEDED)):
        raise SegueError("what serves HTTP is not installed: pip install 'segue[http]'")
    from segue.gateway.edge import Admission
    from segue.gateway.server import serve
    from segue.gateway.token_file import read_token

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    daemon = resolve_paths(os.environ).socket
    token = read_token(token_file) if token_file else ""
    if uds:
        _refuse_port()
        with _listen_on_unix_socket(uds) as listener:
            click.echo(f"listening on {uds}")
            try:
                serve(listener, daemon, Admission(None, token))
            finally:
                uds.unlink(missing_ok=True)
        return
    from segue.gateway.listening import is_reachable_from_outside, listen_on_port, names_of, url_of

    with listen_on_port(host, port) as listener:
        if is_reachable_from_outside(listener) and not token:
            raise ConfigError(f"others can reach {host}: give --token-file, or listen on {HOST}")
        click.echo(f"listening on {url_of(listener)}")
        serve(listener, daemon, Admission(names_of(host, listener), token))


def _refuse_port() -> None:
    context = click.get_current_context()
    if any(context.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in ("host", "port")):
        raise click.UsageError("--uds stands for itself, without --host and --port")


def _listen_on_unix_socket(path: Path) -> socket:
    from segue.server.endpoint import bind_socket

    try:
        return bind_socket(path, BACKLOG)
    except AlreadyRunningError as error:
        raise AlreadyRunningError(f"another process listens on {path} already") from error
    except OSError as error:
        raise ConfigError(f"cannot listen on {path}: {error.strerror or error}") from error
