"""`segue logs`: what the daemon has logged."""

from __future__ import annotations

import os
from typing import Final

import click

from segue.config.paths import resolve_paths

LINES: Final = 50
NO_TEXT: Final = (
    "segue: the daemon writes no texts. SEGUE_LOG_TEXT=1 in its environment lets it, until it is started without:"
    " `SEGUE_LOG_TEXT=1 segue start`, or `SEGUE_LOG_TEXT=1 segue service install`."
)


@click.command("logs")
@click.option("-f", "--follow", is_flag=True, help="Go on with what is logged from now on, until Ctrl-C.")
@click.option("-n", "--lines", type=click.IntRange(0), default=LINES, show_default=True, help="How many, at most.")
@click.option(
    "--text", is_flag=True, help="Requests and replies with their texts, if the daemon was told to keep them."
)
def command(*, follow: bool, lines: int, text: bool) -> None:
    """Show what the daemon has logged, the latest last. No command that you ran stands there."""
    from segue.cli.log_file import following, last_lines

    paths = resolve_paths(os.environ)
    path = paths.text_log if text else paths.log
    if text and not path.exists():
        click.echo(NO_TEXT, err=True)
    for line in last_lines(path, lines):
        click.echo(line)
    if paths.errors.exists() and paths.errors.stat().st_size:
        click.echo(f"segue: what it said before it had its log, or in a crash, is in {paths.errors}", err=True)
    if follow:
        try:
            for line in following(path):
                click.echo(line)
        except KeyboardInterrupt:
            return
