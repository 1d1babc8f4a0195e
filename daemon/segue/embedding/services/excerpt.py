"""What a service says of an error, without what was sent to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH: Final = 120
"""Characters that are kept."""
READ: Final = 200
"""Characters that are looked at."""
TELLING: Final = 4
"""Letters from which a word could tell what was typed."""

_WORD: Final = re.compile(rf"\w{{{TELLING},}}")


def excerpt_of(body: bytes, private: Iterable[str]) -> str:
    """Return the message of an answer on one line, with … for each of its words that is one of the private texts'.

    Services like to repeat what they were sent, and errors go to the log.
    """
    message = " ".join(_message(body.decode("utf-8", "replace")).split())[:READ]
    words = {word.lower() for text in private for word in _WORD.findall(text)}
    masked = _WORD.sub(lambda found: "…" if _tells(found[0].lower(), words) else found[0], message)
    printable = "".join(letter if letter.isprintable() else "?" for letter in masked)
    return printable if len(printable) <= LENGTH else printable[: LENGTH - 1] + "…"


def _tells(word: str, private: set[str]) -> bool:
    """Tell whether a word is one of those, also when a service has cut it off or joined it with others."""
    return any(word in known or known in word for known in private)


def _message(text: str) -> str:
    """Return what common services put their messages into, else the text."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for key in ("error", "detail", "message"):
        found = answer.get(key) if isinstance(answer, dict) else None
        if isinstance(found, dict):
            found = found.get("message")
        if isinstance(found, str):
            return found
    return ""
