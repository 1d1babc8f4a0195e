"""Names of keys, such as `alt-f`, and what terminals send for them, spelled as each shell reads it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

ESCAPE: Final = "\x1b"
_NAMED: Final = MappingProxyType(
    {
        "right": ("\x1b[C", "\x1bOC"),
        "left": ("\x1b[D", "\x1bOD"),
        "up": ("\x1b[A", "\x1bOA"),
        "down": ("\x1b[B", "\x1bOB"),
        "end": ("\x1b[F", "\x1bOF", "\x1b[4~"),
        "home": ("\x1b[H", "\x1bOH", "\x1b[1~"),
        # iTerm sends 9 for Alt.
        "alt-right": ("\x1b[1;3C", "\x1b[1;9C"),
        "alt-left": ("\x1b[1;3D", "\x1b[1;9D"),
        "alt-up": ("\x1b[1;3A", "\x1b[1;9A"),
        "alt-down": ("\x1b[1;3B", "\x1b[1;9B"),
        "ctrl-right": ("\x1b[1;5C",),
        "ctrl-left": ("\x1b[1;5D",),
        "ctrl-up": ("\x1b[1;5A",),
        "ctrl-down": ("\x1b[1;5B",),
        "shift-right": ("\x1b[1;2C",),
        "tab": ("\t",),
        "shift-tab": ("\x1b[Z",),
        "ctrl-space": ("\0",),
        "delete": ("\x1b[3~",),
        "page-up": ("\x1b[5~",),
        "page-down": ("\x1b[6~",),
    }
)
_CTRL: Final = re.compile(r"ctrl-([a-z])")
_ALT: Final = re.compile(r"alt-([!-~])")
_RAW: Final = re.compile(r"\\e[ -~]{1,12}")
MUST: Final = r"be a key, such as right, ctrl-f, alt-n, or what a terminal sends, such as \e[1;3C"


def is_key(name: str) -> bool:
    """Tell whether this names a key: `right`, `ctrl-f`, `alt-f`, or what a terminal sends, escape and what follows."""
    return bool(name in _NAMED or _CTRL.fullmatch(name) or _ALT.fullmatch(name) or _RAW.fullmatch(name))


def sequences(names: Iterable[str]) -> list[str]:
    """Return what terminals send for these keys, in their order and each once."""
    return list(dict.fromkeys(sequence for name in names for sequence in _sent(name)))


def _sent(name: str) -> tuple[str, ...]:
    if name in _NAMED:
        return _NAMED[name]
    if found := _CTRL.fullmatch(name):
        return (chr(ord(found[1]) - ord("a") + 1),)
    if found := _ALT.fullmatch(name):
        return (ESCAPE + found[1],)
    return (ESCAPE + name.removeprefix("\\e"),)


def for_zsh(sequence: str) -> str:
    """Spell a sequence as bindkey reads it."""
    return "".join(f"^{chr(ord(each) + 64)}" if each < " " else _quoted(each, "\\^") for each in sequence)


def for_bash(sequence: str) -> str:
    """Spell a sequence as `bind` reads it."""
    spelled = {ESCAPE: "\\e", "\0": "\\C-@"}
    return "".join(
        spelled.get(each) or (f"\\C-{chr(ord(each) + 96)}" if each < " " else _quoted(each, '\\"')) for each in sequence
    )


def for_fish(sequence: str) -> str:
    """Spell a sequence as `bind` of fish reads it: as it is; nothing for one that no variable of fish can hold."""
    return "" if "\0" in sequence else sequence


def _quoted(character: str, special: str) -> str:
    return f"\\{character}" if character in special else character
