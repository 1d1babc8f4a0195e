"""`segue bench`: what segue costs, measured on this machine, as distributions and paired differences."""

from __future__ import annotations

import json
import shutil
import statistics
from typing import Any, Final

import click

from segue.cli import ablation_command

SHELLS: Final = ("zsh", "bash")
PERCENTILES: Final = (50, 90, 99)


@click.group("bench")
def command() -> None:
    """Measure what segue costs on this machine."""


command.add_command(ablation_command.command)


@command.command("hooks")
@click.option("--prompts", default=300, show_default=True, type=click.IntRange(10), help="Prompts to time.")
@click.option("--shell", "shells", multiple=True, metavar="PROGRAM", help="zsh and bash unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def hooks(*, prompts: int, shells: tuple[str, ...], as_json: bool) -> None:
    """Time from Enter to the next prompt, with and without the hook, in turn in one run.

    Each figure is in milliseconds. "added" is the difference of neighbouring prompts, so that a
    machine that slows down for a while slows both sides; "null" is the same between two shells
    without the hook, which is how much of it is noise.
    """
    from segue.cli.prompt_timing import time_prompts

    programs = shells or tuple(shell for shell in SHELLS if shutil.which(shell))
    figures = {program: _summary(time_prompts(program, prompts)) for program in programs}
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    _print_table(figures)


def _summary(times: dict[str, list[float]]) -> dict[str, Any]:
    added = [hooked - plain for hooked, plain in zip(times["hooked"], times["plain"], strict=True)]
    null = [other - plain for other, plain in zip(times["plain again"], times["plain"], strict=True)]
    rows = {"plain": times["plain"], "hooked": times["hooked"], "added": added, "null": null}
    return {"prompts": len(added)} | {
        name: {f"p{share}_ms": round(percentile(values, share), 4) for share in PERCENTILES}
        for name, values in rows.items()
    }


def percentile(values: list[float], share: int) -> float:
    """Return a percentile, interpolated between neighbours."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _print_table(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    for program, figure in figures.items():
        table = Table(title=f"{program}: Enter to prompt, ms, {figure['prompts']} prompts each")
        table.add_column("")
        for share in PERCENTILES:
            table.add_column(f"p{share}", justify="right")
        for name in ("plain", "hooked", "added", "null"):
            table.add_row(name, *(f"{figure[name][f'p{share}_ms']:.3f}" for share in PERCENTILES))
        Console().print(table)
