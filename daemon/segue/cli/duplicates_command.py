"""`segue duplicates`: lines that are nearly the same, and which of them never did any good."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from segue.cli.line_vectors import history_lines, vectors_of
from segue.cli.selecting import nothing_found, selecting, selection_of
from segue.config.processors import use_one_processor

if TYPE_CHECKING:
    from segue.store.figures import LineRuns

JSON_HELP = """\b
--json prints, with shares from 0 to 1 and null where nothing was counted:
  lines, threshold, found   lines that were compared, the least cosine, how many groups there are
  made_by                   model, revision, dimensions of the vectors
  groups                    runs; first, the line that the others are like; variants
  first, variants           line, runs, succeeded, failed, success_rate, never_succeeded, last (epoch seconds)
  variants                  similarity (the cosine), difference: quotes, order, spelling, numbers or words
"""


@click.command("duplicates", epilog=JSON_HELP)
@click.option(
    "--threshold", default=0.95, show_default=True, type=click.FloatRange(0, 1), help="The least cosine of two lines."
)
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), metavar="N", help="Groups to show.")
@selecting
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def command(
    *,
    threshold: float,
    top: int,
    since: float | None,
    until: float | None,
    host: str | None,
    author: str,
    as_json: bool,
) -> None:
    """Find different lines that are nearly the same: mistyped, quoted otherwise, with flags in another place.

    Two lines belong together when their vectors do (--threshold) and two thirds of their words are the same; when they
    differ only in quotes or in where flags stand; or when one that never succeeded is one letter away from one that
    did. Groups with a line that never succeeded come first. Nothing is removed: `segue forget` does that.

    The vectors are those of the daemon, or made from words and letters when it is not running. Of a long history the
    20,000 lines are compared that were run most.
    """
    use_one_processor(os.environ)
    selection = selection_of(since, until, host, author)
    lines = history_lines(selection)
    if not lines and not as_json:
        click.echo(nothing_found(asdict(selection)))
        return
    values = _compared(lines, threshold)
    values["groups"] = values["groups"][:top]
    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    from rich.console import Console

    from segue.cli.duplicates_report import print_report

    print_report(values, Console())


def _compared(lines: list[LineRuns], threshold: float) -> dict[str, Any]:
    from segue.cli.bars import result_bar
    from segue.insight.duplicates import duplicates

    vectors, made_by = vectors_of([line.text for line in lines])
    with result_bar() as bar:
        task = bar.add_task("comparing", total=len(lines))
        found = duplicates(lines, vectors, threshold, lambda done: bar.advance(task, done))
    return {**found, "made_by": made_by}
