"""`segue stats`: what a person does all day, in figures and pictures."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segue.cli.selecting import nothing_found, selecting, selection_of
from segue.config.paths import resolve_paths
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from segue.store.selection import Selection

JSON_HELP = """\b
--json prints, with shares from 0 to 1, times in epoch seconds and null where nothing was counted:
  commands     count, lines, heads, without_time, first_day, last_day, succeeded, failed, success_rate
  heads, lines, failing   runs, share, succeeded, failed, success_rate, last
  longest      line, seconds, start, directory
  hours        for each weekday, Monday first, the commands of each hour
  weeks        week (its Monday), commands
  days         active, longest (days in a row), current
  sessions     count, and the median commands and seconds of a stretch of work
  suggestions  shown, accepted, typed_out, in_part, typed_over, dismissed, saved, taken_rate, right_rate; weeks
  directories, repositories, shells, hosts, authors   name, commands, share
"""


@click.command("stats", epilog=JSON_HELP)
@selecting
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Rows of a table.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with pictures there.")
def command(
    *,
    since: float | None,
    until: float | None,
    host: str | None,
    author: str,
    top: int,
    as_json: bool,
    html: Path | None,
) -> None:
    """Say what you run, when, where, how it ends, and what has become of suggestions.

    The history is only read, and nothing is sent. What failed is what ended with a status other than 0, unless
    somebody broke it off. A stretch of work ends with half an hour without a command. The page holds command lines:
    look at it before you give it to anybody.
    """
    selection = selection_of(since, until, host, author)
    if html and not html.absolute().parent.is_dir():
        raise SegueError(f"{html.parent} is no directory: make it, or name another --html")
    values = _counted(selection, top)
    if html:
        _write_page(html, values)
    if as_json:
        click.echo(json.dumps(values, indent=2))
    elif values["commands"]["count"]:
        from rich.console import Console

        from segue.cli.stats_report import print_report

        print_report(values, Console())
    else:
        click.echo(nothing_found(asdict(selection)))
    if html and not as_json:
        click.echo(f"written to {html}")


def _counted(selection: Selection, top: int) -> dict[str, Any]:
    from rich.console import Console

    from segue.insight.statistics import statistics
    from segue.store.reading import open_figures

    with Console(stderr=True).status("counting"), open_figures(resolve_paths(os.environ).database) as history:
        return statistics(history, selection, now=time.time(), top=top)


def _write_page(path: Path, values: dict[str, Any]) -> None:
    from segue.cli.stats_page import html_page

    try:
        path.write_text(html_page(values), "utf-8")
    except OSError as error:
        raise SegueError(f"the page cannot be written: {error}") from error
