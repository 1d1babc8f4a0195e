"""The daemon's log: a file of bounded size in which no command stands.

What people type is private, so a message never holds it, and of an exception that nobody expected only its type and
the place in the code are written: its own words may repeat a line. `SEGUE_LOG_TEXT=1` asks for more, in a file apart.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.server.exchange_log import EXCHANGES

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path
    from types import TracebackType

    from segue.config.paths import Paths

LARGEST: Final = 1_000_000
"""Bytes of one file."""
OLDER: Final = 3
"""Files that are kept besides."""
FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"

log = logging.getLogger(__name__)


class LogSettings(NamedTuple):
    """What is logged: the least `level`, the `text` of requests as well, and all of it on standard `error` too."""

    level: int = logging.INFO
    text: bool = False
    error: bool = False


class WordlessFormatter(logging.Formatter):
    """Writes of an exception where it was raised and what it is, never what it says."""

    def formatException(  # noqa: N802 - logging's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the frames and types, the cause first."""
        parts: list[str] = []
        error = ei[1]
        while error:
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
            parts.append(f"Traceback (most recent call last):\n{frames}\n{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))


def open_logs(paths: Paths, settings: LogSettings) -> None:
    """Write what is logged from now on to the daemon's log, and forget what earlier daemons wrote to standard error.

    Raises:
        OSError: the file cannot be opened.
    """
    # A full disk is told by `segue status`; a log that cannot be written is no reason to write more.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.setLevel(settings.level)
    root.addHandler(_rotating(paths.log))
    if settings.error:
        handler = logging.StreamHandler()
        handler.setFormatter(WordlessFormatter(FORMAT))
        root.addHandler(handler)
    EXCHANGES.propagate = False
    if settings.text:
        EXCHANGES.setLevel(logging.DEBUG)
        EXCHANGES.addHandler(_rotating(paths.text_log))
    else:
        for kept in paths.state.glob(f"{paths.text_log.name}*"):
            kept.unlink(missing_ok=True)
    _empty(paths.errors)


def log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what asyncio has to say without the objects that it says it of, whose texts may hold a line."""
    log.error("%s", context["message"], exc_info=context.get("exception"))


def _rotating(path: Path) -> RotatingFileHandler:
    handler = RotatingFileHandler(
        path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(WordlessFormatter(FORMAT))
    return handler


def _empty(path: Path) -> None:
    """Keep standard error, where a supervisor lets it go to a file, from growing with every start."""
    with contextlib.suppress(OSError):
        if os.path.samestat(os.fstat(sys.stderr.fileno()), path.stat()):
            os.ftruncate(sys.stderr.fileno(), 0)
