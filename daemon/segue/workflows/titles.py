"""What a workflow is called until the person names it, and what it is for: by the rules in `titles.toml`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.workflows.operands import ANOTHER_NAME, SUBCOMMANDS, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from segue.domain.workflow import Step, Workflow

OTHER: Final = "other"
LIGHT: Final = {"files": 0.4, "editor": 0.3, "git": 0.8, "network": 0.8, "system": 0.9, "deploy": 2.5, "test": 1.5}
"""What a step says about what all are for, where that is not 1."""
MOST_PHRASES: Final = 4
LONGEST: Final = 60
"""Characters of what tells a title from another one."""

_PLAIN: Final = re.compile(r"[A-Za-z][\w.:-]*")
_NAMES: Final = re.compile(r"(?<![\w<-])[A-Za-z][A-Za-z\d_-]*[A-Za-z\d](?![\w>])")
_SECOND: Final = re.compile(r"&&|\|\||[;|\n]")
_COMMON_NAMES: Final = """
origin upstream main master develop head latest install build push pull run test add set image get apply status start
restart stop up down src dist bin lib app py js ts rs go sh txt md json yaml yml toml tar gz https http com org io www
dev prod venv local home usr var etc tmp true false
"""
_COMMON: Final = frozenset(_COMMON_NAMES.split())


class _Rule(NamedTuple):
    category: str
    phrase: str


def category_of(steps: Sequence[Step]) -> str:
    """Return what most of the steps are for."""
    votes: Counter[str] = Counter()
    for step in steps:
        rule, _ = _rule(_words(step.template))
        if rule:
            votes[rule.category] += LIGHT.get(rule.category, 1.0)  # type: ignore[assignment] # a Counter of weights
    return max(votes, key=lambda category: votes[category]) if votes else OTHER


def title_of(workflow: Workflow) -> str:
    """Return what the steps do, in the words of the rules, and to what they have in common."""
    patterns = [workflow.pattern(place) for place in range(len(workflow.steps))]
    told = [pattern for pattern, step in zip(patterns, workflow.steps, strict=True) if not step.optional]
    phrases = _phrases(told)
    if len(phrases) < 2:  # noqa: PLR2004 - one phrase says less than what is optional
        phrases = _phrases(patterns) or [" ".join(_words(patterns[0])[:2])]
    if len(phrases) > MOST_PHRASES:
        phrases = [*phrases[: MOST_PHRASES - 1], phrases[-1]]
    title = " and ".join(filter(None, [", ".join(phrases[:-1]), phrases[-1]]))
    name = _common_name(patterns)
    if name and name.lower() not in title.lower().split():
        title += f" {name}"
    return title[:1].upper() + title[1:]


def tell_apart(titles: Sequence[str], patterns: Sequence[Sequence[str]]) -> list[str]:
    """Return the titles with what is different about those that are the same: a step, or at last a number."""
    told: list[str] = []
    steps: dict[str, set[str]] = {}
    for title, pattern in zip(titles, patterns, strict=True):
        known = steps.setdefault(title, set())
        new = next((step for step in pattern if step not in known), None)
        candidates = [title] if not known else [f"{title}: {_short(new)}"] if new else []
        known.update(pattern)
        numbered = (f"{title} ({number})" for number in range(2, len(titles) + 2))
        told.append(next(name for name in (*candidates, *numbered) if name not in told))
    return told


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _phrases(patterns: Iterable[str]) -> list[str]:
    """Return what a title says of the lines, each thing once."""
    found: dict[str, None] = {}
    for pattern in patterns:
        for command in _SECOND.split(pattern):
            words = _words(command)
            if not words:
                continue
            rule, length = _rule(words)
            following = next((word for word in words[length if rule else 1 :] if _PLAIN.fullmatch(word)), "")
            phrase = rule.phrase if rule else "{head} {}"
            head = command.split()[-len(words)].rpartition("/")[2]
            if text := phrase.replace("{}", following).replace("{head}", head).strip():
                found[text] = None
    return list(found)


def _words(pattern: str) -> list[str]:
    """Return the words of a line from its command on."""
    words = pattern.split()
    begin = next((place for place, word in enumerate(words) if word not in WRAPPERS and "=" not in word), len(words))
    return [ANOTHER_NAME.get(word, word) if place == 0 else word for place, word in enumerate(words[begin:])]


def _rule(words: Sequence[str]) -> tuple[_Rule | None, int]:
    """Return the rule for a line and how many of its words it takes; options may stand between them."""
    rules = _rules()
    without_options = [word for word in words if not word.startswith("-")]
    for length in range(min(3, len(words)), 0, -1):
        for taken in (words[:length], without_options[:length]):
            if rule := rules.get(" ".join(taken)):
                return rule, length
    return None, 0


@cache
def _rules() -> dict[str, _Rule]:
    table = tomllib.loads(files("segue.workflows").joinpath("titles.toml").read_text(encoding="utf-8"))
    return {words: _Rule(category, phrase) for category, rules in table.items() for words, phrase in rules.items()}


def _common_name(patterns: Sequence[str]) -> str:
    """Return the name that most steps have in common, such as that of a service; empty if fewer than two do."""
    counts: Counter[str] = Counter()
    for pattern in patterns:
        words = _words(pattern)
        verbs = 1 + (bool(words) and words[0] in SUBCOMMANDS)
        operands = [word for word in words[verbs:] if word[0] not in "-./~$'\""]
        counts.update({name for word in operands for name in _NAMES.findall(word) if name.lower() not in _COMMON})
    best = max(counts, key=lambda name: (counts[name], -len(name), name), default="")
    return best if counts[best] >= max(2, len(patterns) / 3) else ""
