"""The options by which commands that look back choose a part of the history."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import click

from segue.cli.times import FORMS, span_of
from segue.domain.observation import HUMAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.store.selection import Selection

EVERYONE: Final = "all"


def _since(_context: click.Context, _option: click.Parameter, text: str | None) -> float | None:
    return None if text is None else span_of(text, time.time())[0]


def _until(_context: click.Context, _option: click.Parameter, text: str | None) -> float | None:
    return None if text is None else span_of(text, time.time())[1]


OPTIONS: Final = (
    click.option("--since", callback=_since, metavar="TIME", help=f"Only what began then or later: {FORMS}."),
    click.option("--until", callback=_until, metavar="TIME", help="Only what began before; a day is included."),
    click.option("--host", metavar="NAME", help="Only what was run on this host."),
    click.option(
        "--author", default=HUMAN, show_default=True, metavar="NAME", help="Whose commands: a coding agent's, or `all`."
    ),
)


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; what they say goes into `selection_of`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def selection_of(since: float | None, until: float | None, host: str | None, author: str) -> Selection:
    """Return the part that was chosen."""
    from segue.store.selection import Selection

    return Selection(since, until, host, None if author == EVERYONE else author)


def nothing_found(chosen: dict[str, Any]) -> str:
    """Return a sentence for a person who has no history, or chose none of it."""
    if any(value not in {None, HUMAN} for value in chosen.values()):
        return "No command of the history fits these options."
    return (
        "The history is empty: it fills as you work in a shell with segue's hook, and `segue import` fills it at once."
    )
