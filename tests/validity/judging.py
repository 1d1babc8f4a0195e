"""Asks the rules what speaks against a line in a small world."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Final

from segue.domain.outcomes import Outcomes
from segue.validity.rules import needs_of, plain_objection
from segue.validity.verdict import Kind, Question, Rule, Surroundings, Verdict
from tests.helpers.files import MemoryFiles

AROUND: Final = Surroundings(
    cwd="/srv/api",
    home="/home/ada",
    program="zsh",
    search_path="/usr/bin:/opt/bin",
    names=frozenset({"ll", "deploy", ".md", "G"}),
)
PROGRAMS: Final = """
    bat cat chmod cp diff env git grep head ls make mkdir mv node nohup npm python rm sort stat sudo tail tee touch vim
"""
FILES: Final = MemoryFiles(
    {
        **{f"/usr/bin/{name}": Kind.PROGRAM for name in PROGRAMS.split()},
        "/opt/bin/tool": Kind.PROGRAM,
        "/usr/bin/manual": Kind.ANYTHING,
        "/home/ada": Kind.DIRECTORY,
        "/home/ada/notes.txt": Kind.ANYTHING,
        "/srv": Kind.DIRECTORY,
        "/srv/api": Kind.DIRECTORY,
        "/srv/api/src": Kind.DIRECTORY,
        "/srv/api/src/main.py": Kind.ANYTHING,
        "/srv/api/run.sh": Kind.PROGRAM,
        "/srv/api/Makefile": Kind.ANYTHING,
        "/srv/api/two words.txt": Kind.ANYTHING,
    }
)


def objection(line: str, around: Surroundings = AROUND, outcomes: Outcomes = Outcomes()) -> Verdict | None:  # noqa: B008 - frozen
    """Return what speaks against a line in that world, or None."""
    verdict = plain_objection(line, around, outcomes)
    unmet = (need.verdict for need in needs_of(line, around) if not any(map(_look, need.questions())))
    return verdict or next(unmet, None)


def rule(line: str, **around: object) -> Rule | None:
    """Return the rule that speaks against a line, with these surroundings changed."""
    found = objection(line, replace(AROUND, **around))  # type: ignore[arg-type]
    return found.rule if found else None


def _look(question: Question) -> bool:
    """Ask as the kernel would: `src/..` and `src/` are what they lead to."""
    return FILES.answer(Question(question.kind, posixpath.normpath(question.path)))
