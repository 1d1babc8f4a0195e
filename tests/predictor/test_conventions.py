"""Before a person's own history tells, what developers commonly do is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.conventions import usual_next
from segue.model.state import Model
from segue.predictor.predictor import Predictor
from tests.model.histories import learned

if TYPE_CHECKING:
    from segue.model.contexts import Context


def after(line: str) -> Context:
    """Return the context behind a line."""
    return learned([Observation(line)]).context("", None, None)


@pytest.mark.parametrize(
    ("line", "usual"),
    [
        ("git add .", "git commit"),
        ("git clone https://example.org/kitchen/soup.git", "cd soup"),
        ("git clone git@example.org:kitchen/soup", "cd soup"),
        ("mkdir bowls", "cd bowls"),
        ("tar xf crate-1.2.tar.gz", "cd crate-1.2"),
        ("git checkout -b stew", "git push -u origin stew"),
        ("sudo systemctl restart oven", "sudo systemctl status oven"),
    ],
)
def test_what_is_usual_takes_its_words_from_the_line_before(line: str, usual: str) -> None:
    """The first rule that fits is the likeliest."""
    assert next(iter(usual_next(after(line)))) == usual


@pytest.mark.parametrize("line", ["mkdir", "git", "", "gitadd .", "echo git add ."])
def test_where_no_rule_fits_nothing_is_usual(line: str) -> None:
    """A word that is missing or stands elsewhere makes no rule fit, and no rule leaves a gap behind."""
    assert all(made == made.strip() and "{" not in made for made in usual_next(after(line)))
    assert "git commit" not in usual_next(after(line))


def test_after_a_failure_nothing_is_usual() -> None:
    """What others do next they do because it went well."""
    assert usual_next(learned([Observation("git add .", exit=0)]).context("", None, None))
    assert not usual_next(learned([Observation("git add .", exit=128)]).context("", None, None))


def test_a_beginner_is_helped_from_the_second_command_on() -> None:
    """One command of history is enough to know what commonly follows it."""
    model = learned([Observation("git add .", session="1")])
    assert "git commit" in [s.line for s in Predictor(model).suggest(Prompt(session="1"), "", 3)]


def test_it_yields_to_what_the_person_does() -> None:
    """Who always tests after adding sees that, and not what others do."""
    model = Model()
    for _ in range(4):
        for line in ("git add .", "just taste"):
            Learner(model).observe(Observation(line, session="1", exit=0))
    Learner(model).observe(Observation("git add .", session="1", exit=0))
    assert Predictor(model).suggest(Prompt(session="1"), "", 1)[0].line == "just taste"


def test_what_was_forgotten_is_not_usual() -> None:
    """Nobody wants a line back that they asked to forget."""
    model = learned([Observation("git add .", session="1")])
    model.forget("git commit")
    assert "git commit" not in [s.line for s in Predictor(model).suggest(Prompt(session="1"), "", 20)]
