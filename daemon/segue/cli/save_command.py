"""`segue save`: all that segue remembers, in one file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from segue.cli.bars import result_bar
from segue.cli.counts import counted
from segue.client.client import Client
from segue.client.memory import PATIENCE, save_memory
from segue.config.paths import resolve_paths
from segue.domain.errors import FileFormatError


@click.command("save")
@click.option("--force", is_flag=True, help="Replace whatever file there is.")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def command(*, path: Path, force: bool) -> None:
    """Write every command, and the workflows that you have named, pinned, edited or imported, to PATH.

    Only you can read the file. `segue load` brings it back, here or on another machine.
    """
    path = path.resolve()
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client, result_bar() as bar:
        task = bar.add_task("saving", total=None)
        try:
            saved = save_memory(
                client, path, force=force, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
        except FileFormatError as error:
            hint = " (--force replaces it)" if path.is_file() else ""
            raise FileFormatError(f"{path}: {error}{hint}") from error
        except OSError as error:
            raise FileFormatError(f"{path} cannot be written: {error.strerror or error}") from error
    click.echo(f"{path}: {counted(saved.events, 'command')} and {counted(saved.workflows, 'workflow')} of your own")
