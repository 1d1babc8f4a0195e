"""`segue clusters`: the lines of a history grouped by what they mean."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from segue.cli.line_vectors import MOST_LINES, history_lines, vectors_of
from segue.cli.selecting import nothing_found, selecting, selection_of
from segue.config.processors import use_one_processor

JSON_HELP = """\b
--json prints, with shares from 0 to 1 and null where nothing was counted:
  lines, runs, count     of everything that was grouped; how many clusters
  silhouette             how far apart the clusters lie, up to 1
  made_by                model, revision, dimensions of the vectors
  clusters               label, lines, runs, share, succeeded, failed, success_rate; typical: line, runs
"""


@click.command("clusters", epilog=JSON_HELP)
@click.option("--count", type=click.IntRange(1, 1000), metavar="K", help="How many clusters; chosen unless given.")
@selecting
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def command(
    *, count: int | None, since: float | None, until: float | None, host: str | None, author: str, as_json: bool
) -> None:
    """Group the lines you run by what they mean, and say what each group is about.

    The vectors are those of the daemon, made by the model in use (`segue models`); when it is not running, they are
    made from words and letters. Without --count the number of clusters is the one whose clusters lie farthest apart
    (by their mean silhouette on a sample; at most 40). The same lines make the same clusters. Of a long history the
    20,000 lines are taken that were run most.
    """
    use_one_processor(os.environ)
    selection = selection_of(since, until, host, author)
    lines = history_lines(selection)
    if not lines and not as_json:
        click.echo(nothing_found(asdict(selection)))
        return
    from rich.console import Console

    from segue.insight.clusters import clusters

    vectors, made_by = vectors_of([line.text for line in lines])
    with Console(stderr=True).status("grouping"):
        values = {**clusters(lines, vectors, count), "made_by": made_by}
    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    from segue.cli.clusters_report import print_report

    print_report(values, Console(), bounded=len(lines) == MOST_LINES)
