"""A real daemon that has counted its history when it starts: `python -m tests.helpers.graph_daemon`."""

from __future__ import annotations

import logging
import os
from functools import partial
from typing import TYPE_CHECKING

from segue.app import daemon
from segue.app.daemon import run_daemon
from segue.config.config import Config
from segue.handlers.rooms import Rooms
from segue.store.reading import open_history
from segue.workflows.transitions import Transitions

if TYPE_CHECKING:
    from pathlib import Path


class CountedHistory:
    """What the database holds when it is asked for the first time."""

    def __init__(self, database: Path) -> None:
        self.mined_at: float | None = None
        self._transitions = Transitions()
        with open_history(database) as store:
            for event in store.after():
                self._transitions.observe(event.observation, event.position.learned_at)
                self.mined_at = event.position.learned_at

    async def transitions(self) -> Transitions | None:
        """Return them, as they come out of the process that counts."""
        return Transitions.from_plain(self._transitions.plain()) if self.mined_at else None


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    config = Config.from_environment(os.environ)

    # The one place where the daemon makes its rooms.
    setattr(daemon, "Rooms", partial(Rooms, procedures=CountedHistory(config.paths.database)))  # noqa: B010
    run_daemon(config)
