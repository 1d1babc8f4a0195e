"""The system's own word on which files change, carried from watchdog's threads into the event loop."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from watchdog.events import FileSystemEvent

log = logging.getLogger(__name__)

CHANGES: Final[tuple[type[FileSystemEvent], ...]] = (
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirMovedEvent,
)
"""Only what changes a file: our own reading would otherwise be reported, and read again for that."""


class Watching:
    """Watches the directories of files, since shells replace a file rather than change it. All methods block."""

    def __init__(self, loop: asyncio.AbstractEventLoop, touch: Callable[[Path], None]) -> None:
        self._loop = loop
        self._touch = touch
        self._observer = Observer()
        self._handlers: dict[Path, _Directory] = {}

    def start(self) -> None:
        """Start the threads that wait for the system's word."""
        self._observer.start()

    def add(self, path: Path) -> None:
        """Report changes of `path` from now on; of what it points to as well when it is a link."""
        for real in {path, Path(os.path.realpath(path))}:
            self._watch(real.parent, real.name, path)

    def forget(self, path: Path) -> None:
        """Report no more changes of `path`; its directory stays watched."""
        for handler in self._handlers.values():
            for name in [name for name, reported in list(handler.paths.items()) if reported == path]:
                del handler.paths[name]

    def _watch(self, directory: Path, name: str, path: Path) -> None:
        if not directory.is_dir():
            return  # no shell can write there either
        handler = self._handlers.get(directory)
        if handler is None:
            handler = _Directory(self._loop, self._touch)
            try:
                self._observer.schedule(handler, str(directory), event_filter=list(CHANGES))
            except OSError as error:
                log.warning("changes in %s go unseen: %s", directory, error)
                return
            self._handlers[directory] = handler
        handler.paths[name] = path

    def stop(self) -> None:
        """Stop; no change is reported after this."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()


class _Directory(FileSystemEventHandler):
    """Recognises the watched files of one directory by name; macOS may report another path to the same place."""

    def __init__(self, loop: asyncio.AbstractEventLoop, touch: Callable[[Path], None]) -> None:
        self.paths: dict[str, Path] = {}
        self._loop = loop
        self._touch = touch

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report a watched file that was written, created, or renamed into place."""
        for changed in (event.src_path, event.dest_path):
            path = self.paths.get(os.path.basename(os.fsdecode(changed)))  # noqa: PTH119 - a hot path
            if path is not None:
                self._loop.call_soon_threadsafe(self._touch, path)
