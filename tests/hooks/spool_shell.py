"""What a shell can do that talks to the daemon through files."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from tests.helpers.shell import HookedShell

if TYPE_CHECKING:
    from segue.config.paths import Paths
    from tests.helpers.daemon import RunningDaemon
    from tests.hooks.bash_support import ScriptedSpool


class SpoolShell(HookedShell):
    """An interactive shell with the daemon's files in `paths`."""

    paths: Paths

    def wait_to_be_heard(self) -> None:
        """Wait until the daemon listens: of a command that ends before, it is only told that something ran."""
        if self.paths.bell.exists() and not self.paths.stalled.exists():
            self.wait_until(lambda _: reply_to(self.pid, self.paths), "the daemon to listen")

    def wait_to_be_answered(self, daemon: ScriptedSpool) -> None:
        """Wait until the answer to the last request, a question, is there, whether it is drawn or not."""
        self.wait_until(
            lambda _: daemon.requests and re.match(f"{daemon.requests[-1][1]}!? ", reply_to(self.pid, self.paths)),
            "the answer",
        )

    def ran_and_was_recorded(self, daemon: RunningDaemon, line: str) -> bool:
        """Run a command and tell whether the daemon has heard of it."""
        self.run(line)
        return recorded(daemon)[-1] == line


def reply_to(pid: int, paths: Paths) -> str:
    """Return what the daemon has answered to a shell: nothing at first, and for a moment while it writes anew."""
    with contextlib.suppress(FileNotFoundError):
        for path in paths.run.glob(f"{pid}-*.reply"):
            return path.read_text("utf-8", "surrogateescape")
    return ""


def recorded(daemon: RunningDaemon) -> list[str]:
    """Return every line that is stored."""
    return [line for line, *_ in daemon.events()]
