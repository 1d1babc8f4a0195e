"""One session of bash or fish: its requests are read and served in order, and its reply file is written."""

from __future__ import annotations

import asyncio
import os
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import ProtocolError
from segue.protocol.messages import REPLY, STEP_FACTOR, Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from segue.server.spool_inlet import Inlet
    from segue.server.spool_shell import Shell

_SEPARATOR: Final = "\x1e"
_DESTRUCTIVE: Final = "\x1f"
"""Stands before a destructive line, where the shell has asked for marks."""
_STEP: Final = "\x1d"
"""Stands behind which step of a workflow a line is, and before the line."""
_HELLO_TOLD: Final = 3
"""Elements of a reply to hello before the mark of the settings, without the kind."""
_RETRY: Final = 1.0
"""Seconds until an answer that could not be written is written again."""
_ROBUST: Final = 400
"""The first version of bash that runs traps where it is safe, times 100."""


class Session:
    """Listens from the moment it is made until it is closed.

    Args:
        inlet: where requests come in; closed with this.
        reply: the file for answers.
        shell: who is told when there is one.
        serve: takes a decoded message and returns the reply array, or raises ProtocolError.
    """

    def __init__(
        self,
        inlet: Inlet,
        reply: Path,
        shell: Shell,
        serve: Callable[[Any], Awaitable[Any]],
    ) -> None:
        self._inlet = inlet
        self._reply = reply
        self._shell = shell
        self._serve = serve
        self._serving: asyncio.Task[None] | None = None
        self._stranger = True
        self._settings = 0
        self._open = True
        self._later: asyncio.TimerHandle | None = None
        self._refused = 0
        self._inlet.listen(self._readable)
        # What was written before anybody listened is lost. This tells the shell to begin now.
        # The token tells this opening from the one that the file may still speak of.
        self._reply_with(0, [secrets.token_hex(4)])

    @property
    def broken(self) -> int:
        """How many frames or lines held no request."""
        return self._refused + self._inlet.broken

    @property
    def serving(self) -> bool:
        """Whether a request has been read that is not answered yet."""
        return self._serving is not None and not self._serving.done()

    async def close(self, seconds: float) -> None:
        """Let what is being served be answered for that long, then let go of the inlet."""
        self._open = False
        self._inlet.pause()
        if self._serving is not None:
            await asyncio.wait({self._serving}, timeout=seconds)
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        if self._later is not None:
            self._later.cancel()
        self._shell.leave()
        self._inlet.close()

    def _readable(self) -> None:
        messages = list(self._inlet.read())
        if messages:
            self._inlet.pause()
            self._serving = asyncio.get_running_loop().create_task(self._serve_all(messages))

    async def _serve_all(self, messages: list[Any]) -> None:
        try:
            for message in messages:
                try:
                    reply = await self._serve(message)
                except ProtocolError:
                    self._refused += 1
                else:
                    self._answer(message, reply)
        finally:
            if self._open:
                self._inlet.listen(self._readable)

    def _answer(self, request: Any, reply: Any) -> None:
        match request, reply:
            case [Kind.HELLO, *fields], [kind, *told]:
                self._stranger = kind != Kind.HELLO | REPLY
                self._note_settings(told[_HELLO_TOLD:])
                # Behind what everybody says stands the shell's version.
                match fields:
                    case [_, _, _, "bash", _, _, _, int(version), *_]:
                        self._shell.fragile = version < _ROBUST
                    case [_, _, _, "fish", *_]:
                        self._shell.fragile = False
            case [Kind.RECORD, *_], [_, _, int(known), *told]:
                self._stranger = not known
                self._note_settings(told)
            case [Kind.SUGGEST, int(sequence), *_], [kind, _, *rest]:
                # A suggest that failed is answered too, or the shell would count its bytes as unread.
                answered = kind == Kind.SUGGEST | REPLY
                self._reply_with(
                    sequence, _marked_lines(rest) if answered else [], _first_chance(rest) if answered else 0
                )

    def _note_settings(self, told: list[Any]) -> None:
        match told:
            case [int(mark), *_]:
                self._settings = mark

    def _reply_with(self, sequence: int, lines: list[str], milli: int | None = None) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        try:
            self._write(sequence, lines, milli)
        except OSError:
            # A full disk. The shell waits for this before it writes much more.
            self._later = asyncio.get_running_loop().call_later(_RETRY, self._reply_with, sequence, lines, milli)
        else:
            self._shell.poke()

    def _write(self, sequence: int, lines: list[str], milli: int | None) -> None:
        settings = f" s{self._settings}" if self._settings else ""
        head = f"{sequence}{'!' * self._stranger}" + ("" if milli is None else f"{settings} {milli}")
        text = "".join(field + _SEPARATOR for field in [head, *lines]) + "\n"
        new = self._reply.with_suffix(".reply.new")
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            os.write(fd, text.encode("utf-8", "surrogateescape"))
        finally:
            os.close(fd)
        # ext4 flushes a file that is renamed over another one, which takes milliseconds now and then.
        # bash takes a missing file for "not yet", so the old one may go first; fish would complain of it.
        if self._inlet.may_miss_replies:
            self._reply.unlink(missing_ok=True)
        new.rename(self._reply)


def _first_chance(fields: list[Any]) -> int:
    """Return how probable the first line of a reply that is safe to draw is, in thousandths."""
    end = _end_of_lines(fields)
    return next(
        (int(milli) for line, milli in zip(fields[:end:2], fields[1:end:2], strict=True) if _is_printable(line)), 0
    )


def _marked_lines(fields: list[Any]) -> list[str]:
    """Return the lines of a reply that are safe to draw, with their marks and which steps of workflows they are."""
    end = _end_of_lines(fields)
    lines, (marks, *steps) = fields[:end:2], fields[end + 1 :] or [0]
    steps += [0] * (len(lines) - len(steps))
    return [
        (_DESTRUCTIVE if marks >> place & 1 else "") + _progress(step) + line
        for place, (line, step) in enumerate(zip(lines, steps, strict=False))
        if _is_printable(line)
    ]


def _end_of_lines(fields: list[Any]) -> int:
    return fields.index("") if "" in fields else len(fields)


def _progress(step: int) -> str:
    return "{}/{}".format(*divmod(step, STEP_FACTOR)) + _STEP if step else ""


def _is_printable(line: str) -> bool:
    """Tell whether a line is safe to draw: the shell puts it on the screen, and in bash 3.2 into a macro."""
    return not any(unicodedata.category(character) == "Cc" for character in line)
