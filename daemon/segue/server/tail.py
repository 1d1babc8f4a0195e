"""Learns from history files as they grow: commands of shells without hooks, and of times without a daemon.

The system tells when a file changes; nothing is polled. A file starts at its end when it is first seen, because
importing the past is the user's decision. A file that did not exist is known to be empty.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import HistoryFormatError
from segue.ingest.bookmark import Bookmark
from segue.ingest.echoes import PATIENCE, SETTLE, Echoes
from segue.server.tail_reading import may_be_history, read_on
from segue.server.tail_watching import Watching

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from segue.ingest.history.entry import Entry
    from segue.server.tail_reading import Reading

    Deliver = Callable[[Path, str, list[Entry]], Awaitable[None]]

log = logging.getLogger(__name__)

DEBOUNCE: Final = 0.1
"""Seconds between a change and the reading: a shell that exits writes its file three times in a row."""

MAX_FILES: Final = 100
"""Some people keep a history for each directory; more files than this are not watched."""


class HistoryTail:
    """Watches history files and hands on the commands that no hook has reported.

    Args:
        files: the history files, which need not exist yet. Nothing else is watched but what hooked shells name.
        deliver: gets each file's new entries, with the name of the shell that wrote them.
        positions: what `positions()` returned in an earlier life.
        clock: epoch seconds.
        debounce: see DEBOUNCE.
        settle: how long any entry waits for a hook's report.
        patience: how long an entry waits that began in a file which hooked shells write.
    """

    def __init__(
        self,
        files: Iterable[Path],
        deliver: Deliver,
        *,
        positions: Mapping[str, Any] | None = None,
        clock: Callable[[], float] = time.time,
        debounce: float = DEBOUNCE,
        settle: float = SETTLE,
        patience: float = PATIENCE,
    ) -> None:
        self._deliver = deliver
        self._clock = clock
        self._debounce = debounce
        self._bookmarks = _bookmarks(positions or {})
        self._echoes = Echoes(_hooked(positions or {}), patience=patience, settle=settle)
        self._shells: dict[Path, str] = {}
        self._files: tuple[Path, ...] = ()
        self._others = True
        self._new: list[tuple[Path, str]] = []
        self._known: dict[str, Path] = {}
        self._changed: dict[Path, None] = {}
        self._complained: set[Path] = set()
        self._wake = asyncio.Event()
        self._closing = False
        self._watching: Watching | None = None
        self._task: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()
        self._want(files, others=True)

    async def start(self) -> None:
        """Begin to watch; return when every file's place is known."""
        self._watching = Watching(asyncio.get_running_loop(), self._touch)
        await asyncio.to_thread(self._watching.start)
        async with self._reading:
            await self._let_go()
            await self._begin()
        self._task = asyncio.create_task(self._run(), name="history tail")

    async def close(self) -> None:
        """Stop watching; hand on what is still held back."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await self._task
        if self._watching is not None:
            await asyncio.to_thread(self._watching.stop)
        await self._hand_on(float("inf"))

    async def follow(self, files: Iterable[Path], *, others: bool) -> None:
        """Watch these files from now on; with `others` also those that shells with hooks name, and no more."""
        self._want(files, others=others)
        if self._watching is not None:
            async with self._reading:
                await self._let_go()
                await self._begin()

    def _want(self, files: Iterable[Path], *, others: bool) -> None:
        # In their order: of two names of one file the first is the one under which its place is remembered.
        self._files, self._others = tuple(files), others
        self._new += [(path, "") for path in (*self._files, *map(Path, self._bookmarks)) if self._is_followed(path)]

    def _is_followed(self, path: Path) -> bool:
        return path in self._files or (self._others and str(path) in self._echoes.hooked)

    def attend(self, path: Path, shell: str) -> None:
        """Watch the HISTFILE that a shell with hooks has named, if it is not watched yet and others are followed."""
        if path.is_absolute() and self._others:
            self._echoes.hooked.add(str(path))
            self._new.append((path, shell))
            self._wake.set()

    def expect(self, line: str, start: float | None) -> None:
        """Leave this command, which a hook has reported, out of what is handed on."""
        self._echoes.expect(line, start)

    def was_delivered(self, line: str, start: float | None) -> bool:
        """Tell, once, whether a command was handed on before its hook reported it, after all patience."""
        return self._echoes.was_released(line, start)

    def positions(self) -> dict[str, Any]:
        """Return where each file was read to, as values that JSON can hold."""
        return {name: {**mark.plain(), "hooked": name in self._echoes.hooked} for name, mark in self._bookmarks.items()}

    def _touch(self, path: Path) -> None:
        self._changed[path] = None
        self._wake.set()

    async def _run(self) -> None:
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_until_due()):
                    await self._wake.wait()
                    await asyncio.sleep(0 if self._closing else self._debounce)
            self._wake.clear()
            async with self._reading:
                await self._begin()
                changed, self._changed = self._changed, {}
                for path in changed:
                    await self._read(path)
                await self._hand_on(self._clock())

    def _seconds_until_due(self) -> float | None:
        due = self._echoes.next_due()
        return None if due is None else max(due - self._clock(), 0.0)

    async def _begin(self) -> None:
        """Watch the files that are new here, from where an earlier life has read them to, or from their ends."""
        new, self._new = self._new, []
        for path, shell in new:
            real = await asyncio.to_thread(os.path.realpath, path)
            known = self._known.setdefault(real, path)
            if known in self._shells:
                self._note_hooks(path, known)
                continue
            if (
                not self._is_followed(path)
                or len(self._shells) >= MAX_FILES
                or not await asyncio.to_thread(may_be_history, path)
            ):
                continue
            self._shells[path] = shell
            if self._watching is not None:
                await asyncio.to_thread(self._watching.add, path)
            if str(path) in self._bookmarks:
                # What came while no daemon ran may take a while to read: the start does not wait for it.
                self._touch(path)
            else:
                await self._read(path)

    async def _let_go(self) -> None:
        """Watch no file any more that is not to be followed, and forget where it was read to."""
        for path in [path for path in self._shells if not self._is_followed(path)]:
            del self._shells[path]
            if self._watching is not None:
                await asyncio.to_thread(self._watching.forget, path)
        self._known = {real: path for real, path in self._known.items() if path in self._shells}
        self._changed = {path: None for path in self._changed if path in self._shells}
        self._bookmarks = {name: mark for name, mark in self._bookmarks.items() if self._is_followed(Path(name))}

    def _note_hooks(self, path: Path, known: Path) -> None:
        """A file that is watched under another name is hooked under that name."""
        if str(path) in self._echoes.hooked:
            self._echoes.hooked.add(str(known))

    async def _read(self, path: Path) -> None:
        try:
            reading = await asyncio.to_thread(
                read_on, path, self._bookmarks.get(str(path)), self._shells[path] or "bash"
            )
        except FileNotFoundError:
            # A file that is not there yet is known to be empty.
            self._bookmarks.setdefault(str(path), Bookmark())
            return
        except (OSError, HistoryFormatError) as error:
            if path not in self._complained:
                self._complained.add(path)
                log.warning("history file %s is left alone: %s", path, error)
            return
        self._take(path, reading)

    def _take(self, path: Path, reading: Reading) -> None:
        if reading.passed_over:
            log.warning(
                "%s grew or changed by %d bytes at once: `segue import %s` learns them",
                path,
                reading.passed_over,
                path,
            )
        self._shells[path] = reading.shell
        self._bookmarks[str(path)] = reading.bookmark
        self._echoes.hold(str(path), reading.entries, self._clock())

    async def _hand_on(self, now: float) -> None:
        for path, entries in self._echoes.release(now).items():
            shell = self._shells.get(Path(path))
            if shell is None:
                continue  # it is not followed any more
            try:
                await self._deliver(Path(path), shell, entries)
            except Exception:
                log.exception("%d commands of %s are lost", len(entries), path)


def _bookmarks(positions: Mapping[str, Any]) -> dict[str, Bookmark]:
    """Return the bookmarks of an earlier life, leaving out what is damaged."""
    marks = {path: Bookmark.from_plain(plain) for path, plain in positions.items()}
    return {path: mark for path, mark in marks.items() if mark is not None}


def _hooked(positions: Mapping[str, Any]) -> list[str]:
    return [path for path, plain in positions.items() if isinstance(plain, dict) and plain.get("hooked")]
