"""The particulars of a word: what it is by its looks alone, as text that stays and holes that are typed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: Final = (
    "ARG", "BRANCH", "DATE", "DIR", "FILE", "HASH", "HOST", "NUM", "PACKAGE", "SECRET", "STR", "URL", "VERSION",
)  # fmt: skip
LONGEST_WORD: Final = 48
"""Characters of a word that stays as it is; a longer one is a particular."""
LOOKED_AT: Final = 200
"""Characters of a word that is looked at closely, which bounds the time that it takes."""
REMEMBERED: Final = 4_096

LOOKS: Final = ""
"""Stands for the kind of what only its looks tell."""
NAME: Final = "NAME"
"""Stands for what is a name even where it looks like a path, such as `deployment/api`."""
LITERAL: Final = "LITERAL"
"""Stands for what stays as it is: heads, options."""


class Hole(NamedTuple):
    """What stands in a line where the template has `<KIND>`."""

    kind: str
    text: str


Piece = str | Hole

_PARTICULAR: Final = re.compile(
    r"""
      (?P<URL> [A-Za-z][\w+.-]*+://.* )
    | (?P<DATE> \d{4}-\d\d(?:-\d\d(?:[T_]\S*)?)? )
    | (?P<HOST> \d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})? | [\w.-]+@[\w-]+(?:\.[\w-]+)*
        | (?:[a-z\d-]+\.)+(?:com|org|net|io|dev|de|local|localdomain|internal|edu|gov) | localhost )
    | (?P<VERSION> v\d+(?:\.\d+)*(?:[-+.]\w+)*+ | \d+(?:\.\d+){2,}(?:[-+.]\w+)*+
        | \d+\.\d+[-.]?(?:rc|a|b|alpha|beta|dev)[\w.]* )
    | (?P<NUM> [+-]?\d+(?:[.,]\d+)?(?:[kmgtKMGT]i?[bB]?|ms|[smhdwM%])? )
    | (?P<HASH> (?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,128} | [\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}
        | sha\d+:[0-9a-f]+ )
    | (?P<FILE> .*[*?].* | ~.* | \.{0,2}/.* | .*/.* | [^:=]*[\w\])}]\.[A-Za-z]\w{0,5} | \.[A-Za-z][\w.-]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_STANDING: Final = frozenset({".", "..", "-", "--", "/", "~", "/dev/null", "*"})
"""What says more than its kind."""
_TAGGED: Final = re.compile(r"([\w./-]+?(?:==|[:@_-]))(v?\d+(?:\.\d+)+(?:[-+.]\w+)*|v\d+)")
_NUMBERED: Final = re.compile(r"((?:[A-Za-z]+[-_])+|HEAD[~^]|stash@\{|:|%)(\d+)(\}?)")
_REMOTE: Final = re.compile(r"((?:[\w.-]+@)[\w.-]+):(.*)", re.DOTALL)
_PORTS: Final = re.compile(r"(\d+):(\d+)")
_NAMED: Final = re.compile(r"([A-Za-z_@][\w.@-]*=)(.+)", re.DOTALL)
_REVISION: Final = re.compile(r"(?:HEAD|FETCH_HEAD|ORIG_HEAD|@)(?:[~^]\d*)*|stash@\{\d+\}")
_PATH: Final = re.compile(r"^\.{0,2}/|^~|[*?]|\.[a-z]{1,4}$")
"""What is a path also where names with a slash are expected."""


@lru_cache(maxsize=REMEMBERED)
def by_looks(word: str) -> Sequence[Piece]:
    """Return the pieces of a word that holds nothing the shell would take for anything but a letter or a pattern."""
    if word in _STANDING:
        return (word,)
    if len(word) > LOOKED_AT:
        return (Hole("URL" if "://" in word else "FILE" if "/" in word else "STR", word),)
    if word.isalpha():
        return (word,) if len(word) <= LONGEST_WORD else (Hole("STR", word),)
    if named := _NAMED.fullmatch(word):
        return (named[1], *by_looks(named[2])) if len(named[1]) <= LONGEST_WORD else (Hole("STR", word),)
    if tagged := _TAGGED.fullmatch(word):
        return (tagged[1], Hole("VERSION", tagged[2])) if len(tagged[1]) <= LONGEST_WORD else (Hole("STR", word),)
    if particular := _PARTICULAR.fullmatch(word):
        kind = particular.lastgroup or ""
        return (Hole("DIR" if kind == "FILE" and word.endswith("/") else kind, word),)
    if remote := _REMOTE.fullmatch(word):
        return (Hole("HOST", remote[1]), ":", Hole("FILE", remote[2])) if remote[2] else (Hole("HOST", remote[1]), ":")
    if ports := _PORTS.fullmatch(word):
        return (Hole("NUM", ports[1]), ":", Hole("NUM", ports[2]))
    if (numbered := _NUMBERED.fullmatch(word)) and len(word) <= LONGEST_WORD:
        opening, number, closing = numbered.groups()
        return (opening, Hole("NUM", number), closing) if closing else (opening, Hole("NUM", number))
    return (word,) if len(word) <= LONGEST_WORD else (Hole("STR", word),)


def as_kind(word: str, kind: str) -> Sequence[Piece]:
    """Return the pieces of a word of which the command says the kind; looks that say more prevail."""
    if kind == LOOKS:
        return by_looks(word)
    if kind == LITERAL:
        return (word,) if len(word) <= LONGEST_WORD else (Hole("STR", word),)
    if word in _STANDING and kind != "DIR":
        return (word,)
    looks = by_looks(word)
    first = looks[0]
    seen = first.kind if len(looks) == 1 and isinstance(first, Hole) else ""
    match kind:
        case "NAME":
            return looks if seen != "FILE" or _PATH.search(word) else as_kind(word, LITERAL)
        case "BRANCH" if _REVISION.fullmatch(word):
            return looks
        case "BRANCH" | "VERSION" if seen in {"VERSION", "HASH", "URL"} or (seen == "FILE" and _PATH.search(word)):
            return looks
        case "FILE" | "DIR" | "HOST" if seen == "URL":
            return looks
        case "NUM" if seen != "NUM":
            return looks
        case "REMOTE":
            return looks if seen == "URL" else _remote(word)
    return (Hole(kind, word),)


def _remote(word: str) -> Sequence[Piece]:
    host, colon, path = word.partition(":")
    if not colon or "/" in host:
        return as_kind(word, "FILE")
    return [Hole("HOST", host), ":", Hole("FILE", path)] if path else [Hole("HOST", host), ":"]
