"""A shell in a real terminal: keys go in, and what a person would see comes out.

The shell runs in a pseudo-terminal (pexpect) whose output is drawn by a terminal emulator (pyte), so a test
can ask what stands where and in which style. Nothing here sleeps for luck: a test sends keys and waits until
the screen says what was promised; when it never does, the failure shows the screen.
"""

from __future__ import annotations

import os
import select
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE: Final = 15.0
"""Seconds until a wait fails; generous, because it is only ever used up by a broken promise."""

_POLL: Final = 0.02
_CHUNK: Final = 65536

OTHER_SCREEN: Final = 1049
"""The private mode in which full-screen programs draw, and after which everything is as it was."""


class Cursor(NamedTuple):
    """Where the next character will appear; both count from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a character looks; a plain one equals `Style()`."""

    foreground: str = "default"
    background: str = "default"
    bold: bool = False
    faint: bool = False
    underline: bool = False
    reverse: bool = False

    @property
    def dim(self) -> bool:
        """Whether this is how hints are drawn: faint (SGR 2) or in a colour of their own."""
        return self.faint or self.foreground != "default"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of characters in one row that share a style."""

    row: int
    column: int
    text: str
    style: Style


class _Screen(pyte.Screen):
    """pyte forgets SGR 2 (faint); the blink flag, which no shell uses, remembers it."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, rows)
        self._answer = answer
        self._aside: tuple[dict[int, Any], int, int] | None = None

    def write_process_input(self, data: str) -> None:
        """Answer a program that asks where the cursor is, as a real terminal does."""
        self._answer(data)

    def set_mode(self, *modes: int, **options: Any) -> None:
        """Put the screen aside when a program asks for the other one, which pyte does not know."""
        if OTHER_SCREEN in modes and options.get("private") and self._aside is None:
            self._aside = (dict(self.buffer), self.cursor.y, self.cursor.x)
            self.buffer.clear()
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        """Bring the screen back."""
        if OTHER_SCREEN in modes and options.get("private") and self._aside is not None:
            rows, self.cursor.y, self.cursor.x = self._aside
            self.buffer.clear()
            self.buffer.update(rows)
            self._aside = None
        super().reset_mode(*modes, **options)

    def select_graphic_rendition(self, *attributes: int, **_private: Any) -> None:
        translated: list[int] = []
        rest = iter(attributes)
        for attribute in rest:
            match attribute:
                case 2:
                    translated.append(5)
                case 22:
                    translated += [22, 25]
                case 38 | 48:
                    # The numbers after these are a colour: a 2 among them is not "faint".
                    kind = next(rest, 0)
                    colour = [value for _, value in zip(range({5: 1, 2: 3}.get(kind, 0)), rest, strict=False)]
                    translated += [attribute, kind, *colour]
                case _:
                    translated.append(attribute)
        super().select_graphic_rendition(*translated)


class Terminal:
    """One shell (or any program) in a terminal of its own.

    Use it as a context manager: at the end the program is hung up on, as if the window had been closed.

    Args:
        argv: the program and its arguments.
        env: the whole environment of the program; TERM is set here.
        cwd: where it starts.
        columns: width of the terminal.
        rows: height of the terminal. Lines that scroll out are gone, so make it tall rather than scroll.
    """

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, columns: int = 80, rows: int = 40
    ) -> None:
        self._screen = _Screen(columns, rows, self.send)
        self._stream = pyte.ByteStream(self._screen)
        self._process = pexpect.spawn(
            argv[0],
            list(argv[1:]),
            env={**env, "TERM": "xterm-256color"},
            cwd=str(cwd),
            dimensions=(rows, columns),
        )
        self._fd = self._process.child_fd
        os.set_blocking(self._fd, False)
        self.output = bytearray()
        """Every byte that the program has written."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._process.pid or 0)

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return bool(self._process.isalive())

    def send(self, keys: str | bytes) -> None:
        """Press keys, reading what comes back meanwhile: unread output would stop the program's reading too.

        Ctrl-C makes the terminal drop the keys that nobody has read yet, those sent right behind it included.
        """
        pending = memoryview(keys.encode("utf-8", "surrogateescape") if isinstance(keys, str) else keys)
        deadline = time.monotonic() + PATIENCE
        while pending:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(pending)} bytes of input were never read\n{self}")
            readable, writable, _ = select.select([self._fd], [self._fd], [], _POLL)
            if readable and not self._read():
                raise AssertionError(f"the program ended before it read its input\n{self}")
            if writable:
                try:
                    # Small pieces: a terminal's input queue holds 4 kB and rejects what does not fit at all.
                    pending = pending[os.write(self._fd, pending[:1024]) :]
                except BlockingIOError:
                    continue

    def wait_until(
        self, predicate: Callable[[Terminal], object], promise: str = "", *, seconds: float = PATIENCE
    ) -> None:
        """Read output until the predicate holds.

        Args:
            predicate: called with this terminal after every piece of output, and now and then without any,
                so that it may look at files and processes as well.
            promise: what should have happened, for the failure message.
            seconds: how long it may take.
        """
        deadline = time.monotonic() + seconds
        while not predicate(self):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds:g} s: {promise or predicate}\n{self}")
            if select.select([self._fd], [], [], _POLL)[0] and not self._read() and not predicate(self):
                raise AssertionError(f"the program ended before: {promise or predicate}\n{self}")

    def wait_for_exit(self) -> int:
        """Read output until the program has ended; return its exit status, or minus the fatal signal."""
        deadline = time.monotonic() + PATIENCE
        while self._process.isalive():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program does not end\n{self}")
            if select.select([self._fd], [], [], _POLL)[0]:
                self._read()
        status, killed_by = self._process.exitstatus, self._process.signalstatus
        return int(status) if status is not None else -int(killed_by or 0)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program gets SIGWINCH."""
        self._screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def close(self) -> None:
        """Close the window: the program is hung up on and, should that not be enough, killed."""
        if self._process.isalive():
            self._process.kill(signal.SIGHUP)
            self._process.kill(signal.SIGKILL)
        self._process.close(force=True)

    @property
    def cursor(self) -> Cursor:
        """Where the cursor is."""
        return Cursor(self._screen.cursor.y, self._screen.cursor.x)

    @property
    def lines(self) -> list[str]:
        """Every row, without the blanks at its end."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The rows joined, without the empty ones at the bottom."""
        return "\n".join(self.lines).rstrip("\n")

    @property
    def line(self) -> str:
        """The row with the cursor."""
        return self.lines[self.cursor.row]

    @property
    def before_cursor(self) -> str:
        """What stands left of the cursor in its row, blanks included."""
        return self._cells(self.cursor.row, 0, self.cursor.column)

    @property
    def after_cursor(self) -> str:
        """What stands at the cursor and right of it, without the blanks at the end."""
        return self._cells(self.cursor.row, self.cursor.column, self._screen.columns).rstrip()

    def style(self, row: int, column: int) -> Style:
        """Return how one character looks."""
        cell = self._screen.buffer[row][column]
        return Style(cell.fg, cell.bg, cell.bold, cell.blink, cell.underscore, cell.reverse)

    def runs(self, row: int | None = None) -> list[Run]:
        """Return what is not plain, on one row or the whole screen, cut where the style changes.

        A run may hold blanks but never ends with one.
        """
        rows = range(self._screen.lines) if row is None else [row]
        return [run for number in rows for run in self._runs(number)]

    def hints(self, row: int | None = None) -> list[str]:
        """Return the texts drawn faint or in a colour of their own, on one row or the whole screen."""
        return [run.text for run in self.runs(row) if run.style.dim]

    def ghost(self) -> str:
        """Return the dim text that begins at the cursor, across rows where it wraps, or ""."""
        row, column = self.cursor
        found = ""
        # At the right margin pyte keeps the cursor one column outside, a real terminal on the next row.
        while row < self._screen.lines:
            while column < self._screen.columns and self.style(row, column).dim:
                found += self._screen.buffer[row][column].data
                column += 1
            if column < self._screen.columns:
                break
            row, column = row + 1, 0
        return found.rstrip()

    def __str__(self) -> str:
        """Draw the screen for a failure message; hints stand in {}, the cursor is ▏."""
        drawn = []
        for number, line in enumerate(self.lines):
            marked = line
            if number == self.cursor.row:
                marked = line[: self.cursor.column] + "▏" + line[self.cursor.column :]
            hints = "".join(f"   {{{hint}}}" for hint in self.hints(number))
            drawn.append(f"{number:3} {marked}{hints}")
        while drawn and drawn[-1].strip().isdigit():
            drawn.pop()
        return "\n".join(["--- screen ---", *drawn, "---"])

    def _read(self) -> bool:
        """Take in what the program has written; False at its end."""
        try:
            data = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:  # EIO: the last process that had the terminal open is gone
            return False
        self.output += data
        self._stream.feed(data)
        return bool(data)

    def _cells(self, row: int, start: int, end: int) -> str:
        # The second cell of a wide character is empty, so text and columns differ in length there.
        return "".join(self._screen.buffer[row][column].data for column in range(start, end))

    def _runs(self, row: int) -> Iterator[Run]:
        start, columns = 0, self._screen.columns
        while start < columns:
            style = self.style(row, start)
            end = start + 1
            while end < columns and self.style(row, end) == style:
                end += 1
            text = self._cells(row, start, end).rstrip()
            if style != Style() and text:
                yield Run(row, start, text, style)
            start = end
