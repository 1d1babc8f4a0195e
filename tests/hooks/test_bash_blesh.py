"""Inside ble.sh the suggestion is ghost text, drawn and taken by ble.sh's own auto-complete."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

BLESH = os.environ.get("BLESH", "")
pytestmark = [
    pytest.mark.skipif(not Path(BLESH).is_file(), reason="BLESH does not name a ble.sh"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
    pytest.mark.timeout(180),
]
WORKFLOW = ["echo build", "echo deploy", "echo announce"]


def test_ghost_on_the_empty_line_and_while_typing(daemon: RunningDaemon, tmp_path: Path) -> None:
    """What is run is recorded; the next command stands behind the cursor, and Right takes it."""
    rc = tmp_path / "rc"
    rc.write_text(f"source {BLESH} --noattach\nPS1='> '\n{init_script('bash', daemon.paths, VERSION)}\nble-attach\n")
    daemon.learn(WORKFLOW, cwd=str(tmp_path), times=5)
    environ = {**os.environ, "HOME": str(tmp_path), "HISTFILE": str(tmp_path / "history")}
    with Terminal(["bash", "--rcfile", str(rc), "-i"], env=environ, cwd=tmp_path) as terminal:
        terminal.wait_until(lambda t: t.before_cursor == "> ", "a prompt", seconds=90)
        terminal.send("echo build\r")
        terminal.wait_until(lambda t: "echo deploy" in t.after_cursor, "the next command as ghost text", seconds=60)
        terminal.send("\x1b[C")
        terminal.wait_until(lambda t: t.before_cursor == "> echo deploy", "it to be taken")
        terminal.send("\x15echo ann")
        terminal.wait_until(lambda t: t.line == "> echo announce", "the rest of what is typed", seconds=60)
        assert terminal.before_cursor == "> echo ann"
    assert ("echo build", str(tmp_path), 0) in daemon.events()
