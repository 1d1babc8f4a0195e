"""Feedback is part of the history: whoever learns the events again learns it again."""

from __future__ import annotations

import pytest  # noqa: TC002 - hypothesis resolves the annotation
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.learner.learner import Learner
from segue.learner.rebuild import learn, learn_events
from segue.learner.snapshots import decode_snapshot, encode_snapshot
from segue.model.state import Model
from segue.store.database import open_database
from segue.store.events import START, EventStore
from tests.model.histories import learned, routine, usual_lines

NOW = 1_700_000_000.0

# Few lines and places, so that the same is turned down in the same place now and then.
shown = st.sampled_from(["git push", "cd plans"])
histories = st.lists(
    st.builds(
        Observation,
        line=st.just("git push") | st.just("") | usual_lines,
        cwd=st.sampled_from(["/", "/home/sam"]),
        exit=st.sampled_from([0, 1]),
        session=st.sampled_from(["1", "2"]),
        author=st.sampled_from(["human", "human", "agent"]),
        feedback=st.none() | st.builds(Feedback, shown, st.sampled_from(Outcome), st.integers(0, 9)),
    ),
    max_size=30,
)


@settings(max_examples=20, deadline=None)
@given(before=histories, after=histories)
def test_replay_is_live_learning(
    tmp_path_factory: pytest.TempPathFactory, before: list[Observation], after: list[Observation]
) -> None:
    """Learning as it happens, a snapshot with the events behind it, and all events anew give the same state."""
    store = EventStore(open_database(tmp_path_factory.mktemp("store") / "segue.db", NOW))
    live = Model()
    position = START
    snapshot = encode_snapshot(live, position)
    for part in (before, after):
        snapshot = encode_snapshot(live, position)
        timed = [(NOW + number, observation) for number, observation in enumerate(part, store.count())]
        for learned_at, observation in timed:
            learn(Learner(live), observation, learned_at)
        position = store.append(timed) or position
    restored, place = decode_snapshot(snapshot)
    learn_events(restored, store.after(place), place, lambda _: None)
    relearned = Model()
    learn_events(relearned, store.after(), START, lambda _: None)
    store.close()
    assert restored.to_plain() == live.to_plain()
    assert relearned.to_plain() == live.to_plain()


def test_a_refusal_holds_in_a_snapshot() -> None:
    """What was refused before the restart is refused after it, and can be taken back there."""
    model = learned(routine())
    context = model.context("1", "/home/sam", None)
    for _ in range(2):
        model.hear(context, Feedback("git status", Outcome.DISMISSED))
    restored, _ = decode_snapshot(encode_snapshot(model, START))
    assert restored.refusals.verdict(context, "git status").refused
    Learner(restored).observe(Observation("git status", cwd="/home/sam", session="1"))
    assert not restored.refusals.verdict(context, "git status").refused


def test_confidence_learns_from_what_is_taken() -> None:
    """Without feedback its weight stays exactly 0; with it the weight moves."""
    assert learned(routine()).confidence.first.values[-1] == 0.0
    taken = [
        Observation(each.line, each.cwd, each.exit, session="1", feedback=Feedback(each.line, Outcome.ACCEPTED, 3))
        for each in routine()
    ]
    assert learned(taken).confidence.first.values[-1] != 0.0
