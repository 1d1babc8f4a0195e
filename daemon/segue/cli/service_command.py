"""`segue service`: launchd or systemd starts the daemon at login, and again when it has crashed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from segue.cli.logs_command import command as logs
from segue.config.config import Config
from segue.config.paths import resolve_paths

if TYPE_CHECKING:
    from segue.service.supervisor import Supervisor

NOT_RUNNING: Final = 3
LINGER: Final = Path("/var/lib/systemd/linger")


@click.group("service")
def command() -> None:
    """Have launchd or systemd start the daemon at login, and again after a crash or an upgrade."""


@command.command("install")
@click.option("--dry-run", is_flag=True, help="Show the files that would be written, and write none.")
def install(*, dry_run: bool) -> None:
    """Write the files of the service, have it started at every login, and start it now."""
    from segue.cli.background import wait_for_answer

    paths = Config.from_environment(os.environ).paths
    supervisor = _supervisor()
    if dry_run:
        for path, text in supervisor.files().items():
            click.echo(f"# {path}\n{text}")
        return
    supervisor.install()
    wait_for_answer(paths)
    click.echo(f"segue is running; {supervisor.name} starts it at login and restarts it.")
    if supervisor.name == "systemd" and not (LINGER / os.environ.get("USER", "")).is_file():
        click.echo("It ends with your last session; `loginctl enable-linger` would let it stay.")


@command.command("uninstall")
def uninstall() -> None:
    """Stop the daemon for good and remove the files of the service; what it has learned stays."""
    supervisor = _supervisor()
    was_installed = supervisor.state().installed
    supervisor.uninstall()
    click.echo("The service has been removed." if was_installed else "The service was not installed.")


@command.command("start")
def start() -> None:
    """Start the daemon and wait until it answers."""
    from segue.cli.background import wait_for_answer

    supervisor = _supervisor()
    supervisor.start()
    wait_for_answer(resolve_paths(os.environ))
    click.echo(f"segue is running{_restarted_by(supervisor)}.")


@command.command("stop")
def stop() -> None:
    """Stop the daemon until it is started or you log in again."""
    _supervisor().stop()
    click.echo("segue has stopped.")


@command.command("restart")
def restart() -> None:
    """Stop the daemon, start it, and wait until it answers."""
    from segue.cli.background import wait_for_answer

    supervisor = _supervisor()
    supervisor.restart()
    wait_for_answer(resolve_paths(os.environ))
    click.echo(f"segue is running{_restarted_by(supervisor)}.")


@command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(*, as_json: bool) -> None:
    """Say whether the service is installed and runs, and whether the daemon answers."""
    from segue.cli.background import is_answering

    supervisor = _supervisor()
    state = supervisor.state()
    answers = is_answering(resolve_paths(os.environ))
    if as_json:
        click.echo(json.dumps({"supervisor": supervisor.name, **state._asdict(), "answers": answers}, indent=2))
    else:
        click.echo(f"{supervisor.name}: {state.detail}. The daemon {'answers' if answers else 'does not answer'}.")
    if not answers:
        sys.exit(NOT_RUNNING)


command.add_command(logs)


def _supervisor() -> Supervisor:
    from segue.service.choice import supervisor_of

    return supervisor_of(os.environ, resolve_paths(os.environ))


def _restarted_by(supervisor: Supervisor) -> str:
    installed = supervisor.state().installed
    return f", and {supervisor.name} restarts it" if installed else ". Nothing restarts it after a reboot"
