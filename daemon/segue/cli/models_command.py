"""`segue models`: the models that turn commands into vectors: which there are, fetching, choosing and removing them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from segue.client.client import Client
from segue.config.model_places import ModelPlaces
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError, EmbeddingError
from segue.protocol.messages import Embedders

if TYPE_CHECKING:
    from pathlib import Path

    from segue.config.paths import Paths
    from segue.embedding.models.installed import InstalledModel
    from segue.embedding.models.registry import ModelSpec

PATIENCE = 20.0
"""Seconds for the daemon to open another index."""
NO_MLX = "MLX is not installed, so that no model can run: pip install 'segue[mlx]'"


@click.group("models")
def command() -> None:
    """Show, fetch, choose and remove models that turn commands into vectors.

    Without one, commands are compared by their words. Nothing is fetched but by `segue models pull`.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def list_models(*, as_json: bool) -> None:
    """Show every model that segue knows or uses, and where it is."""
    rows = _rows(*_here())
    if as_json:
        click.echo(json.dumps({"mlx": _has_mlx(), "models": rows}, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("model", "numbers", "MB", "licence", ""):
        table.add_column(
            heading, justify="right" if heading in {"numbers", "MB"} else "left", no_wrap=heading == "model"
        )
    for row in rows:
        table.add_row(row["name"], str(row["dims"]), f"{row['megabytes']:,}", row["licence"], _state(row))
    Console().print(table)
    _warn_without_mlx()


@command.command("pull")
@click.argument("name")
def pull(name: str) -> None:
    """Fetch the model NAME from the hub, and use it when none is in use yet.

    HF_ENDPOINT names another hub. An interrupted download goes on where it was when repeated.
    """
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from segue.cli.model_download import download
    from segue.embedding.models.choice import choice, choose
    from segue.embedding.models.installed import open_model
    from segue.embedding.models.registry import known_model

    paths, _ = _here()
    spec = known_model(name)
    if find_spec("huggingface_hub") is None:
        raise EmbeddingError(NO_MLX)
    directory = paths.models / spec.name
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(spec.name, total=None)
        download(
            spec,
            directory,
            on_total=lambda total: progress.update(task, total=total),
            on_bytes=lambda count: progress.advance(task, count),
        )
    click.echo(f"{spec.name} is in {directory}")
    if choice(paths) is None:
        choose(paths, open_model(directory, spec))
        _tell_daemon(paths)
        click.echo(f"{spec.name} is in use")
    _warn_without_mlx()


@command.command("use")
@click.argument("name", required=False)
@click.option("--none", "nothing", is_flag=True, help="Use no model.")
def use(name: str | None, *, nothing: bool) -> None:
    """Use the model NAME, or the one in a directory given by its path. A running daemon notices."""
    from segue.embedding.models.choice import choose
    from segue.embedding.models.installed import installed_model

    if (name is None) != nothing:
        raise click.UsageError("either NAME or --none")
    paths, places = _here()
    model = installed_model(name, places) if name else None
    choose(paths, model)
    _tell_daemon(paths)
    click.echo(f"{model.name} is in use, from {model.path}" if model else "no model is in use")
    if model:
        _warn_without_mlx()


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Delete the model NAME that was pulled, and what a download has left. Other directories are never touched."""
    from segue.embedding.models.choice import choice, choose
    from segue.embedding.models.registry import known_model

    paths, _ = _here()
    directory = paths.models / known_model(name).name
    left = [path for path in (directory, directory.with_name(f".{directory.name}.partial")) if path.exists()]
    if not left:
        raise EmbeddingError(f"{directory.name} is not in {paths.models}, and segue deletes nothing elsewhere")
    chosen = choice(paths)
    if chosen and chosen[1] == directory:
        choose(paths, None)
        _tell_daemon(paths)
        click.echo("no model is in use")
    for path in left:
        shutil.rmtree(path)
    click.echo(f"{directory.name} is removed")


def _tell_daemon(paths: Paths) -> None:
    """Let a running daemon use what is chosen now; one that starts later looks by itself."""
    with contextlib.suppress(DaemonUnavailableError), Client(paths.socket, PATIENCE) as client:
        client.ask(Embedders(1, "cli", "reload"))


def _here() -> tuple[Paths, ModelPlaces]:
    paths = resolve_paths(os.environ)
    return paths, ModelPlaces.from_environment(os.environ, paths)


def _rows(paths: Paths, places: ModelPlaces) -> list[dict[str, Any]]:
    from segue.embedding.models.choice import choice
    from segue.embedding.models.registry import known_models

    chosen = choice(paths)
    rows = [_row(spec, places, chosen) for spec in known_models().values()]
    if chosen and not any(row["used"] for row in rows):
        rows.append(_row_of_directory(*chosen))
    return rows


def _row(spec: ModelSpec, places: ModelPlaces, chosen: tuple[str, Path] | None) -> dict[str, Any]:
    from segue.embedding.models.installed import where

    problem, path = spec.refused, None
    try:
        path = where(spec, places)
    except EmbeddingError as error:
        problem = str(error)
    used = chosen is not None and chosen[0] == spec.name
    return {
        "name": spec.name,
        "dims": spec.dims,
        "sizes": spec.sizes,
        "megabytes": spec.megabytes,
        "licence": spec.licence,
        "hub": spec.hub,
        "path": str(chosen[1]) if used and chosen else str(path) if path else None,
        "used": used,
        "problem": problem,
    }


def _row_of_directory(name: str, path: Path) -> dict[str, Any]:
    from segue.embedding.models.installed import open_model

    row: dict[str, Any] = {"name": name, "sizes": (), "licence": "", "hub": None, "path": str(path), "used": True}
    try:
        model: InstalledModel = open_model(path, None)
    except EmbeddingError as error:
        return {**row, "dims": "", "megabytes": 0, "problem": str(error)}
    return {**row, "dims": model.dims, "megabytes": model.weight_bytes // 1_000_000, "problem": ""}


def _state(row: dict[str, Any]) -> str:
    if row["problem"]:
        return str(row["problem"])
    if row["used"]:
        return f"in use, {row['path']}"
    return str(row["path"] or "")


def _has_mlx() -> bool:
    return find_spec("mlx_embeddings") is not None


def _warn_without_mlx() -> None:
    if not _has_mlx():
        click.echo(NO_MLX, err=True)
