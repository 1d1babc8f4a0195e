"""The daemon as a LaunchAgent of macOS.

`launchctl bootout` both stops a job and keeps launchd from starting it before the next login; a job that is merely
killed would come back. It returns before the job has gone, and until then nothing of that name can be loaded.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ServiceError
from segue.service.agent import LABEL, agent_text, is_agent_of
from segue.service.files import remove_files, write_files
from segue.service.instance import end_process
from segue.service.supervisor import State
from segue.service.tool import call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.service.job import Job
    from segue.service.tool import Done

NOT_FOUND: Final = {3, 112, 113}
"""What launchctl answers for a job that is not loaded: no such process, domain, or service."""
GONE_SECONDS: Final = 25.0
POLL_SECONDS: Final = 0.05

REASONS: Final = {
    5: "it is loaded already, or the file cannot be read: try `segue service restart`",
    36: "launchd is still busy with it: try again in a moment",
    37: "launchd is still busy with it: try again in a moment",
    109: "the file is no valid property list: try `segue service install`",
    113: "launchd does not know it: try `segue service install`",
    119: f"it has been disabled: try `launchctl enable gui/$(id -u)/{LABEL}`",
    122: "the file belongs to somebody else or others may write it: it must be yours, with mode 644",
    125: "you are not logged in at the screen, and only there launchd runs agents: log in, or use `segue start`",
}
"""What the exit statuses of launchctl that a person may meet mean."""


class Launchd:
    """Speaks to launchd through `launchctl`, about one job of the person's login session."""

    name = "launchd"

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        self._environ = environ
        self._domain = f"gui/{os.getuid()}"
        self._target = f"{self._domain}/{LABEL}"
        self._file = Path(environ.get("HOME") or Path.home()) / "Library/LaunchAgents" / f"{LABEL}.plist"

    def files(self) -> dict[Path, str]:
        """Return the LaunchAgent."""
        return {self._file: agent_text(self._job)}

    def install(self) -> None:
        """Write the agent and load it, anew if it has changed."""
        changed = write_files(self.files(), self._job.paths)
        loaded = self._is_loaded()
        if changed and loaded:
            self._unload()
            loaded = False
        if not loaded:
            self._load()
        elif not self.state().running:
            self.start()

    def uninstall(self) -> None:
        """Unload the agent and remove its file; one that runs another state directory's daemon is not touched."""
        if self._is_ours():
            self._unload()
            remove_files([self._file], self._job.paths)

    def start(self) -> None:
        """Load the agent, or start it when it is loaded and has ended."""
        self._must_be_installed()
        if self._is_loaded():
            self._must(self._launchctl("kickstart", self._target), "started")
        else:
            self._load()

    def stop(self) -> None:
        """Unload the agent: the next login loads it again."""
        self._must_be_installed()
        self._unload()

    def restart(self) -> None:
        """Kill and start the daemon."""
        self._must_be_installed()
        if self._is_loaded():
            self._must(self._launchctl("kickstart", "-k", self._target), "restarted")
        else:
            self._load()

    def state(self) -> State:
        """Return what launchd says of the job."""
        if not self._is_ours():
            return State(installed=False, running=False, detail="not installed")
        printed = self._launchctl("print", self._target)
        if printed.status:
            return State(installed=True, running=False, detail="not loaded")
        found = dict(re.findall(r"^\s*(state|pid|last exit code) = (.+)$", printed.output, re.MULTILINE))
        running = "pid" in found
        words = [found.get("state", "unknown")]
        if running:
            words.append(f"process {found['pid']}")
        if found.get("last exit code", "0").split(":")[0] not in {"0", "(never exited)"}:
            words.append(f"ended last with status {found['last exit code']}")
        return State(installed=True, running=running, detail=", ".join(words))

    def _is_ours(self) -> bool:
        try:
            return is_agent_of(self._file.read_text("utf-8", "surrogateescape"), self._job)
        except OSError:
            return False

    def _is_loaded(self) -> bool:
        return not self._launchctl("print", self._target).status

    def _load(self) -> None:
        end_process(self._job.paths)
        # Somebody who has disabled the agent and now asks for it wants it back.
        self._launchctl("enable", self._target)
        self._must(self._launchctl("bootstrap", self._domain, str(self._file)), "loaded")

    def _unload(self) -> None:
        done = self._launchctl("bootout", self._target)
        if done.status in NOT_FOUND:
            return
        deadline = time.monotonic() + GONE_SECONDS
        while self._is_loaded():
            if time.monotonic() > deadline:
                self._must(done, "unloaded")
                raise ServiceError(f"launchd has not ended {LABEL} within {GONE_SECONDS:g} s: try again")
            time.sleep(POLL_SECONDS)

    def _must_be_installed(self) -> None:
        if not self._is_ours():
            raise ServiceError("the service is not installed: try `segue service install`")

    def _launchctl(self, *arguments: str) -> Done:
        return call(self._environ, "launchctl", *arguments)

    def _must(self, done: Done, what: str) -> None:
        if done.status:
            reason = REASONS.get(done.status, done.error or f"launchctl ended with status {done.status}")
            raise ServiceError(f"{LABEL} could not be {what}: {reason}")
