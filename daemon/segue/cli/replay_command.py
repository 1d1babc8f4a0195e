"""`segue replay`: how well segue would have done on the person's own history, beside what they would have otherwise."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segue.config.paths import resolve_paths
from segue.config.processors import use_one_processor
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.evaluation.plan import Plan
    from segue.store.events import StoredEvent

JSON_HELP = """\b
--json prints, with shares and probabilities from 0 to 1 and null where nothing was counted:
  commands     learned_first, predicted, run_before (share of the predicted)
  strategies   NAME: top1, top3, top5, mrr, again1 (right first, and run before), keystrokes_saved
  segue_over   NAME: segue's figure over this strategy's, for each of those
  coverage     a list of threshold, coverage, precision
  calibration  expected_error, and bins: low, high, count, confidence, accuracy
"""


@click.command("replay", epilog=JSON_HELP)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Replay a history file, without importing it.",
)
@click.option("--shell", type=click.Choice(["bash", "fish", "zsh"]), help="Only this shell; of a file, its format.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Predict the latest N; learn those before first.")
@click.option("--warm-up", default=0, type=click.IntRange(0), metavar="N", help="Learn the first N, predict the rest.")
@click.option(
    "--keystrokes",
    default=20,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="Simulate the typing of one command in N, chosen by chance; 0: none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures and plots there.")
def command(
    *,
    file: Path | None,
    shell: str | None,
    limit: int | None,
    warm_up: int,
    keystrokes: int,
    as_json: bool,
    html: Path | None,
) -> None:
    """Predict every command of your history from those before it, and count.

    Beside segue stand what you would have otherwise: the most recent line; match_prev_cmd, which is what followed the
    same line the last time; frecency, which is how often and how lately, more so in the same directory; and ipam, the
    probabilities of Davison and Hirsh. Ghost text is taken as soon as it is right, which costs one key.

    The history is only read, nothing is learned or sent, and no line of it is shown. The same history gives the same
    figures, whether the daemon runs or not.
    """
    from rich.console import Console

    use_one_processor(os.environ)
    from segue.evaluation.history import file_history, stored_history
    from segue.evaluation.plan import plan_for

    if html and not html.absolute().parent.is_dir():
        raise SegueError(f"{html.parent} is no directory: make it, or name another --html")
    database = resolve_paths(os.environ).database
    with Console(stderr=True).status("reading"):
        history = file_history(file, shell) if file else stored_history(database, shell)
    plan = plan_for(history, warm_up=warm_up, limit=limit, one_typed_in=keystrokes)
    values = _replay_with_bar(history, plan)
    if html:
        _write_page(html, values)
    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    from segue.evaluation.terminal import print_report

    print_report(values, Console())
    if html:
        click.echo(f"written to {html}")


def _replay_with_bar(history: Sequence[StoredEvent], plan: Plan) -> dict[str, Any]:
    from segue.cli.bars import result_bar
    from segue.evaluation.progressive import replay
    from segue.evaluation.report import figures
    from segue.evaluation.strategies import all_strategies

    with result_bar() as progress:
        task = progress.add_task("replaying", total=len(history))
        return figures(replay(history, all_strategies(), plan, lambda done: progress.update(task, completed=done)))


def _write_page(path: Path, values: dict[str, Any]) -> None:
    from segue.evaluation.page import html_page

    try:
        path.write_text(html_page(values), "utf-8")
    except OSError as error:
        raise SegueError(f"the page cannot be written: {error}") from error
