"""`segue bench`: what segue costs, measured on this machine, as distributions and paired differences."""

from __future__ import annotations

import json
import os
import shutil
import statistics
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from segue.cli import ablation_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

SHELLS: Final = ("zsh", "bash", "fish")
PERCENTILES: Final = (50, 90, 99)
TIMES: Final = (
    "null",
    "empty_prompt",
    "keystroke",
    "record",
    "keystroke_relearning",
    "keystroke_searching",
    "keystroke_alone",
)


@click.group("bench")
def command() -> None:
    """Measure what segue costs on this machine."""


command.add_command(ablation_command.command)


@command.command("hooks")
@click.option("--prompts", default=300, show_default=True, type=click.IntRange(10), help="Prompts to time.")
@click.option("--shell", "shells", multiple=True, metavar="PROGRAM", help="zsh, bash and fish unless given.")
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


@command.command("startup")
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(5), help="Shells of each kind to open.")
@click.option("--shell", "shells", multiple=True, metavar="PROGRAM", help="zsh, bash and fish unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def startup(*, rounds: int, shells: tuple[str, ...], as_json: bool) -> None:
    """Time how long a shell takes to open, with and without the hook, in turn in one run.

    From its start to its first prompt, in milliseconds, with an otherwise empty rc file; the hook is loaded from the
    file that the daemon keeps. "added" and "null" are as in `segue bench hooks`.
    """
    from segue.cli.prompt_timing import time_openings

    programs = shells or tuple(shell for shell in SHELLS if shutil.which(shell))
    figures = {program: _summary(time_openings(program, rounds), "shells") for program in programs}
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    for program, figure in figures.items():
        title = f"{program}: start to first prompt, ms, {figure['shells']} shells each"
        _print_distributions(title, figure, ["plain", "hooked", "added", "null"])


@command.command("predict")
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(1), help="Commands in the history.")
@click.option("--prompts", default=500, show_default=True, type=click.IntRange(10), help="Prompts to time.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another history.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def predict(*, events: int, prompts: int, seed: int, as_json: bool) -> None:
    """Time suggestions of a daemon that has learned a long, made-up history, and weigh it.

    Three in ten of the made-up commands are new, the others recur, mostly in workflows; the same seed gives the same
    history. The daemon is a real one in a scratch directory, and times run from request to reply over its socket.
    "null" is a request that asks for nothing but an answer: so much of the others is the socket and the machine.
    "record" includes the 3 ms for which the daemon first lets the shell draw its prompt. "keystroke_relearning" is a
    key while an import makes the daemon learn its whole history anew, "keystroke_searching" one while it is searched
    for workflows, and "keystroke_alone" as much typing with nothing else going on.
    """
    from segue.cli.prediction_timing import time_predictions

    with _progress_bar() as progress:
        measured = time_predictions(os.environ, events, prompts, seed, progress)
    times = {name: getattr(measured, name) for name in TIMES}
    figures: dict[str, Any] = {"events": events, "seed": seed, "prompts": prompts}
    figures |= {name: _percentiles(values) for name, values in times.items()}
    figures |= {name: round(value, 3) for name, value in measured.once.items()}
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    _print_figures(figures, list(times), list(measured.once))


@command.command("search")
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(100), help="Commands in the history.")
@click.option("--rounds", default=100, show_default=True, type=click.IntRange(5), help="Searches of each kind to time.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another history.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def search(*, events: int, rounds: int, seed: int, as_json: bool) -> None:
    """Time searches in a long, made-up history, by the words and the lexical vectors of its lines.

    The daemon is a real one in a scratch directory, and times run from request to reply over its socket. "null" is a
    request that asks for nothing but an answer, "key_meanwhile" a key at a prompt while another client searches on and
    on. "here", "failed", "session" and "nowhere" are filters, "latest" is a search without a word.
    """
    from segue.cli.search_timing import time_searches

    with _progress_bar() as progress:
        searched = time_searches(os.environ, events, rounds, seed, progress)
    figures: dict[str, Any] = {"events": events, "seed": seed, "rounds": rounds}
    figures |= {name: _percentiles(values) for name, values in searched.times.items()}
    figures |= {name: round(value, 3) for name, value in searched.once.items()}
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    _print_figures(figures, list(searched.times), list(searched.once))


@command.command("embed")
@click.option("--rounds", default=100, show_default=True, type=click.IntRange(5), help="Single texts to time.")
@click.option("--model", "names", multiple=True, metavar="NAME", help="A model by name or path; the one in use else.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def embed(*, rounds: int, names: tuple[str, ...], as_json: bool) -> None:
    """Time and weigh the embedders: words, and the model in use or those that are named.

    Each has a scratch daemon of its own, and times run from request to reply over its socket: one text, 32 of them,
    five commands as a sequence, and one text that is in the cache already. The cold start includes the start of the
    process that runs the model. Memory is the daemon's with that process.
    """
    from segue.cli.bars import result_bar
    from segue.cli.embed_timing import time_embedder
    from segue.config.model_places import ModelPlaces
    from segue.config.paths import resolve_paths
    from segue.embedding.models.choice import chosen_model
    from segue.embedding.models.installed import installed_model

    paths = resolve_paths(os.environ)
    places = ModelPlaces.from_environment(os.environ, paths)
    found = [installed_model(name, places) for name in names] if names else [chosen_model(paths)]
    models = [None, *filter(None, found)]
    figures: dict[str, Any] = {}
    with result_bar() as bar:
        task = bar.add_task("embedding", total=len(models))
        for model in models:
            timed = time_embedder(os.environ, model, rounds)
            rows = {name: _percentiles(values) for name, values in timed.times.items()}
            figures[model.name if model else "lexical"] = rows | {
                name: round(value, 3) for name, value in timed.once.items()
            }
            bar.advance(task)
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    for name, figure in figures.items():
        _print_distributions(f"{name}, ms", figure, [row for row in figure if isinstance(figure[row], dict)])
        for row, value in figure.items():
            if not isinstance(value, dict):
                click.echo(f"{row:>24} {value:>10.3f}")


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show what is being done, each kind of work as a bar of its own."""
    from segue.cli.bars import result_bar

    with result_bar() as bar:
        tasks: dict[str, TaskID] = {}

        def progress(work: str, done: int, total: int | None) -> None:
            if work not in tasks:
                tasks[work] = bar.add_task(work)
            bar.update(tasks[work], completed=done, total=total)

        yield progress


def _summary(times: dict[str, list[float]], unit: str = "prompts") -> dict[str, Any]:
    added = [hooked - plain for hooked, plain in zip(times["hooked"], times["plain"], strict=True)]
    null = [other - plain for other, plain in zip(times["plain again"], times["plain"], strict=True)]
    rows = {"plain": times["plain"], "hooked": times["hooked"], "added": added, "null": null}
    return {unit: len(added)} | {name: _percentiles(values) for name, values in rows.items()}


def _percentiles(values: list[float]) -> dict[str, float]:
    return {f"p{share}_ms": round(percentile(values, share), 4) for share in PERCENTILES}


def percentile(values: list[float], share: int) -> float:
    """Return a percentile, interpolated between neighbours."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _print_table(figures: dict[str, Any]) -> None:
    for program, figure in figures.items():
        title = f"{program}: Enter to prompt, ms, {figure['prompts']} prompts each"
        _print_distributions(title, figure, ["plain", "hooked", "added", "null"])


def _print_figures(figures: dict[str, Any], distributions: list[str], single: list[str]) -> None:
    title = f"ms, after {figures['events']:,} commands"
    _print_distributions(title, figures, distributions)
    for name in single:
        click.echo(f"{name:>24} {figures[name]:>10.3f}")


def _print_distributions(title: str, figures: dict[str, Any], rows: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title)
    table.add_column("")
    for share in PERCENTILES:
        table.add_column(f"p{share}", justify="right")
    for name in rows:
        table.add_row(name, *(f"{figures[name][f'p{share}_ms']:.3f}" for share in PERCENTILES))
    Console().print(table)
