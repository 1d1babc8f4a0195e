"""The promises of the bash transport's daemon side, on a real run directory with a made-up dispatcher."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import termios
import tty
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from segue.config.limits import Limits
from segue.config.paths import Paths
from segue.domain.errors import ProtocolError
from segue.protocol.frames import encode_frame
from segue.server.spool import Spool
from segue.server.spool_shell import Shell as PokedShell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    import psutil

# A bash script would lose a signal that arrives just before its `wait` begins.
_WAIT_FOR_POKES = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
print("ready", flush=True)
while True:
    signal.sigwait([signal.SIGWINCH])
    print("poked", flush=True)
"""
_LINES = ["git push", "git status"]


class Dispatcher:
    """Remembers what it was asked and answers suggests with two lines."""

    def __init__(self) -> None:
        self.served: list[Any] = []
        self.lines = _LINES
        self.marks: int | None = None
        self.known = 1
        self.held = ""
        """The session whose requests wait for the gate."""
        self.gate = asyncio.Event()

    async def serve(self, message: Any) -> Any:
        """Answer as the daemon would."""
        if not isinstance(message, list):
            raise ProtocolError("no request")
        if message[2] == self.held:
            await self.gate.wait()
        self.served.append(message)
        match message:
            case [2, sequence, *_]:
                return [0x82, sequence, self.known]
            case [3, sequence, _, "fail", *_]:
                return [0xFF, sequence, "deadline", "too late"]
            case [3, sequence, *_]:
                marks = [] if self.marks is None else ["", self.marks]
                return [0x83, sequence, *(item for line in self.lines for item in (line, 500)), *marks]
            case [kind, sequence, *_]:
                return [kind | 0x80, sequence]


class Shell:
    """A process that owns session files and counts SIGWINCH, as far as a daemon can tell a bash."""

    def __init__(self, run: Path, random: str = "ab1") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-ISc", _WAIT_FOR_POKES],
            stdout=subprocess.PIPE,
            start_new_session=True,  # without a terminal, whose mode would decide when it is poked
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        self.pid = self._process.pid
        self.session = f"{self.pid}-{random}"
        self.fifo = run / f"{self.session}.fifo"
        self.reply = run / f"{self.session}.reply"
        os.mkfifo(self.fifo, 0o600)
        self._bell = run / "bell"
        self._seen = b""

    def ring(self) -> None:
        """Ask the daemon to look at the run directory."""
        _write(self._bell, b"x")

    async def heard(self) -> None:
        """Ring, and wait until the daemon says that it listens."""
        self.ring()
        await self.poked()
        assert re.fullmatch("0!\x1e[0-9a-f]{8}\x1e\n", self.reply.read_text())

    def send(self, *messages: Any) -> None:
        """Write frames in one go."""
        _write(self.fifo, b"".join(encode_frame(message) for message in messages))

    def suggest(self, sequence: int, prefix: str = "") -> list[Any]:
        """Return a suggest request."""
        return [3, sequence, self.session, prefix, "/", 5, None]

    async def poked(self) -> None:
        """Wait until SIGWINCH has arrived for an answer that was not there at the last one, as it may come twice."""
        assert self._process.stdout is not None
        former = self._seen
        while self._seen == former:
            assert await asyncio.to_thread(self._process.stdout.readline) == b"poked\n"
            self._seen = self.reply.read_bytes()

    def die(self) -> None:
        """End without tidying up."""
        with self._process:  # closes its output and waits for it
            self._process.kill()


def _write(fifo: Path, data: bytes) -> None:
    fd = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    os.write(fd, data)
    os.close(fd)


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - files and other processes set no events
            await asyncio.sleep(0.001)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Return paths below a scratch directory whose run directory exists."""
    paths = Paths(state=tmp_path, run=tmp_path / "run")
    paths.run.mkdir(mode=0o700)
    return paths


@pytest.fixture
def dispatcher() -> Dispatcher:
    """Return the made-up dispatcher."""
    return Dispatcher()


@pytest.fixture
async def spool(paths: Paths, dispatcher: Dispatcher) -> AsyncIterator[Spool]:
    """Return a spool that has been started."""
    spool = Spool(paths, Limits(drain_seconds=0.2), dispatcher.serve)
    spool.start()
    yield spool
    await spool.close()


@pytest.fixture
def shell(paths: Paths) -> Iterator[Shell]:
    """Return a shell whose FIFO exists and that has not rung."""
    shell = Shell(paths.run)
    yield shell
    shell.die()


async def test_a_rung_bell_opens_the_session(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """A shell that has rung is told to begin, and then served in order."""
    await shell.heard()
    assert spool.sessions == {shell.session}
    requests = [[1, 0, shell.session], [2, 1, shell.session], shell.suggest(2)]
    shell.send(*requests)
    await shell.poked()
    assert dispatcher.served == requests


async def test_an_answer_is_a_private_file_and_a_poke(spool: Spool, shell: Shell) -> None:
    """The reply file has the sequence number and the lines, only we can read it, and SIGWINCH says so."""
    del spool
    await shell.heard()
    shell.send(shell.suggest(7))
    await shell.poked()
    assert shell.reply.read_text() == "7! 500\x1egit push\x1egit status\x1e\n"
    assert shell.reply.stat().st_mode & 0o777 == 0o600


async def test_lines_that_a_terminal_would_obey_are_left_out(
    spool: Spool, dispatcher: Dispatcher, shell: Shell
) -> None:
    """Escape sequences, newlines and the separator never reach the screen; other bytes pass unchanged."""
    del spool
    dispatcher.lines = ["a\x1b[2J", "two\nlines", "x\x1ey", "tab\t", "\x9b2J", "\x7f", "é\udcff", "ok"]
    await shell.heard()
    shell.send(shell.suggest(1))
    await shell.poked()
    assert shell.reply.read_bytes() == b"1! 500\x1e\xc3\xa9\xff\x1eok\x1e\n"


async def test_destructive_lines_are_marked(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """The bits behind the empty line belong to the lines before it, also where one of these is left out."""
    del spool
    dispatcher.lines, dispatcher.marks = ["ls", "rm -r \x1b", "rm -rf a", "pwd", "rm -rf b"], 0b10110
    await shell.heard()
    shell.send(shell.suggest(1))
    await shell.poked()
    assert shell.reply.read_text() == "1! 500\x1els\x1e\x1frm -rf a\x1epwd\x1e\x1frm -rf b\x1e\n"


async def test_a_suggest_that_fails_is_answered_with_no_lines(spool: Spool, shell: Shell) -> None:
    """An error counts as read, or the shell would stop writing."""
    del spool
    await shell.heard()
    shell.send(shell.suggest(3, "fail"))
    await shell.poked()
    assert shell.reply.read_text() == "3! 0\x1e\n"


async def test_a_shell_that_the_daemon_does_not_know_is_told(
    spool: Spool, dispatcher: Dispatcher, shell: Shell
) -> None:
    """After a restart the answer carries a mark until the shell has said hello again."""
    del spool
    await shell.heard()
    dispatcher.known = 0
    shell.send([2, 1, shell.session], shell.suggest(2))
    await shell.poked()
    assert shell.reply.read_text().startswith("2! 500\x1e")
    shell.send([1, 3, shell.session], shell.suggest(4))
    await shell.poked()
    assert shell.reply.read_text().startswith("4 500\x1e")
    shell.send([2, 5, shell.session], shell.suggest(6))
    await shell.poked()
    assert shell.reply.read_text().startswith("6! 500\x1e")


async def test_a_frame_in_pieces_is_put_together(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """Bash writes as it likes; the frame counts when it is whole."""
    del spool
    await shell.heard()
    for byte in encode_frame(shell.suggest(1)):
        _write(shell.fifo, bytes([byte]))
    await shell.poked()
    assert dispatcher.served == [shell.suggest(1)]


@pytest.mark.parametrize("broken", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\1\xc1", b"\0\0\0\2\x91\xc1"])
async def test_a_broken_frame_is_counted_and_the_session_goes_on(
    spool: Spool, dispatcher: Dispatcher, shell: Shell, broken: bytes
) -> None:
    """What came whole before it is served, what follows in a later write too."""
    await shell.heard()
    _write(shell.fifo, encode_frame(shell.suggest(1)) + broken)
    await _until(lambda: spool.broken == 1)
    shell.send(shell.suggest(2))
    await _until(lambda: len(dispatcher.served) == 2)


async def test_a_message_that_is_no_request_is_counted(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """What follows it in the same write is served."""
    await shell.heard()
    shell.send("nonsense", shell.suggest(2))
    await _until(lambda: dispatcher.served)
    assert spool.broken == 1


async def test_while_one_is_served_the_next_waits(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """A session's requests never overtake each other, however slow one is."""
    del spool
    dispatcher.held = shell.session
    await shell.heard()
    shell.send([2, 1, shell.session])
    shell.send(shell.suggest(2))
    dispatcher.gate.set()
    await _until(lambda: len(dispatcher.served) == 2)
    assert [message[1] for message in dispatcher.served] == [1, 2]


async def test_a_slow_session_delays_no_other(spool: Spool, dispatcher: Dispatcher, shell: Shell) -> None:
    """Each shell has a queue of its own."""
    dispatcher.held = shell.session
    other = Shell(shell.fifo.parent)
    try:
        await other.heard()
        await shell.poked()
        shell.send(shell.suggest(1))
        await _until(lambda: spool.serving == 1)
        other.send(other.suggest(1))
        await other.poked()
        assert spool.serving == 1
    finally:
        other.die()


async def test_files_of_a_dead_shell_go_when_the_next_bell_rings(spool: Spool, paths: Paths, shell: Shell) -> None:
    """Nothing is left of a shell that was killed, and its FIFO is let go of."""
    dead = Shell(paths.run)
    (paths.run / f"{dead.session}.line").touch()
    dead.ring()
    await _until(lambda: dead.session in spool.sessions)
    dead.die()
    shell.ring()
    await _until(lambda: spool.sessions == {shell.session})
    await _until(lambda: not list(paths.run.glob(f"{dead.session}.*")))


async def test_a_shell_that_replaced_itself_has_one_session(spool: Spool, paths: Paths, shell: Shell) -> None:
    """`exec bash` keeps the process id: the files of the former session go."""
    shell.ring()
    await _until(lambda: spool.sessions == {shell.session})
    later = paths.run / f"{shell.pid}-zz9.fifo"
    os.mkfifo(later, 0o600)
    os.utime(shell.fifo, (0, 0))
    shell.ring()
    await _until(lambda: spool.sessions == {later.stem})
    assert not shell.fifo.exists()


@pytest.mark.parametrize("kind", ["link", "file", "directory"])
async def test_what_is_no_fifo_of_ours_is_refused(
    spool: Spool, paths: Paths, shell: Shell, tmp_path: Path, kind: str
) -> None:
    """A link could lead anywhere; it is neither opened nor followed."""
    shell.fifo.unlink()
    target = tmp_path / "elsewhere"
    os.mkfifo(target)
    match kind:
        case "link":
            shell.fifo.symlink_to(target)
        case "file":
            shell.fifo.touch()
        case _:
            shell.fifo.mkdir()
    paths.stalled.touch()
    shell.ring()
    await _until(lambda: not paths.stalled.exists())
    assert spool.sessions == set()


async def test_a_bell_ends_the_stall(spool: Spool, paths: Paths, shell: Shell) -> None:
    """A daemon that hears the bell is not stalled: shells may talk to it again."""
    del spool
    paths.stalled.touch()
    shell.ring()
    await _until(lambda: not paths.stalled.exists())


async def test_a_new_daemon_hears_the_shells_of_the_old_one(paths: Paths, dispatcher: Dispatcher, shell: Shell) -> None:
    """A restart needs no ring: sessions found at the start are opened."""
    spool = Spool(paths, Limits(), dispatcher.serve)
    spool.start()
    await shell.poked()
    shell.send(shell.suggest(1))
    await shell.poked()
    await spool.close()
    assert shell.fifo.exists()
    assert not paths.bell.exists()


@pytest.mark.parametrize("hangs", [False, True])
async def test_closing_waits_for_what_is_being_served(
    paths: Paths, dispatcher: Dispatcher, shell: Shell, *, hangs: bool
) -> None:
    """A request that was read is finished; one that hangs does not hold up the daemon's end."""
    spool = Spool(paths, Limits(drain_seconds=0.2), dispatcher.serve)
    spool.start()
    dispatcher.held = shell.session
    shell.send(shell.suggest(1))
    await _until(lambda: spool.serving == 1)
    if not hangs:
        asyncio.get_running_loop().call_soon(dispatcher.gate.set)
    await spool.close()
    assert bool(dispatcher.served) is not hangs


async def test_the_old_bell_is_replaced_whatever_it_was(paths: Paths, dispatcher: Dispatcher) -> None:
    """A bell that an earlier daemon left, or a file in its place, does not stop the next daemon."""
    paths.bell.write_text("not a FIFO")
    spool = Spool(paths, Limits(), dispatcher.serve)
    spool.start()
    assert paths.bell.is_fifo()
    assert paths.bell.stat().st_mode & 0o777 == 0o600
    await spool.close()


async def test_an_answer_for_a_shell_that_has_died_harms_nobody(
    spool: Spool, dispatcher: Dispatcher, shell: Shell
) -> None:
    """The shell may be gone when its answer is ready; the others are served on."""
    dispatcher.held = shell.session
    await shell.heard()
    shell.send(shell.suggest(1))
    await _until(lambda: spool.serving == 1)
    shell.die()
    dispatcher.gate.set()
    await _until(lambda: dispatcher.served)
    other = Shell(shell.fifo.parent)
    try:
        await other.heard()
    finally:
        other.die()


async def test_a_shell_is_poked_when_it_reads_keys() -> None:
    """While the terminal is in line mode the prompt is still being made, or a command runs.

    The second signal is for a shell that was not ready for the first; nothing comes after it.
    """
    main, terminal = os.openpty()
    process = SimpleNamespace(pid=os.getpid(), terminal=lambda: os.ttyname(terminal), is_running=lambda: True)
    pokes: list[int] = []
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGWINCH, pokes.append, 1)
    try:
        shell = PokedShell(cast("psutil.Process", process))
        shell.fragile = False
        shell.poke()
        shell.poke()
        await asyncio.sleep(0)
        assert not pokes
        os.write(main, b"typed ahead")
        tty.setraw(terminal, termios.TCSANOW)
        await asyncio.sleep(0)
        assert not pokes
        os.read(terminal, 100)
        await _until(lambda: len(pokes) == 2)
        shell.poke()
        shell.leave()
        tty.setcbreak(terminal)
        await asyncio.sleep(0)
        assert len(pokes) == 2
    finally:
        loop.remove_signal_handler(signal.SIGWINCH)
        os.close(main)
        os.close(terminal)
