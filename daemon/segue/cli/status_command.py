"""`segue status`: how the daemon is, for a person or as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError
from segue.protocol.messages import Status

if TYPE_CHECKING:
    from rich.table import Table

    from segue.config.paths import Paths

NOT_RUNNING: Final = 3
"""The exit status that init scripts use for "not running"."""
MEGABYTE: Final = 1e6


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def command(*, as_json: bool) -> None:
    """Say whether the daemon runs, what it has learned from, and what troubles it."""
    paths = resolve_paths(os.environ)
    try:
        with Client(paths.socket) as client:
            figures: dict[str, Any] = client.ask(Status(1, "cli"))[0]
    except DaemonUnavailableError as error:
        service = _service(paths)
        said = f" {service['supervisor']}: {service['detail']}." if service else ""
        answer = {"running": False, **({"service": service} if service else {})}
        click.echo(json.dumps(answer) if as_json else f"segue is not running ({error}).{said}")
        sys.exit(NOT_RUNNING)
    service = _service(paths)
    if as_json:
        click.echo(json.dumps({"running": True, "service": service, **figures}, indent=2))
        return
    _print_table(figures, str(paths.socket), service)


def _service(paths: Paths) -> dict[str, Any] | None:
    """Return how the service is; None where it is not installed."""
    from segue.service.choice import supervisor_of

    supervisor = supervisor_of(os.environ, paths)
    state = supervisor.state()
    return {"supervisor": supervisor.name, **state._asdict()} if state.installed else None


def _print_table(figures: dict[str, Any], socket: str, service: dict[str, Any] | None) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("running", f"version {figures['version']}, process {figures['pid']}, on {socket}")
    if service:
        table.add_row("service", f"{service['supervisor']}: {service['detail']}")
    table.add_row("commands", f"{figures['events']:,}")
    table.add_row("memory", f"{figures['rss'] / MEGABYTE:.0f} MB")
    if figures["feedback"]["shown"]:
        table.add_row("suggestions", _suggestions(figures["feedback"]))
    if figures["rebuild"]:
        done, total = figures["rebuild"]
        table.add_row("learning", f"{done:,} of {total:,} commands")
    if figures["failure"]:
        table.add_row("learning", f"failed: {figures['failure']} (it is tried again when the daemon starts)")
    if figures["vectors"]:
        _add_vectors(table, figures["vectors"])
    if figures["rejected"]:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(figures["rejected"].items()))
        table.add_row("not kept", reasons)
    if figures["problem"]:
        table.add_row("problem", f"{figures['problem']} ({figures['waiting']:,} commands wait in memory)")
    Console().print(table)


def _add_vectors(table: Table, vectors: dict[str, Any]) -> None:
    table.add_row("vectors", f"{vectors['lines']:,} lines, {vectors['model']} ({vectors['dims']})")
    if vectors["progress"]:
        done, total = vectors["progress"]
        meanwhile = "" if vectors["serving"] == vectors["model"] else f"; {vectors['serving']} serves until then"
        table.add_row("embedding", f"{done:,} of {total:,}{meanwhile}")
    if vectors["problem"]:
        table.add_row("", f"waiting: {vectors['problem']}")


def _suggestions(feedback: dict[str, Any]) -> str:
    return (
        f"{feedback['shown']:,} shown, {feedback['accepted']:,} accepted ({feedback['acceptance_rate']:.0%}),"
        f" {feedback['in_part']:,} in part, {feedback['typed_out']:,} typed out, {feedback['typed_over']:,} typed over,"
        f" {feedback['dismissed']:,} dismissed, {feedback['forgotten']:,} forgotten;"
        f" {feedback['saved']:,} keystrokes saved"
    )
