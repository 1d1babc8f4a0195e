"""The transport of bash and fish, which have no sockets: a FIFO or file in, a file out, a signal that says "look".

1. A shell makes `S.fifo` in the run directory, S being `PID-random`, and writes one byte to the FIFO `bell`. fish
   makes the file `S.lines` instead.
2. It writes the same frames there that others send over the socket, or the same requests as lines. They are served in
   order, one at a time; while one is served nothing is read, so a flood fills the FIFO or the file and nothing else.
3. Only `suggest` is answered: `S.reply` is replaced and the shell gets SIGWINCH, which bash, unlike any other
   signal, handles while it waits for a key. Programs that do not know the signal ignore it.
4. Opening is announced in the same way, as the answer to number 0 with a token that is new each time: nothing that
   was written before has been read. A number has a `!` behind it for as long as the session should say hello (again).

The run directory is 0700 and ours; a link or something that is no FIFO is refused all the same.
The files of shells that died are removed when the next bell rings.
"""

from __future__ import annotations

import asyncio
import os
import re
import stat
from typing import TYPE_CHECKING, Any, Final

import psutil

from segue.server.spool_inlet import Fifo, Lines
from segue.server.spool_session import Session
from segue.server.spool_shell import Shell
from segue.server.tail_watching import Watching

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from segue.config.limits import Limits
    from segue.config.paths import Paths
    from segue.server.spool_inlet import Inlet

LINES: Final = ".lines"
_SESSION_FILE: Final = re.compile(r"(?P<session>(?P<pid>[1-9][0-9]{0,8})-[0-9A-Za-z]{1,32})(?:\.[a-z]+)+")


class Spool:
    """Serves the shells that speak through FIFOs and files.

    Args:
        paths: where the run directory is; it must exist.
        limits: the largest frame.
        serve: takes a decoded message and returns the reply array, or raises ProtocolError.
    """

    def __init__(self, paths: Paths, limits: Limits, serve: Callable[[Any], Awaitable[Any]]) -> None:
        self._paths = paths
        self._limits = limits
        self._serve = serve
        self._sessions: dict[str, Session] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._bell = -1
        self._broken = 0
        self._watching: Watching | None = None
        self._lines: dict[Path, Lines] = {}

    @property
    def broken(self) -> int:
        """Frames that held no request, in all sessions since the start."""
        return self._broken + sum(session.broken for session in self._sessions.values())

    @property
    def sessions(self) -> set[str]:
        """The sessions that are listened to."""
        return set(self._sessions)

    @property
    def serving(self) -> int:
        """How many sessions are being answered right now."""
        return sum(session.serving for session in self._sessions.values())

    def start(self) -> None:
        """Hang up the bell, and listen to the shells that an earlier daemon has left behind."""
        self._paths.bell.unlink(missing_ok=True)
        os.mkfifo(self._paths.bell, 0o600)
        self._bell = os.open(self._paths.bell, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW)
        asyncio.get_running_loop().add_reader(self._bell, self._rung)
        self._look()

    async def close(self) -> None:
        """Finish what is being served and let go; the shells keep their FIFOs for the next daemon."""
        if self._bell >= 0:
            asyncio.get_running_loop().remove_reader(self._bell)
            os.close(self._bell)
            self._bell = -1
            self._paths.bell.unlink(missing_ok=True)
        for session in list(self._sessions):
            self._hang_up(session)
        await asyncio.gather(*self._closing)
        if self._watching is not None:
            await asyncio.to_thread(self._watching.stop)

    def _rung(self) -> None:
        os.read(self._bell, 1 << 16)
        self._look()

    def _look(self) -> None:
        """Make the open sessions agree with the files and the living processes."""
        self._paths.stalled.unlink(missing_ok=True)
        with os.scandir(self._paths.run) as entries:
            found = [match for entry in entries if (match := _SESSION_FILE.fullmatch(entry.name))]
        pids = {match["session"]: int(match["pid"]) for match in found}
        current = self._current(pids)
        for session in self._sessions.keys() - current:
            self._hang_up(session)
        for session in current - self._sessions.keys():
            self._open(session, pids[session])
        for match in found:
            if match["session"] not in current:
                (self._paths.run / match.string).unlink(missing_ok=True)

    def _current(self, pids: dict[str, int]) -> set[str]:
        """Return the sessions whose shell lives; of those that share a process id, the latest.

        `exec bash` leaves the files of the shell that it replaced.
        """
        latest: dict[int, tuple[float, str]] = {}
        for session, pid in pids.items():
            if _is_alive(pid):
                latest[pid] = max(latest.get(pid, (0.0, "")), (self._last_write(session), session))
        return {session for _, session in latest.values()}

    def _last_write(self, session: str) -> float:
        try:
            return self._inlet_of(session).lstat().st_mtime
        except FileNotFoundError:
            return 0.0

    def _open(self, session: str, pid: int) -> None:
        path = self._inlet_of(session)
        is_file = path.suffix == LINES
        try:
            fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError:
            return
        status = os.fstat(fd)
        try:
            process = psutil.Process(pid)
            fits = stat.S_ISREG(status.st_mode) if is_file else stat.S_ISFIFO(status.st_mode)
            if not fits or {status.st_uid, process.uids().real} != {os.getuid()}:
                raise PermissionError
            shell = Shell(process)
            inlet = self._lines_of(path, fd) if is_file else Fifo(fd, self._limits.frame)
        except (psutil.Error, OSError):
            os.close(fd)
            return
        self._sessions[session] = Session(inlet, self._paths.run / f"{session}.reply", shell, self._serve)

    def _lines_of(self, path: Path, fd: int) -> Inlet:
        if self._watching is None:
            self._watching = Watching(asyncio.get_running_loop(), self._touch)
            self._watching.start()
        self._lines[path] = Lines(path, fd, self._limits.frame, self._watching)
        return self._lines[path]

    def _touch(self, path: Path) -> None:
        if path in self._lines:
            self._lines[path].touch()

    def _hang_up(self, name: str) -> None:
        session = self._sessions.pop(name)
        self._lines.pop(self._paths.run / f"{name}{LINES}", None)
        self._broken += session.broken
        closing = asyncio.get_running_loop().create_task(session.close(self._limits.drain_seconds))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _inlet_of(self, session: str) -> Path:
        lines = self._paths.run / f"{session}{LINES}"
        return lines if lines.exists() else self._paths.run / f"{session}.fifo"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:  # gone, or somebody else's by now
        return False
    return True
