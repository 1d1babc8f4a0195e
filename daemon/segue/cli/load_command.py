"""`segue load`: brings back what `segue save` has written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from segue.cli.bars import result_bar
from segue.cli.counts import counted
from segue.cli.learning import wait_until_learned
from segue.client.client import Client
from segue.client.memory import PATIENCE, load_memory
from segue.config.paths import resolve_paths
from segue.domain.errors import FileFormatError

LEARNING_SECONDS: Final = 3_600.0


@click.command("load")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def command(*, path: Path) -> None:
    """Add what the file PATH of `segue save` holds to what segue remembers, and learn it all.

    What is there already is not added again, and what was forgotten here stays forgotten. The file is checked to its
    end first: one that is foreign, damaged or from a newer segue changes nothing.
    """
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client, result_bar() as bar:
        task = bar.add_task("", total=None)
        try:
            loaded = load_memory(
                client,
                path,
                progress=lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
            )
        except FileFormatError as error:
            raise FileFormatError(f"{path}: {error}") from error
        except OSError as error:
            raise FileFormatError(f"{path} cannot be read: {error.strerror or error}") from error
        if loaded.events:
            wait_until_learned(
                client,
                LEARNING_SECONDS,
                lambda done, total: bar.update(task, description="learning", completed=done, total=total),
            )
    click.echo(
        f"{path}: {counted(loaded.events, 'command')} and {counted(loaded.workflows, 'workflow')} added, "
        f"{counted(loaded.known, 'command')} already known or forgotten"
    )
