"""Inside ble.sh the suggestion is ghost text, drawn and taken by ble.sh's own auto-complete."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.assets.hooks import init_script
from segue.domain.feedback import Feedback, Outcome
from segue.protocol.messages import VERSION
from tests.helpers.terminal import Terminal
from tests.hooks.spool_shell import reply_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon

BLESH = os.environ.get("BLESH", "")
pytestmark = [
    pytest.mark.skipif(not Path(BLESH).is_file(), reason="BLESH does not name a ble.sh"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
    pytest.mark.timeout(180),
]
WORKFLOW = ["echo build", "echo deploy", "echo announce"]


@contextmanager
def open_blesh(daemon: RunningDaemon, folder: Path, **environ: str) -> Iterator[Terminal]:
    """Yield a bash with ble.sh and the hook in a folder where the workflow is known, at its first prompt."""
    rc = folder / "rc"
    rc.write_text(f"source {BLESH} --noattach\nPS1='> '\n{init_script('bash', daemon.paths, VERSION)}\nble-attach\n")
    daemon.learn(WORKFLOW, cwd=str(folder), times=5)
    variables = {**os.environ, "HOME": str(folder), "HISTFILE": str(folder / "history"), **environ}
    with Terminal(["bash", "--rcfile", str(rc), "-i"], env=variables, cwd=folder) as terminal:
        terminal.wait_until(lambda t: t.before_cursor == "> ", "a prompt", seconds=90)
        # Of a command that ends before, the daemon is only told that something ran.
        terminal.wait_until(lambda t: reply_to(t.pid, daemon.paths), "the daemon to listen", seconds=60)
        yield terminal


def test_ghost_on_the_empty_line_and_while_typing(daemon: RunningDaemon, tmp_path: Path) -> None:
    """What is run is recorded; the next command stands behind the cursor, and Right takes it."""
    with open_blesh(daemon, tmp_path) as terminal:
        terminal.send("echo build\r")
        terminal.wait_until(lambda t: "echo deploy" in t.after_cursor, "the next command as ghost text", seconds=60)
        terminal.send("\x1b[C")
        terminal.wait_until(lambda t: t.before_cursor == "> echo deploy", "it to be taken")
        terminal.send("\x15echo ann")
        terminal.wait_until(lambda t: t.line == "> echo announce", "the rest of what is typed", seconds=60)
        assert terminal.before_cursor == "> echo ann"
    assert ("echo build", str(tmp_path), 0) in daemon.events()


def test_what_became_of_the_ghost_is_told(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Whether it was taken, with how many characters, or something else was run."""
    with open_blesh(daemon, tmp_path) as terminal:
        terminal.send("echo build\r")
        terminal.wait_until(lambda t: "echo deploy" in t.after_cursor, "the next command as ghost text", seconds=60)
        terminal.send("\x1b[C")
        terminal.wait_until(lambda t: t.before_cursor == "> echo deploy", "it to be taken")
        terminal.send("\r")
        terminal.wait_until(lambda t: "echo announce" in t.after_cursor, "the next one", seconds=60)
        terminal.send("true\r")
        terminal.wait_until(lambda _: daemon.events()[-1][0] == "true", "the record", seconds=60)
    assert daemon.feedback()[-2:] == [
        ("echo deploy", Feedback("echo deploy", Outcome.ACCEPTED, len("echo deploy"))),
        ("true", Feedback("echo announce", Outcome.TYPED_OVER)),
    ]


def test_what_is_improbable_stands_on_no_empty_line(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Once its beginning is typed it is offered all the same."""
    with open_blesh(daemon, tmp_path, SEGUE_THRESHOLD="100") as terminal:
        terminal.send("echo build\r")
        terminal.wait_until(lambda _: daemon.events()[-1][0] == "echo build", "the record", seconds=60)
        terminal.wait_until(
            lambda t: t.before_cursor == "> " and reply_to(t.pid, daemon.paths).split("\x1e")[1:2] == ["echo deploy"],
            "the answer",
            seconds=60,
        )
        terminal.send("true\r")
        terminal.wait_until(lambda _: daemon.events()[-1][0] == "true", "the record", seconds=60)
        assert b"deploy" not in terminal.output
        terminal.send("echo dep")
        terminal.wait_until(lambda t: t.line == "> echo deploy", "the rest of what is typed", seconds=60)


def test_the_number_of_jobs_is_told(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Those of the prompt at which a line was typed; ble.sh's own processes are none."""
    stop = "sh -c 'kill -TSTP $$'"
    with open_blesh(daemon, tmp_path) as terminal:
        for line in (stop, "true"):
            terminal.send(f"{line}\r")
            terminal.wait_until(lambda _, line=line: daemon.events()[-1][0] == line, "the record", seconds=60)  # type: ignore[misc]
    assert [(seen.line, seen.jobs) for seen in daemon.observations()[-2:]] == [(stop, 0), ("true", 1)]
