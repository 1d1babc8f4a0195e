"""Where the picker's lines come from, and are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.client.client import Client
from segue.protocol.memory_messages import Search
from segue.protocol.messages import Forget

if TYPE_CHECKING:
    from pathlib import Path

    from segue.cli.picking.scopes import Place, Scope

PATIENCE: Final = 5.0
FORGETTING: Final = 60.0
COUNT: Final = 200
WAIT: Final = 0.3
"""Seconds that a model has for what is being typed: after that the words alone are looked for."""
LONGEST: Final = 4096
"""Characters of the query that are sent."""


class Picks(NamedTuple):
    """The lines that fit, best first, as the daemon describes them, and by whose vectors they were found."""

    hits: list[dict[str, Any]]
    by: str


@dataclass(frozen=True, slots=True)
class Source:
    """Asks the daemon, on a connection for each question: it may be restarted while the picker stands open."""

    socket: Path
    place: Place

    def find(self, text: str, scope: Scope) -> Picks:
        """Return the lines for what is typed, the latest ones for nothing.

        Raises:
            SegueError: the daemon does not answer.
        """
        queries = [text[:LONGEST]] if text.strip() else []
        request = Search(1, "pick", queries, count=COUNT, kinds=["command"], wait=WAIT, **self.place.options(scope))  # type: ignore[arg-type] # the options are texts
        with Client(self.socket, PATIENCE) as client:
            answer = client.ask(request)[0]
        return Picks(answer["hits"], answer["by"])

    def forget(self, line: str) -> None:
        """Forget a line for good.

        Raises:
            SegueError: the daemon does not answer.
        """
        with Client(self.socket, FORGETTING) as client:
            client.ask(Forget(1, "pick", line))
