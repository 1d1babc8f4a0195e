"""The one line that loads segue, put into the bytes of an rc file and taken out again so that nothing else changes."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from segue.domain.quoting import quote

if TYPE_CHECKING:
    from pathlib import Path

MARK: Final = b"# segue setup"
OWN_BREAK: Final = {b"\n": rb" (and the \n before it)", b"\r\n": rb" (and the \r\n before it)"}
"""Said behind the mark where the file had no line break at its end: the one that was added goes with the line."""
_OURS: Final = re.compile(
    rb"^[#\t ]*if [^\n]*; (?:fi|end) # segue setup(?P<own>| \(and the \\n before it\)| \(and the \\r\\n before it\))"
    rb"\r?(?:\n|\Z)",
    re.MULTILINE,
)
_LOADS: Final = re.compile(rb"^[^#\n]*(?:segue init (?:zsh|bash|fish)|segue/init\.(?:zsh|bash|fish))", re.MULTILINE)


def loading_line(shell: str, script: Path, home: Path) -> bytes:
    """Return the line that loads the script where it can be read, and costs and says nothing where it cannot.

    A path below the home directory is written with $HOME, for rc files that several machines share.
    """
    word = _word(os.fsencode(script), os.fsencode(home), shell)
    if shell == "fish":
        return b"if test -r %b; source %b; end %b" % (word, word, MARK)
    # sh reads .profile, and would stumble over the hook.
    guard = b'[ -n "${BASH_VERSION-}" ] && ' if shell == "bash" else b""
    return b"if %b[ -r %b ]; then . %b; fi %b" % (guard, word, word, MARK)


def has_line(text: bytes) -> bool:
    """Tell whether our line is there, even where somebody has made a comment of it."""
    return _OURS.search(text) is not None


def loads_segue(text: bytes) -> bool:
    """Tell whether the file loads segue, by our line or by one that the person wrote."""
    return _LOADS.search(text) is not None or any(found[0].startswith(b"if ") for found in _OURS.finditer(text))


def with_line(text: bytes, line: bytes) -> bytes:
    """Return the text with this line of ours, where it has one already, or at its end."""
    found = list(_OURS.finditer(text))
    if found:
        first = found[0]
        rest = remove_line(text[first.end() :])
        ending = first[0][first[0].index(MARK) + len(MARK) :]
        return text[: first.start()] + line + ending + rest
    last_break = text.rfind(b"\n")
    ending = b"\r\n" if last_break > 0 and text[last_break - 1 : last_break] == b"\r" else b"\n"
    if not text or text.endswith(b"\n"):
        return text + line + ending
    return text + ending + line + OWN_BREAK[ending] + ending


def remove_line(text: bytes) -> bytes:
    """Return the text without our lines; a break that was added for one goes too, unless something stands behind it."""
    while found := _OURS.search(text):
        before, after = text[: found.start()], text[found.end() :]
        if found["own"] and not after:
            before = before.removesuffix(b"\r\n" if rb"\r\n" in found["own"] else b"\n")
        text = before + after
    return text


def _word(path: bytes, home: bytes, shell: str) -> bytes:
    """Return the path as one word of the shell."""
    if home != b"/" and path.startswith(home + b"/"):
        rest = re.sub(rb'([\\"$`])' if shell != "fish" else rb'([\\"$])', rb"\\\1", path[len(home) :])
        return b'"$HOME%b"' % rest
    return os.fsencode(quote(shell, os.fsdecode(path)))
