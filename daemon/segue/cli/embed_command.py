"""`segue embed`: the vectors of texts, and how those who make them are."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from segue.client.client import Client
from segue.client.vectors import ask_for_sequence, stream_vectors
from segue.config.config import Config
from segue.protocol.messages import Embedders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from segue.client.vectors import Origin, VectorsAnswer

ACTIONS: Final = ("stats", "clear", "unload", "health")
PATIENCE: Final = 1_800.0
"""Seconds: a large model may have to be loaded, and every step of the chain may take its time."""
SHOWN: Final = 6
"""Numbers of a vector that a person is shown."""
STDIN: Final = ("-",)


@click.command("embed", context_settings={"ignore_unknown_options": True})
@click.argument("texts", nargs=-1, required=True, type=click.UNPROCESSED, metavar="TEXT... | - | ACTION")
@click.option("--dims", metavar="SIZE", help="How many numbers: one of the model's sizes, or a profile such as `fast`.")
@click.option("--kind", "purpose", default="document", show_default=True, type=click.Choice(["document", "query"]))
@click.option("--sequence", "as_sequence", is_flag=True, help="Take the texts as commands in a row, oldest first.")
@click.option("--decay", type=click.FloatRange(0, 1, min_open=True), help="Of a sequence: what the one before weighs.")
@click.option("--no-cache", "fresh", is_flag=True, help="Neither look up nor keep the vectors.")
@click.option("--explain", is_flag=True, help="Say who has answered, and why others have not.")
@click.option("--json", "as_json", is_flag=True, help="Print every number as JSON.")
def command(
    *,
    texts: tuple[str, ...],
    dims: str | None,
    purpose: str,
    as_sequence: bool,
    decay: float | None,
    fresh: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Turn each TEXT into a vector; with `-` each line of standard input, and then JSON is a line for each as well.

    Alone, the words stats, clear (the cache), unload (the model) and health are ACTIONs: none of them loads a model.
    """
    config = Config.from_environment(os.environ)
    size = config.embedding.size(dims) if dims else None
    with Client(config.paths.socket, timeout=PATIENCE) as client:
        if len(texts) == 1 and texts[0] in ACTIONS:
            _print_action(texts[0], client.ask(Embedders(1, "cli", texts[0]))[0], as_json=as_json)
        elif as_sequence:
            commands = [line.rstrip("\n") for line in sys.stdin] if texts == STDIN else list(texts)
            answer = ask_for_sequence(client, commands, decay=decay, dims=size, fresh=fresh)
            if as_json:
                click.echo(json.dumps(answer))
            else:
                click.echo(f"{_some(answer['sequence'])}  {len(commands)} commands, decay {answer['decay']:g}")
            if explain:
                _explain(answer["origin"])
        else:
            lines = (line.rstrip("\n") for line in sys.stdin if line.strip()) if texts == STDIN else texts
            ask = partial(stream_vectors, client, lines, purpose=purpose, dims=size, fresh=fresh)
            _print_vectors(ask, as_lines=texts == STDIN, as_json=as_json, explain=explain)


def _print_vectors(
    ask: Callable[..., Iterator[tuple[list[str], VectorsAnswer]]], *, as_lines: bool, as_json: bool, explain: bool
) -> None:
    from segue.cli.bars import result_bar

    rows: list[list[float]] = []
    origin: Origin | None = None
    with result_bar() as bar:
        task = bar.add_task("embedding", total=None)
        for texts, answer in ask(progress=lambda done: bar.advance(task, done)):
            for text, vector in zip(texts, answer["embeddings"], strict=True):
                if not as_json:
                    click.echo(f"{_some(vector)}  {text}")
                elif as_lines:
                    click.echo(json.dumps({"text": text, "model": answer["origin"]["model"], "embedding": vector}))
                else:
                    rows.append(vector)
            if explain and answer["origin"] != origin:
                _explain(answer["origin"])
            origin = answer["origin"]
    if as_json and not as_lines:
        click.echo(json.dumps({"origin": origin, "dimensions": len(rows[0]) if rows else 0, "embeddings": rows}))


def _some(vector: Sequence[float]) -> str:
    numbers = " ".join(f"{number:+.3f}" for number in vector[:SHOWN])
    return f"{numbers} … ({len(vector)})" if len(vector) > SHOWN else numbers


def _explain(origin: Origin) -> None:
    for tried in origin["tried"]:
        click.echo(f"{tried['step']}: {tried['reason']}", err=True)
    revision = f", revision {origin['revision']}" if origin["revision"] else ""
    click.echo(f"{origin['by']} has answered: {origin['model']}{revision}, {origin['dimensions']} numbers", err=True)


def _print_action(action: str, answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, indent=2))
        return
    match action:
        case "clear":
            click.echo(f"{answer['cleared']:,} vectors removed from the cache")
        case "unload":
            click.echo("the model is unloaded" if answer["unloaded"] else "no model was loaded")
        case "stats":
            from segue.cli.embed_tables import print_statistics

            print_statistics(answer["cache"])
        case _:
            from segue.cli.embed_tables import print_health

            print_health(answer)
