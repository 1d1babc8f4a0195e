"""What developers commonly do next: lines for a person whose own history does not tell yet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.model.text import SCANNED, last_arguments

if TYPE_CHECKING:
    from segue.model.contexts import Context

ARCHIVES: Final = (".git", ".tar", ".tgz", ".zip")
ANY: Final = "*"


class Step(NamedTuple):
    """What has to have been run, and what may come next."""

    before: tuple[str, ...]
    after: str


def usual_next(context: Context) -> dict[str, float]:
    """Return what commonly follows the line before, each with a weight of at most 1, the likelier the greater.

    After a failure nothing is usual.
    """
    if not context.steps or context.failed:
        return {}
    line = context.steps[0].text
    words = tuple(line[:SCANNED].split())
    arguments = last_arguments(line)
    last = arguments[0] if arguments else ""
    found: dict[str, float] = {}
    for step in _steps().get(words[0] if words else "", ()):
        if _begins_with(words, step.before) and (last or "{" not in step.after):
            after = step.after.replace("{last}", last).replace("{name}", _bare_name(last))
            found.setdefault(after, 1.0 / (1.0 + len(found)))
    return found


@cache
def _steps() -> dict[str, list[Step]]:
    """Return the rules of `conventions.txt` by the first word of what was run."""
    text = files("segue.model").joinpath("conventions.txt").read_text(encoding="utf-8")
    steps: dict[str, list[Step]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            before, after = line.split(" > ")
            words = tuple(before.split())
            steps.setdefault(words[0], []).append(Step(words, after))
    return steps


def _begins_with(words: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(words) >= len(pattern) and all(
        wanted in {ANY, word} for wanted, word in zip(pattern, words, strict=False)
    )


def _bare_name(path: str) -> str:
    """Return the last part of a path or URL, without what a clone or an archive appends."""
    name = PurePosixPath(path.rstrip("/")).name
    for _ in range(2):
        stem, dot, suffix = name.rpartition(".")
        if stem and (dot + suffix in ARCHIVES or (stem.endswith(".tar") and suffix in {"gz", "xz", "bz2", "zst"})):
            name = stem
    return name
