"""`segue import`: learns from the history files that shells have kept so far."""

from __future__ import annotations

import os
import socket
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from segue.cli.learning import wait_until_learned
from segue.cli.why_words import printable
from segue.client.client import Client
from segue.config.config import Config
from segue.config.history_files import existing
from segue.domain.errors import SegueError
from segue.ingest.history.entry import Report
from segue.ingest.history.formats import chunks_of, detect_shell, parse_history
from segue.protocol.messages import Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from segue.config.paths import Paths
    from segue.ingest.history.entry import Entry

BATCH: Final = 1000
HEAD: Final = 1 << 16
PREVIEWED: Final = 5
LEARNING_SECONDS: Final = 600.0


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Show what would be read; change nothing.")
def command(files: tuple[Path, ...], *, preview: bool) -> None:
    """Learn from history files of bash, zsh and fish; without FILES, from those of your shells.

    Importing a file again adds only what is new in it. Secrets are replaced before anything is stored.
    """
    config = Config.in_spite_of_errors(os.environ)
    found = list(files) or existing(config.histories)
    if not found:
        raise SegueError("no history file found: name one, as in `segue import ~/.zsh_history`")
    if preview:
        for path in found:
            preview_file(path)
        return
    from segue.cli.background import is_answering, start_in_background

    if not is_answering(config.paths):
        start_in_background(config.paths)
    import_files(config.paths, found)


def preview_file(path: Path) -> None:
    """Print what a file holds: format, numbers, what is left out, and its last commands."""
    from segue.ingest.redaction import redact

    history = HistoryFile(path)
    last: list[Entry] = []
    for entry in history.entries():
        last = [*last, entry][-PREVIEWED:]
    click.echo(f"{path}: {history.shell} history, {history.report.read:,} commands{history.left_out()}")
    for entry in last:
        click.echo(f"    {printable(redact(entry.line))}")


def import_files(paths: Paths, files: list[Path], *, quiet: bool = False) -> None:
    """Send the files' entries to the daemon and wait until it has learned them, with a progress bar."""
    from rich.progress import Progress

    with Progress(transient=True, disable=quiet) as progress, Client(paths.socket, 60.0) as client:
        lines = [_import_file(client, path, progress) for path in files]
        task = progress.add_task("learning", total=None)
        wait_until_learned(
            client, LEARNING_SECONDS, lambda done, total: progress.update(task, completed=done, total=total)
        )
    if not quiet:
        for line in lines:
            click.echo(line)


class HistoryFile:
    """A history file that is being read: its entries, how far the reading is, and what was left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = Report()
        self.bytes_read = 0
        with path.open("rb") as file:
            self.shell = detect_shell(path, file.read(HEAD))

    def entries(self) -> Iterator[Entry]:
        """Yield the entries, oldest first, in constant memory."""
        with self.path.open("rb") as file:
            yield from parse_history(self.shell, self._counted(chunks_of(file)), self.report)

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.bytes_read += len(chunk)
            yield chunk

    def left_out(self) -> str:
        """Return what was skipped and why, to stand behind a number."""
        reasons = ", ".join(f"{count:,} × {why}" for why, count in self.report.skipped.most_common())
        return f" (left out: {reasons})" if reasons else ""


def _import_file(client: Client, path: Path, progress: Progress) -> str:
    history = HistoryFile(path)
    task = progress.add_task(f"reading {path.name}", total=path.stat().st_size or 1)
    entries, added, known = history.entries(), 0, 0
    last = False
    while not last:
        batch = [[e.line, e.start, e.duration, e.exit, e.cwd] for e in islice(entries, BATCH)]
        last = len(batch) < BATCH
        request = Import(
            1, f"import-{os.getpid()}", str(path.resolve()), history.shell, socket.gethostname(), batch, last
        )
        new, old = client.ask(request)
        added, known = added + new, known + old
        progress.update(task, completed=history.bytes_read)
    return f"{path}: {added:,} commands learned, {known:,} already known or not kept{history.left_out()}"
