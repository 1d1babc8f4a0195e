"""The options by which commands that look back choose a part of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from segue.cli.options import with_options
from segue.cli.times import FORMS, Moment
from segue.domain.observation import HUMAN

if TYPE_CHECKING:
    from segue.store.selection import Selection

EVERYONE: Final = "all"

selecting = with_options(
    click.option("--since", type=Moment(), metavar="TIME", help=f"Only what began then or later: {FORMS}."),
    click.option("--until", type=Moment(end=True), metavar="TIME", help="Only what began before; a day is included."),
    click.option("--host", metavar="NAME", help="Only what was run on this host."),
    click.option(
        "--author", default=HUMAN, show_default=True, metavar="NAME", help="Whose commands: a coding agent's, or `all`."
    ),
)
"""Gives a command the options; what they say goes into `selection_of`."""


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
