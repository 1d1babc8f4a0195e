"""The process that learns a history anew, beside the daemon: `python -m segue.app.relearning DATABASE`.

To its standard output it writes the number of events learned, a line each time, then an empty line and the snapshot.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.errors import StoreError
from segue.learner.rebuild import learn_events
from segue.learner.snapshots import encode_snapshot
from segue.model.state import Model
from segue.store.events import START
from segue.store.reading import open_history

if TYPE_CHECKING:
    from typing import BinaryIO

NICENESS: Final = 10
REPORT_SECONDS: Final = 0.1


def relearn(database: Path, output: BinaryIO) -> None:
    """Learn every event of the database and write the progress and the snapshot.

    Raises:
        StoreError: the database cannot be read.
        BrokenPipeError: nobody waits for the snapshot any more.
    """
    reported = time.monotonic()

    def report(done: int) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            output.write(b"%d\n" % done)
            output.flush()

    model = Model()
    with open_history(database) as store:
        position = learn_events(model, store.after(), START, report)
        model.bury(store.tombstones())
    output.write(b"\n")
    output.write(encode_snapshot(model, position))
    output.flush()


def main() -> None:
    """Learn the history that the command line names, as a process that makes way for others."""
    os.nice(NICENESS)
    try:
        relearn(Path(sys.argv[1]), sys.stdout.buffer)
    except StoreError as error:
        sys.exit(f"segue: {error}")
    except BrokenPipeError:
        # The daemon has gone. What is still buffered could only fail once more.
        os._exit(os.EX_IOERR)


if __name__ == "__main__":
    main()
