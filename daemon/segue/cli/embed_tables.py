"""The tables of `segue embed stats` and `segue embed health`."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Console
from rich.table import Table

MEGABYTE: Final = 1e6


def print_statistics(cache: list[dict[str, Any]]) -> None:
    """Print how the cache has done, a row for each model, revision and length."""
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "numbers", "vectors", "MB", "found", "not found", "let go"):
        table.add_column(heading, justify="left" if heading == "model" else "right")
    for row in cache:
        table.add_row(
            row["space"]["name"],
            str(row["space"]["dims"]),
            f"{row['entries']:,}",
            f"{row['bytes'] / MEGABYTE:.1f}",
            f"{row['hits']:,}",
            f"{row['misses']:,}",
            f"{row['evictions']:,}",
        )
    Console().print(table if cache else "the cache is empty")


def print_health(health: dict[str, Any]) -> None:
    """Print every step in the order of asking, and what is known of the model on this machine."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for step in health["steps"]:
        table.add_row(step["step"], _state(step))
    mlx, index = health["mlx"], health["index"]
    if mlx:
        memory = f"{mlx['rss'] / MEGABYTE:.0f} MB, process {mlx['pid']}" if mlx["pid"] else "not loaded"
        table.add_row("model", f"{mlx['model']}, {mlx['dims']} numbers, {memory}")
    if index:
        table.add_row("index", f"{index['lines']:,} lines, {index['model']} ({index['dims']})")
    Console().print(table)


def _state(step: dict[str, Any]) -> str:
    if not step["failures"]:
        return "well, as far as is known"
    rest = f", asked again in {step['rest']:.0f} s" if step["rest"] else ""
    return f"failed {step['failures']} ×{rest}: {step['reason']}"
