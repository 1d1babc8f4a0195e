"""`segue bench ablation`: what each input of the model is worth on real histories."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segue.config.paths import resolve_paths
from segue.config.processors import use_one_processor

if TYPE_CHECKING:
    from segue.evaluation.ablation import Loss


@click.command("ablation")
@click.option(
    "--database",
    "databases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A segue.db to replay, several for a mean over persons; your own unless given.",
)
@click.option("--limit", default=4_000, show_default=True, type=click.IntRange(1), help="Commands of each history.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def command(*, databases: tuple[Path, ...], limit: int, as_json: bool) -> None:
    """Replay the history once without each agreement and each feature, and print what is lost as a Markdown table.

    A loss is in commands of a hundred. One replay of 4,000 commands takes some seconds, and there are about a
    hundred for each history.
    """
    use_one_processor(os.environ)
    from segue.cli.bars import result_bar
    from segue.evaluation.ablation import ablate, count_replays

    chosen = databases or (resolve_paths(os.environ).database,)
    with result_bar() as bar:
        task = bar.add_task("replaying", total=count_replays(chosen))
        whole, losses = ablate(chosen, limit, lambda: bar.advance(task))
    if as_json:
        click.echo(json.dumps({"whole": whole, "losses": [asdict(loss) for loss in losses]}, indent=2))
        return
    click.echo("\n".join(_table(whole, losses)))


def _table(whole: dict[str, float], losses: list[Loss]) -> list[str]:
    return [
        f"| without | {' | '.join(whole)} |",
        f"|---|{'---|' * len(whole)}",
        f"| nothing | {' | '.join(f'{100 * share:.2f}' for share in whole.values())} |",
        *(
            f"| {loss.kind} `{loss.name.replace('|', '∣')}` | "
            f"{' | '.join(f'{-100 * share:+.2f}' for share in loss.lost.values())} |"
            for loss in losses
        ),
    ]
