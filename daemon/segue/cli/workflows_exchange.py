"""`segue workflows export` and `import`: workflows from one machine to another, or to somebody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from segue.cli.asking import ask_workflows, flagged_json
from segue.cli.counts import counted
from segue.client.workflow_file import LARGEST, exported, imported
from segue.domain.errors import FileFormatError, SegueError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 512 << 10
"""Of the workflows in one frame."""


@click.command("export")
@click.argument("keys", nargs=-1, metavar="[KEY...]")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--with-values", is_flag=True, help="Also what is private: counts, places, hosts, what stood in slots.")
def export_command(*, keys: tuple[str, ...], output: Path | None, with_values: bool) -> None:
    """Print the workflows KEY…, or all, as JSON that `segue workflows import` reads.

    Steps are exported as they are shown. How often, where and with which values they ran is private and left out.
    """
    found = [ask_workflows("show", key=key)["workflow"] for key in keys] if keys else ask_workflows("list")["workflows"]
    text = exported(found, values=with_values)
    if output is None:
        click.echo(text, nl=False)
        return
    from segue.client.private_file import replacing

    try:
        with replacing(output.resolve()) as file:
            file.write(text.encode("ascii"))
    except OSError as error:
        raise SegueError(f"{output} cannot be written: {error.strerror or error}") from error
    click.echo(f"{output}: {counted(len(found), 'workflow')}{', with private values' if with_values else ''}")


@click.command("import")
@click.argument("file", metavar="FILE | -", type=click.Path(dir_okay=False, allow_dash=True))
@flagged_json
def import_command(*, file: str, as_json: bool) -> None:
    """Take over the workflows in FILE; those that are known stay as they are.

    A file that is foreign, damaged or from a newer segue changes nothing.
    """
    from segue.workflows.description import from_plain

    try:
        workflows = imported(_content(file))
        for each in workflows:
            from_plain(each)
    except SegueError as error:
        raise FileFormatError(f"{file}: {error}") from error
    totals = {"added": 0, "known": 0}
    for batch in _batches(workflows):
        answer = ask_workflows("import", workflows=batch)
        totals = {what: count + answer[what] for what, count in totals.items()}
    if as_json:
        click.echo(json.dumps(totals))
    else:
        click.echo(f"{counted(totals['added'], 'workflow')} added, {totals['known']:,} already known or not to be kept")


def _content(file: str) -> bytes:
    try:
        with click.open_file(file, "rb") as source:
            content: bytes = source.read(LARGEST + 1)
    except OSError as error:
        raise FileFormatError(error.strerror or str(error)) from error
    if len(content) > LARGEST:
        raise FileFormatError(f"it has more than {LARGEST:,} bytes")
    return content


def _batches(workflows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut workflows into batches that fit a frame."""
    batch: list[dict[str, Any]] = []
    room = MOST_BYTES
    for each in workflows:
        size = len(json.dumps(each))
        if batch and size > room:
            yield batch
            batch, room = [], MOST_BYTES
        batch.append(each)
        room -= size
    if batch:
        yield batch
