"""A real daemon in a process of its own, in a scratch state directory."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from segue.cli.background import is_answering
from segue.client.client import Client
from segue.config.paths import Paths, resolve_paths
from segue.protocol.messages import VERSION, Hello, Record, Request, Status, Suggest
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from segue.domain.feedback import Feedback
    from segue.domain.observation import Observation

SESSION = "900000-test"
PROGRAM: Final = ("-m", "segue", "daemon")
"""What Python runs."""


@dataclass
class RunningDaemon:
    """A daemon process and what a test does to it."""

    paths: Paths
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)
    program: tuple[str, ...] = PROGRAM

    @property
    def home(self) -> Path:
        """The scratch directory, which is its HOME and where the shells start."""
        return self.paths.state.parent

    def start(self) -> None:
        """Start it, once the one before has ended, and wait until it answers."""
        if self.process:
            self.process.wait(timeout=20)
        with self.paths.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, *self.program], env=self.environ, stdout=log, stderr=log)
        wait_until(lambda: self._alive().poll() is not None or is_answering(self.paths), "the daemon to answer")
        assert self._alive().poll() is None, self.log_text()

    def stop(self) -> int:
        """End it with SIGTERM and return its exit status."""
        process = self._alive()
        process.send_signal(signal.SIGCONT)
        process.terminate()
        return process.wait(timeout=20)

    def kill(self) -> None:
        """End it without any warning."""
        self._alive().kill()
        self._alive().wait()

    def freeze(self) -> None:
        """Stop it where it is (SIGSTOP), and wait until the kernel says so."""
        self._alive().send_signal(signal.SIGSTOP)
        os.waitpid(self._alive().pid, os.WUNTRACED)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._alive().send_signal(signal.SIGCONT)

    def ask(self, request: Request) -> list[Any]:
        """Return the reply's fields to one request over the socket."""
        with Client(self.paths.socket, timeout=20) as client:
            return client.ask(request)

    def status(self) -> dict[str, Any]:
        """Return what `segue status --json` shows; everything recorded before is on disk by then."""
        figures: dict[str, Any] = self.ask(Status(1, "test"))[0]
        return figures

    def learn(self, lines: Sequence[str], *, cwd: str | Path = "/srv", times: int = 1, session: str = SESSION) -> None:
        """Record the lines as a shell would, `times` over."""
        with Client(self.paths.socket, timeout=20) as client:
            client.ask(Hello(1, session, VERSION, "zsh", os.getpid()))
            for line in list(lines) * times:
                client.ask(Record(2, session, line, str(cwd), None, None, 0))

    def predict(self, *after: str, prefix: str = "", cwd: str = "/srv", count: int = 5) -> list[str]:
        """Return the lines that come next after these."""
        fields = self.ask(Suggest(1, SESSION, prefix, cwd, count, list(after) or None))
        return [str(line) for line in fields[::2]]

    def events(self) -> list[tuple[str, str, int | None]]:
        """Return (line, cwd, exit) of every stored event, oldest first."""
        return [(seen.line, seen.cwd or "", seen.exit) for seen in self.observations()]

    def feedback(self) -> list[tuple[str, Feedback | None]]:
        """Return every line that was run, oldest first, and what became of the suggestion there."""
        return [(seen.line, seen.feedback) for seen in self.observations()]

    def observations(self) -> list[Observation]:
        """Return every stored observation, oldest first, read from a copy of the database."""
        from segue.store.database import open_reader  # noqa: PLC0415 - only a few tests look this deep
        from segue.store.events import EventStore  # noqa: PLC0415

        self.status()
        store = EventStore(open_reader(self.paths.database))
        try:
            return [event.observation for event in store.after()]
        finally:
            store.close()

    def log_text(self) -> str:
        """Return what it has logged."""
        return self.paths.log.read_text("utf-8", "replace")

    def _alive(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "the daemon has not been started"
        return self.process


@contextmanager
def running_daemon(program: tuple[str, ...] = PROGRAM, /, **environ: str) -> Iterator[RunningDaemon]:
    """Yield a started daemon below a short scratch directory of its own, and remove both afterwards.

    pytest's tmp_path can be longer than a socket path may be, hence a directory right below the system's.
    """
    home = Path(tempfile.mkdtemp(prefix="segue-"))
    variables = {**os.environ, "HOME": str(home), "SEGUE_HOME": str(home / "state"), **environ}
    paths = resolve_paths(variables)
    paths.state.mkdir(mode=0o700)
    daemon = RunningDaemon(paths, variables, program=program)
    try:
        daemon.start()
        yield daemon
    finally:
        if daemon.process and daemon.process.poll() is None:
            daemon.thaw()
            daemon.kill()
        shutil.rmtree(home, ignore_errors=True)
        if paths.run.parent != paths.state:
            shutil.rmtree(paths.run, ignore_errors=True)
