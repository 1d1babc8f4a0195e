"""`segue pick`: choose a line of the history and print it, for a shell's key to put on the prompt."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from segue.cli.search_options import here, repository
from segue.config.paths import resolve_paths
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from segue.cli.picking.source import Source

UIS: Final = ("auto", "fzf", "own")


@click.command("pick")
@click.option("--query", default="", metavar="TEXT", help="What is typed already.")
@click.option("--session", default=None, metavar="NAME", help="Of which shell; hooks know it.")
@click.option(
    "--ui", type=click.Choice(UIS), default="auto", envvar="SEGUE_PICK_UI", help="fzf, our own, or fzf if it is there."
)
@click.option("--rows", is_flag=True, hidden=True, help="Print what fzf shows.")
@click.option("--next-scope", is_flag=True, hidden=True, help="Look elsewhere from now on.")
@click.option("--forget", default=None, hidden=True, help="Ask whether this line is to be forgotten.")
def command(*, query: str, session: str | None, ui: str, rows: bool, next_scope: bool, forget: str | None) -> None:
    """Search as you type and print the line that you choose, and nothing else; with status 1 if you choose none.

    Alt-R does this at the prompt and puts the line there; nothing is run. Ctrl-R looks everywhere, in this repository,
    this directory or this session. Alt-X or Delete forgets the line, after a question. It needs a terminal.
    """
    from segue.cli.picking import fzf
    from segue.cli.picking.scopes import Place
    from segue.cli.picking.source import Source

    cwd = here()
    name = session or os.environ.get(fzf.SESSION) or None
    source = Source(resolve_paths(os.environ).socket, Place(cwd, repository(cwd), name))
    if rows:
        sys.stdout.buffer.write(fzf.rows(source, query, fzf.present_scope()))
    elif next_scope:
        fzf.use_next_scope(source)
    elif forget is not None:
        _forget(source, forget.removesuffix(fzf.BETWEEN))
    else:
        _pick(source, query, ui)


def _pick(source: Source, query: str, ui: str) -> None:
    # A shell that must survive Ctrl-C ignores it, and hands that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        line = _chosen(source, query, ui)
    except KeyboardInterrupt:
        line = None
    if line is None:
        sys.exit(1)
    sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")


def _chosen(source: Source, query: str, ui: str) -> str | None:
    import asyncio

    from segue.cli.picking.fzf import pick_with_fzf, usable_fzf
    from segue.cli.picking.scopes import Scope

    program = usable_fzf() if ui != "own" else None
    if ui == "fzf" and program is None:
        raise SegueError("there is no fzf of version 0.25 or newer on PATH; `segue pick --ui own` does without it")
    if program:
        return pick_with_fzf(program, source, query)
    # Whoever is told that there is no daemon should not have seen the screen go dark.
    source.find("", Scope.EVERYWHERE)
    from prompt_toolkit.input import create_input
    from prompt_toolkit.output import create_output

    from segue.cli.picking.screen import Screen

    try:
        with (
            Path("/dev/tty").open("r", encoding="utf-8") as keys,
            Path("/dev/tty").open("w", encoding="utf-8") as drawn,
        ):
            return asyncio.run(Screen(source, query).run(create_input(keys), create_output(drawn)))
    except OSError as error:
        raise SegueError(f"there is no terminal to pick in: {error}") from error


def _forget(source: Source, line: str) -> None:
    from segue.cli.why_words import printable

    # Standard output is where fzf says what was chosen.
    if click.confirm(f"Forget this for good, with all its runs?\n{printable(line)}\n", prompt_suffix="", err=True):
        source.forget(line)
