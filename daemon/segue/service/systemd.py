"""The daemon as a user service of systemd, with a socket that listens before the daemon does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ServiceError
from segue.service.files import remove_files, write_files
from segue.service.instance import end_process
from segue.service.supervisor import State
from segue.service.tool import call
from segue.service.units import SERVICE, SOCKET, is_socket_of, unit_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.service.job import Job
    from segue.service.tool import Done

UNITS: Final = (SOCKET, SERVICE)
SHOWN: Final = ("ActiveState", "SubState", "Result", "MainPID", "NRestarts")
WANTS: Final = (Path("sockets.target.wants") / SOCKET, Path("default.target.wants") / SERVICE)
"""The links by which systemd remembers what is enabled."""


class Systemd:
    """Speaks to the systemd of the person's session through `systemctl --user`."""

    name = "systemd"

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        # Under su, cron or a bare ssh the variable is missing although the session's systemd is there.
        self._environ = {"XDG_RUNTIME_DIR": str(runtime_directory(environ)), **environ}
        home = Path(environ.get("HOME") or Path.home())
        self._directory = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "systemd/user"

    def files(self) -> dict[Path, str]:
        """Return the units."""
        return {self._directory / name: text for name, text in unit_texts(self._job).items()}

    def install(self) -> None:
        """Write the units, and enable and start them, anew if they have changed."""
        was_running = self.state().running
        if write_files(self.files(), self._job.paths):
            self._must(self._systemctl("daemon-reload"), "loaded")
            if was_running:
                self._must(self._systemctl("stop", *UNITS), "stopped")
        self._make_way()
        self._must(self._systemctl("enable", "--now", *UNITS), "started")

    def uninstall(self) -> None:
        """Stop and disable the units and remove them; those of another state directory's daemon are not touched."""
        if not self._is_ours():
            return
        reached = not self._systemctl("disable", "--now", *UNITS).status
        links = [] if reached else [self._directory / link for link in WANTS]
        remove_files([*links, *(self._directory / name for name in UNITS)], self._job.paths)
        if reached:
            self._systemctl("daemon-reload")
            # One that has failed would be listed until the next login.
            self._systemctl("reset-failed", *UNITS)

    def start(self) -> None:
        """Start socket and daemon, and wait until it answers."""
        self._must_be_installed()
        self._make_way()
        self._must(self._systemctl("start", *UNITS), "started")

    def stop(self) -> None:
        """Stop both: the socket alone would have the daemon started by the next prompt."""
        self._must_be_installed()
        self._must(self._systemctl("stop", *UNITS), "stopped")

    def restart(self) -> None:
        """Restart the daemon; the socket stays, and shells that ask meanwhile are answered a little later."""
        self._must_be_installed()
        self._make_way()
        self._must(self._systemctl("restart", SERVICE), "restarted")

    def state(self) -> State:
        """Return what systemd says of the service."""
        if not self._is_ours():
            return State(installed=False, running=False, detail="not installed")
        shown = self._systemctl("show", SERVICE, *(f"--property={name}" for name in SHOWN))
        if shown.status:
            return State(installed=True, running=False, detail=self._reason(shown))
        found = dict(line.split("=", 1) for line in shown.output.splitlines() if "=" in line)
        running = found.get("ActiveState") in {"active", "reloading"}
        words = [f"{found.get('ActiveState', 'unknown')} ({found.get('SubState', '')})"]
        if running:
            words.append(f"process {found.get('MainPID')}")
        if found.get("Result", "success") != "success":
            words.append(f"result {found['Result']}")
        if found.get("NRestarts", "0") != "0":
            words.append(f"restarted {found['NRestarts']}×")
        return State(installed=True, running=running, detail=", ".join(words))

    def _is_ours(self) -> bool:
        try:
            return is_socket_of((self._directory / SOCKET).read_text("utf-8", "surrogateescape"), self._job)
        except (OSError, ServiceError):
            return False

    def _must_be_installed(self) -> None:
        if not self._is_ours():
            raise ServiceError("the service is not installed: try `segue service install`")

    def _make_way(self) -> None:
        """Let a start succeed.

        A daemon that was started by hand has to end: systemd would take its socket away and then find its lock. And
        systemd has to forget that it has tried too often.
        """
        if not self.state().running:
            end_process(self._job.paths)
            self._systemctl("reset-failed", *UNITS)

    def _systemctl(self, *arguments: str) -> Done:
        return call(self._environ, "systemctl", "--user", *arguments)

    def _must(self, done: Done, what: str) -> None:
        if done.status:
            raise ServiceError(f"segue could not be {what}: {self._reason(done)}")

    def _reason(self, done: Done) -> str:
        if "Failed to connect to bus" in done.error or "has not been booted with systemd" in done.error:
            return (
                "the systemd of your session does not answer: log in directly and not through su or sudo,"
                " or do without it: `segue start`"
            )
        if "Job for" in done.error:
            return f"it does not start, and says why in {self._job.paths.log} or {self._job.paths.errors}"
        return done.error.splitlines()[0] if done.error else f"systemctl ended with status {done.status}"


def runtime_directory(environ: Mapping[str, str]) -> Path:
    """Return where the session's systemd has its socket."""
    return Path(environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
