"""The evidence behind a line, counted by hand on small histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation, Prompt
from segue.domain.workplace import Workplace
from segue.model.recall import NAMES
from segue.model.state import Model
from segue.predictor.contexts import ATOMS_OF
from segue.predictor.origins import Source
from segue.predictor.predictor import Predictor
from tests.model.histories import learned, odd_histories
from tests.predictor.test_predictor import prompts
from tests.predictor.test_workplace import on, pushing

if TYPE_CHECKING:
    from segue.predictor.evidence import Evidence

START = 1_000_000.0


def ran(*runs: tuple[str, str, int]) -> list[Observation]:
    """Return lines, each with its directory and exit status, a minute apart in one session."""
    return [
        Observation(line, cwd=cwd, exit=status, start=START + 60 * place, session="1")
        for place, (line, cwd, status) in enumerate(runs)
    ]


def evidence(model: Model, line: str, cwd: str = "/srv", workplace: Workplace | None = None) -> Evidence:
    """Return what is known of a line at the next prompt of the session."""
    prompt = Prompt(cwd=cwd, session="1", workplace=workplace or Workplace())
    return Predictor(model).evidence(prompt, line)


def counts(found: Evidence) -> dict[str, tuple[int, int]]:
    """Return by its name in recall how often the line was run in each context, and how often anything was."""
    return {seen.name: (seen.holding, seen.positions) for seen in found.contexts}


def test_runs_failures_and_the_last_time() -> None:
    """Every run counts, wherever it was; failures in a row are those since the last success."""
    model = learned(ran(("make", "/srv", 0), ("make", "/srv", 2), ("ls", "/srv", 0), ("make", "/srv", 2)))
    runs = evidence(model, "make").runs
    assert runs
    assert (runs.count, runs.failures, runs.failed_in_a_row, runs.last) == (3, 2, 2, START + 180)


def test_contexts_are_counted_as_so_many_of_so_many() -> None:
    """After `git commit` came `git push` twice of three times, once of two times in this directory."""
    model = learned(
        ran(
            ("git commit", "/srv", 0),
            ("git push", "/srv", 0),
            ("git commit", "/srv", 0),
            ("ls", "/srv", 0),
            ("git commit", "/home", 0),
            ("git push", "/home", 0),
            ("git commit", "/srv", 0),
        )
    )
    found = counts(evidence(model, "git push"))
    assert found["line1"] == (2, 3)
    assert found["place+line1"] == (1, 2)
    assert found["place"] == (1, 5)
    assert "directory_line" not in found
    assert "line2" not in found


def test_the_context_that_says_most_comes_first() -> None:
    """One that always holds says nothing; one in which the line always came, and only there, says most."""
    model = learned(ran(*[("ls", "/srv", 0), ("git commit", "/srv", 0), ("git push", "/srv", 0)] * 4)[:-1])
    bits = {seen.name: seen.bits for seen in evidence(model, "git push").contexts}
    assert max(bits, key=lambda name: bits[name]) == "line1"
    assert bits["line1"] > bits["head1"] > 0
    assert bits["place"] == pytest.approx(0)


def test_a_forgotten_line_counts_nowhere() -> None:
    """Neither as a run, nor among the positions that others are counted out of."""
    model = learned(ran(*[("git commit", "/srv", 0), ("ls", "/srv", 0), ("git commit", "/srv", 0), ("pwd", "/srv", 0)]))
    model.forget("pwd")
    assert evidence(model, "pwd") == evidence(model, "never run")
    assert counts(evidence(model, "ls"))["place"] == (1, 3)


def test_the_last_word_of_an_earlier_line() -> None:
    """Of a line that was made up it is known where its word comes from, and which line took its own from there."""
    steps = [(f"{verb} {name}", "/srv", 0) for name in "abc" for verb in ("mkdir", "cd")]
    origin = evidence(learned(ran(*steps, ("mkdir photos", "/srv", 0))), "cd photos").origin
    assert origin
    assert (origin.source, origin.words_of, origin.like) == (Source.EARLIER_LINE, "mkdir photos", "cd c")


def test_the_branch() -> None:
    """Where the word is what is checked out, that is said."""
    runs = [*pushing("soup", "salad", "bread", "cheese"), ("make soup", on("tea")), ("git commit -a", on("tea"))]
    model = learned(Observation(line, cwd="/srv", exit=0, session="1", workplace=workplace) for line, workplace in runs)
    found = evidence(model, "git push -u origin tea", workplace=on("tea"))
    assert found.origin
    assert (found.origin.source, found.origin.like) == (Source.BRANCH, "git push -u origin cheese")
    assert (found.runs, found.contexts) == (None, ())
    assert found.rank


def test_what_is_new_in_the_directory() -> None:
    """Where the word is what has just been made, that is said."""
    runs = [
        step
        for number in range(4)
        for step in (
            (f"unpack box{number}", Workplace()),
            (f"cd crate{number}", Workplace(fresh=(f"crate{number}/",))),
            ("cd ..", Workplace()),
        )
    ]
    model = learned(
        Observation(line, cwd="/srv", exit=0, session="1", workplace=workplace)
        for line, workplace in [*runs, ("unpack another", Workplace())]
    )
    origin = evidence(model, "cd basket", workplace=Workplace(fresh=("basket/",))).origin
    assert origin
    assert (origin.source, origin.like) == (Source.FRESH, "cd crate3")


def test_what_is_commonly_done() -> None:
    """Where the person's own history says nothing, what people do after that line is the origin."""
    origin = evidence(learned(ran(("git clone https://x.test/soup", "/srv", 0))), "cd soup").origin
    assert origin
    assert (origin.source, origin.words_of) == (Source.USUAL, "git clone https://x.test/soup")


def test_what_was_turned_down() -> None:
    """A line that was dismissed here twice is no candidate, and the evidence says why."""
    history = ran(*[("git commit", "/srv", 0), ("git push", "/srv", 0)] * 4)
    dismissed = Feedback("git push", Outcome.DISMISSED)
    for _ in range(2):
        history += ran(("git commit", "/srv", 0))
        history.append(Observation("ls", cwd="/srv", exit=0, start=START, session="1", feedback=dismissed))
    model = learned([*history, *ran(("git commit", "/srv", 0))])
    found = evidence(model, "git push")
    assert (found.rank, found.milli, found.feedback.refused) == (None, 0, True)
    assert round(found.feedback.dismissed) == 2
    assert Predictor(model).refused(Prompt(cwd="/srv", session="1")) == ["git push"]
    assert Predictor(model).refused(Prompt(cwd="/tmp", session="1")) == []  # noqa: S108 - just another place


@given(history=odd_histories, prompt=prompts)
@settings(max_examples=25, deadline=None)
def test_the_evidence_agrees_with_the_suggestions(history: list[Observation], prompt: Prompt) -> None:
    """Whatever was run, each suggestion has its place and probability, and to ask changes nothing."""
    model = learned(history)
    before, predictor = model.to_plain(), Predictor(model)
    for place, suggestion in enumerate(predictor.suggest(prompt, "", 5), 1):
        found = predictor.evidence(prompt, suggestion.line)
        assert found.milli == suggestion.milli
        assert found.rank == place or (found.rank is None and suggestion.milli == 0)
        assert (found.runs is None) <= (found.origin is not None)
        assert all(0 < seen.holding <= seen.positions for seen in found.contexts)
        assert 0 <= found.new <= 1
    assert model.to_plain() == before


def test_contexts_bear_the_names_of_recall() -> None:
    """What is counted is what recall compares."""
    assert set(ATOMS_OF) <= set(NAMES)


def test_a_model_that_has_learned_nothing() -> None:
    """There is no evidence, and all probability is with something new."""
    found = evidence(Model(), "ls")
    assert (found.rank, found.runs, found.new) == (None, None, 1.0)
