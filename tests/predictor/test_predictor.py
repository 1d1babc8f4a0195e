"""Suggesting the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.holes import has_hole
from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.recall import NO_GROUP
from segue.model.scene import look
from segue.model.state import Model
from segue.model.window import SIZE
from segue.predictor.predictor import Predictor
from tests.model.histories import learned, odd_histories, odd_lines, routine, sessions, times

if TYPE_CHECKING:
    from collections.abc import Sequence

prompts = st.builds(
    Prompt,
    now=times,
    cwd=st.none() | st.just("/\udcff"),
    session=sessions,
    after=st.none() | st.lists(odd_lines, max_size=8).map(tuple),
)


@given(
    history=odd_histories,
    prompt=prompts,
    prefix=st.sampled_from(["", "g", "git ", "cd ", "\0", "x", "\udcff", " ", "a\n"]),
    k=st.integers(-1, 60),
)
@settings(max_examples=40, deadline=None)
def test_suggestions_keep_their_promises(history: list[Observation], prompt: Prompt, prefix: str, k: int) -> None:
    """They extend the prefix, differ, are at most k, hold no hole, and their chances descend within a thousand."""
    model = learned(history)
    before = model.to_plain()
    suggestions = Predictor(model).suggest(prompt, prefix, k)
    lines = [suggestion.line for suggestion in suggestions]
    milli = [suggestion.milli for suggestion in suggestions]
    assert len(lines) <= max(k, 0)
    assert all(line.startswith(prefix) and len(line) > len(prefix) for line in lines)
    assert len(set(lines)) == len(lines)
    assert not any(map(has_hole, lines))
    assert milli == sorted(milli, reverse=True)
    assert sum(milli) <= 1_000
    assert all(m >= 0 for m in milli)
    assert model.to_plain() == before


@given(
    history=odd_histories, asked=st.lists(st.tuples(prompts, st.sampled_from(["", "g", "gi", "cd ", "m"])), max_size=8)
)
@settings(max_examples=40, deadline=None)
def test_what_was_asked_before_changes_no_answer(history: list[Observation], asked: list[tuple[Prompt, str]]) -> None:
    """A predictor that goes on from its last prompt answers like a fresh one, whatever happens in between."""
    model = Model()
    used = Predictor(model)
    for place, observation in enumerate(history):
        for prompt, prefix in asked:
            assert used.suggest(prompt, prefix, 9) == Predictor(model).suggest(prompt, prefix, 9)
        Learner(model).observe(observation)
        if place % 5 == 0:
            model.forget(observation.line)


def test_a_new_person_is_offered_nothing() -> None:
    """Without a history there is nothing to suggest."""
    assert Predictor(Model()).suggest(Prompt(), "", 5) == []


def test_every_known_line_is_found_by_its_beginning() -> None:
    """Lines that are not worth ranking follow the others, the most recent first."""
    history = [Observation(line=f"bake target{i}", trains=False) for i in range(300)]
    suggestions = Predictor(learned(history)).suggest(Prompt(), "bake t", 300)
    assert {s.line for s in suggestions} == {o.line for o in history}
    last = [int(s.line.removeprefix("bake target")) for s in suggestions if s.milli == 0][-100:]
    assert last == sorted(last, reverse=True)


def test_a_very_common_beginning_still_finds_what_is_recent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many lines share a beginning to look at all, the latest are ranked and the rest follow."""
    monkeypatch.setattr("segue.model.candidates.BROAD", 10)
    history = [Observation(line=f"bake target{i}", trains=False) for i in range(SIZE + 50)]
    suggestions = Predictor(learned(history)).suggest(Prompt(), "bake t", SIZE + 50)
    assert {s.line for s in suggestions} == {o.line for o in history}
    assert suggestions[0].milli > 0


def test_what_if_replaces_what_was_run() -> None:
    """Asked what would come after other lines, the session's own do not matter."""
    model = learned(routine())
    after = Prompt(session="1", after=("git status", "git add notes.md"))
    assert Predictor(model).suggest(after, "", 1)[0].line == "git commit -m 'Note it'"


def test_a_word_just_used_completes_a_line_never_run() -> None:
    """A new directory is offered to the command that usually takes one, once that is typed."""
    model = learned(routine(6))
    Learner(model).observe(Observation(line="mkdir sketches", session="1", start=2_000_000.0))
    suggestions = Predictor(model).suggest(Prompt(now=2_000_001.0, session="1"), "cd s", 3)
    assert suggestions[0].line == "cd sketches"


@pytest.mark.parametrize(("status", "expected"), [(2, "make clean"), (0, "make install"), (None, "make install")])
def test_what_followed_a_failure_twice_is_what_repairs_it(status: int | None, expected: str) -> None:
    """After a line has failed comes what came after its last two failures, though more often it went well."""
    fine, broken = [("make", 0), ("make install", 0)], [("make", 2), ("make clean", 0)]
    model = learned(_ended([*4 * fine, *2 * broken, *4 * fine, ("make", status)]))
    assert Predictor(model).suggest(Prompt(now=1_000_500.0, session="1"), "", 1)[0].line == expected


def test_a_forgotten_repair_is_not_offered() -> None:
    """Where the line that came after the failures is gone, nothing takes its place."""
    model = learned(_ended([("make", 2), ("make clean", 0), ("make", 2), ("make clean", 0), ("make", 2)]))
    model.forget("make clean")
    assert look(model, model.context("1", None, 2_000_000.0)).recalled.repair == NO_GROUP


def _ended(runs: Sequence[tuple[str, int | None]]) -> list[Observation]:
    """Return commands of one session, each with its exit status, twenty seconds apart."""
    return [
        Observation(line=line, cwd="/srv", exit=status, start=1_000_000.0 + 20 * place, session="1")
        for place, (line, status) in enumerate(runs)
    ]


def test_repetition_does_not_hide_what_comes_next() -> None:
    """Where a line is often repeated, or recorded twice, what follows it is still known."""
    history = []
    for _ in range(12):
        history += [Observation(line=line, exit=0) for line in ("vi notes", "make", "make", "make", "git push")]
    model = learned(history)
    for line in ("vi notes", "make", "make", "make"):
        Learner(model).observe(Observation(line=line, exit=0))
    assert Predictor(model).suggest(Prompt(), "", 1)[0].line == "git push"


def test_what_was_prepared_changes_no_answer() -> None:
    """A prompt that was recalled ahead is answered as one that was not, also when it turns out to be another one."""
    model = learned(routine())
    here, there = (Prompt(session="1", cwd=cwd, now=None) for cwd in ("/home/sam", "/"))
    expected = [Predictor(model).suggest(prompt, "", 10) for prompt in (here, there)]
    prepared = Predictor(model)
    prepared.prepare(here)
    assert [prepared.suggest(prompt, "", 10) for prompt in (here, there)] == expected
    Predictor(Model()).prepare(here)
