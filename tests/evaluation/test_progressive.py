"""Progressive validation: predict, score, then learn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from segue.domain.errors import SegueError
from segue.domain.observation import Observation, Prompt
from segue.domain.workplace import Workplace
from segue.evaluation.most_recent import MostRecent
from segue.evaluation.plan import NEEDED, Plan, plan_for
from segue.evaluation.progressive import Replay, prompt_before, replay
from segue.evaluation.report import figures
from segue.evaluation.strategies import all_strategies
from segue.store.events import TRAINED_OF_AN_IMPORT, StoredEvent
from tests.evaluation.events import run, stored
from tests.model.histories import ROUTINE, routine


def most_recent(*lines: str, plan: Plan | None = None) -> Replay:
    """Replay lines through the simplest strategy."""
    return replay(run(*lines), {"most_recent": MostRecent()}, plan or Plan())


def test_every_command_is_predicted_before_it_is_learned() -> None:
    """A line is never found at its first run: of `a a b a`, the second is the first guess and the last the second."""
    outcome = most_recent("a", "a", "b", "a")
    scores = outcome.scores["most_recent"]
    assert (scores.commands, scores.first, scores.first_three) == (4, 1, 2)
    assert scores.reciprocal_ranks == 1 + 1 / 2
    assert outcome.known == 2


def test_a_prompt_is_described_as_the_daemon_saw_it() -> None:
    """Directory, session, repository and jobs are known before the line is typed; the line and its end are not."""
    seen = Observation("fg", "/srv", 1, 1e9, 5.0, "1", workplace=Workplace("/srv", "soup"), jobs=1)
    (event,) = stored([seen])
    assert prompt_before(event) == Prompt(now=1e9, cwd="/srv", session="1", workplace=seen.workplace, jobs=1)


def test_what_is_learned_first_is_not_counted() -> None:
    """The warm-up is known to the strategies, and to the share of commands that had been run before."""
    outcome = most_recent("a", "b", "a", "b", plan=Plan(learned=2))
    assert (outcome.learned, outcome.predicted, outcome.known) == (2, 2, 2)
    assert outcome.scores["most_recent"].first_three == 2


def test_a_private_command_is_not_a_prediction() -> None:
    """An event without a line is learned as a cut, and is no command that could have been predicted."""
    outcome = most_recent("a", "", "a")
    assert (outcome.predicted, outcome.known) == (2, 1)


def test_keys_are_shares_of_the_characters_that_were_typed() -> None:
    """Every line typed: `make all` saves nothing, and 7 of its 8 characters the second time. None typed: no figure."""
    every = most_recent("make all", "make all", plan=Plan(one_typed_in=1)).scores["most_recent"]
    assert every.ratios()["keystrokes_saved"] == 7 / 16
    none = most_recent("make all", "make all", plan=Plan(one_typed_in=0)).scores["most_recent"]
    assert none.ratios()["keystrokes_saved"] is None


def test_the_same_history_gives_the_same_figures() -> None:
    """Two replays agree to the last bit, segue's learning and the sample that is typed included."""
    history = stored(routine(8))
    first, second = (figures(replay(history, all_strategies(), Plan(one_typed_in=5))) for _ in range(2))
    assert first == second


def test_imported_and_recorded_commands_give_the_same_figures() -> None:
    """What is predicted is learned as a live command would have been, although an import trains less."""
    recorded = stored(routine(6))
    imported = [replace(event, observation=replace(event.observation, trains=False)) for event in recorded]
    assert figures(replay(recorded, all_strategies(), Plan())) == figures(replay(imported, all_strategies(), Plan()))


def test_of_a_long_warm_up_only_the_newest_train() -> None:
    """As an import does, so that a large history is learned in reasonable time: its oldest lines move no weights."""
    history = [
        replace(event, observation=replace(event.observation, trains=False))
        for event in run(*["a"] * (TRAINED_OF_AN_IMPORT + 3))
    ]
    seen: list[bool] = []

    class Watching(MostRecent):
        def observe(self, event: StoredEvent) -> None:
            seen.append(event.observation.trains)
            super().observe(event)

    replay(history, {"watching": Watching()}, Plan(learned=TRAINED_OF_AN_IMPORT + 2))
    assert seen == [False] * 2 + [True] * (TRAINED_OF_AN_IMPORT + 1)


def test_segue_learns_a_routine_and_becomes_sure_of_it() -> None:
    """Behind a warm-up, what comes round again and again is the first suggestion, and said with confidence."""
    values = figures(replay(stored(routine(20)), all_strategies(), Plan(learned=len(ROUTINE) * 10)))
    assert values["strategies"]["segue"]["top1"] > 0.9
    assert values["segue_over"]["match_prev_cmd"]["top1"] == pytest.approx(values["strategies"]["segue"]["top1"])
    assert values["segue_over"]["most_recent"]["top1"] is None, "the line run last is never next: nothing to divide by"
    sure = [found for found in values["calibration"]["bins"] if found["low"] >= 0.5]
    assert sum(found["count"] for found in sure) > values["commands"]["predicted"] / 2


def test_progress_reaches_the_end() -> None:
    """Whoever draws a bar is told of every event."""
    told: list[int] = []
    replay(run("a", "", "b"), {}, Plan(), told.append)
    assert told == [1, 2, 3]


def test_a_plan_learns_what_is_not_predicted() -> None:
    """The latest commands are predicted; private ones do not count; the longer of two warm-ups holds."""
    history = run(*(["a", ""] * (NEEDED + 50)))
    assert plan_for(history, warm_up=0, limit=None, one_typed_in=3) == Plan(0, 3)
    assert plan_for(history, warm_up=10, limit=NEEDED, one_typed_in=3) == Plan(50, 3)
    assert plan_for(history, warm_up=20, limit=10 * NEEDED, one_typed_in=3) == Plan(20, 3)


@pytest.mark.parametrize(("commands", "warm_up"), [(NEEDED - 1, 0), (NEEDED + 50, 51), (0, 0)])
def test_too_short_a_history_says_what_is_needed(commands: int, warm_up: int) -> None:
    """The message names how many commands there are and how many it takes."""
    with pytest.raises(SegueError, match=rf"{commands} commands.* at least {NEEDED}"):
        plan_for(run(*["a"] * commands), warm_up=warm_up, limit=None, one_typed_in=1)
