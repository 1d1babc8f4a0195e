"""The process that learns a history anew, beside the daemon; its result is a snapshot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from segue.app.child import serve
from segue.learner.rebuild import learn_events
from segue.learner.snapshots import encode_snapshot
from segue.model.state import Model
from segue.store.events import START
from segue.store.reading import open_history

if TYPE_CHECKING:
    from collections.abc import Callable


def relearn(database: Path, report: Callable[[int], None]) -> bytes:
    """Learn every event of the database and return the snapshot.

    Raises:
        StoreError: the database cannot be read.
    """
    model = Model()
    with open_history(database) as store:
        position = learn_events(model, store.after(), START, report)
        model.bury(store.tombstones())
    return encode_snapshot(model, position)


if __name__ == "__main__":
    serve(lambda report: relearn(Path(sys.argv[1]), report))
