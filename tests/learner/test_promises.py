"""What must never be suggested never is, whatever the history looks like."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.observation import Observation, Prompt
from segue.ingest.observation import Source, observation_from
from segue.ingest.rules import Rejection, Rules
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.predictor.predictor import Predictor
from segue.protocol.messages import Record

CREDENTIAL = "ghp_1234567890abcdefghijABCDEFGHIJ123456"
IGNORED = "rummage *"

commands = st.sampled_from(
    [
        "git add notes",
        "git commit",
        "git push",
        "mkdir drafts",
        "cd drafts",
        "rummage drawers",
        "rummage notes",
        f"export TOKEN={CREDENTIAL}",
        f"curl -H 'Authorization: Bearer {CREDENTIAL}' https://example.org",
        f"echo {CREDENTIAL}",
        "echo diary",
    ]
)


@given(
    history=st.lists(commands, max_size=40),
    forgotten=st.sets(commands, max_size=3),
    forget_at=st.integers(0, 40),
    prefix=st.sampled_from(["", "g", "r", "cd ", "echo ", "export T", "curl -H"]),
)
@settings(max_examples=60, deadline=None)
def test_forgotten_ignored_and_secret_lines_never_come(
    history: list[str], forgotten: set[str], forget_at: int, prefix: str
) -> None:
    """Not as a line that was run, nor as one that is made up of what was; forgetting is about what came before."""
    model = Model()
    learner = Learner(model)
    rules = Rules(ignore=(IGNORED,))
    run_since: set[str] = set()
    for number, line in enumerate(history):
        if number == forget_at:
            for gone in forgotten:
                model.forget(gone)
        found = observation_from(Record(1, "1", line, "/srv", None, None, 0), Source(session="1"), rules)
        if isinstance(found, Rejection):
            learner.break_chain("1")
        else:
            assert isinstance(found, Observation)
            learner.observe(found)
        if number >= forget_at:
            run_since.add(line)
    if forget_at >= len(history):
        for gone in forgotten:
            model.forget(gone)
    shown = [each.line for each in Predictor(model).suggest(Prompt(cwd="/srv", session="1"), prefix, 60)]
    assert not any(CREDENTIAL in line for line in shown)
    assert not any(line.startswith("rummage") for line in shown)
    assert not (forgotten - run_since) & set(shown)
