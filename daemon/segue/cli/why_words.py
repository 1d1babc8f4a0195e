"""The words in which `segue why` speaks of contexts, origins and times."""

from __future__ import annotations

from typing import Any, Final

MAX_QUOTED: Final = 40
UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))

CONTEXTS: Final = {
    "line1": "after {before}",
    "line12": "after {earlier} and then {before}",
    "line123": "after the same three commands",
    "line1234": "after the same four commands",
    "template1": "after a command of the form of {before}",
    "template12": "after two commands of the form of the last two",
    "head1": "after a command of the same program as {before}",
    "head12": "after the same two programs as in {earlier} and {before}",
    "head123": "after the same three programs",
    "directory_line": "after the same change of directory",
    "place": "in {cwd}",
    "session": "in this shell",
    "visit": "in this shell without a long break",
    "serious_line": "after the same last command that had arguments",
    "word": "after a command with the last word of {before}",
    "root": "in this repository",
    "branch": "on this branch",
    "jobs": "while a job was stopped or running",
    "hour": "at this time of day",
    "directory_line+line1": "after {before}, since the same change of directory",
    "directory_line+head1": "after a command of the same program as {before}, since the same change of directory",
    "place+line1": "after {before} in {cwd}",
    "exit+line1": "after {before} with the same exit status",
    "serious_line+line1": "after {before} and the same last command that had arguments",
    "visit+line1": "after {before} in this shell",
    "visit+head1": "after a command of the same program as {before} in this shell",
    "line2+head1": "after {earlier} and a command of the same program as {before}",
    "line2+template1": "after {earlier} and a command of the form of {before}",
    "root+line1": "after {before} in this repository",
}


def in_context(name: str, before: list[str], cwd: str) -> str:
    """Return what a context is called; `before` are the latest lines, the last first, as far as they are known."""
    last, earlier = [*map(quoted, before), "the same command", "the same command"][:2]
    return CONTEXTS.get(name, name).format(before=last, earlier=earlier, cwd=printable(cwd))


def made_of(origin: dict[str, Any]) -> str:
    """Return what a line was made from that was never run."""
    like = f", as in {quoted(origin['like'])}"
    match origin["source"]:
        case "earlier-line":
            return f"with a word of {quoted(origin['words_of'])}{like}"
        case "branch":
            return f"with the name of the branch{like}"
        case "fresh":
            return f"with a name that is new in the directory{like}"
        case _:
            return f"it is what people commonly do after {quoted(origin['words_of'])}"


def times(count: float) -> str:
    """Return "once", "twice" or how many times."""
    return {0: "never", 1: "once", 2: "twice"}.get(round(count), f"{round(count):,} times")


def ago(seconds: float) -> str:
    """Return how long ago that is, in the largest unit that fits."""
    for name, length in UNITS:
        if seconds >= length:
            number = int(seconds // length)
            return f"{number:,} {name}{'s' if number > 1 else ''} ago"
    return "just now"


def quoted(line: str) -> str:
    """Return a line between quotes, cut where it is long."""
    text = printable(line)
    return f"`{text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + '…'}`"


def printable(text: str) -> str:
    """Return the text with everything escaped that a terminal would not show as it stands."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
