"""Progressive validation: every command is predicted, scored, and only then learned.

Nothing leaks from the future, and every command counts: what a strategy is measured by is what it would have shown.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from segue.domain.observation import Prompt
from segue.evaluation.keystrokes import keystrokes_saved
from segue.evaluation.scores import Scores
from segue.store.events import TRAINED_OF_AN_IMPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from segue.evaluation.plan import Plan
    from segue.evaluation.strategy import Strategy
    from segue.store.events import StoredEvent

SUGGESTED: Final = 10
"""Suggestions asked for at each prompt; the reciprocal rank of a line beyond them is 0."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The outcome: the commands learned at first, those predicted, how many had been run before, and the scores."""

    learned: int
    predicted: int
    known: int
    scores: dict[str, Scores]


def replay(
    history: Sequence[StoredEvent],
    strategies: Mapping[str, Strategy],
    plan: Plan,
    progress: Callable[[int], object] = lambda _done: None,
) -> Replay:
    """Run the history through strategies that have observed nothing yet; `progress` is told the events done."""
    scores = {name: Scores() for name in strategies}
    run: set[str] = set()
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    commands = predicted = known = 0
    for done, event in enumerate(history, 1):
        line = event.observation.line
        commands += bool(line)
        if line and commands > plan.learned:
            predicted += 1
            known += line in run
            typed = plan.one_typed_in > 0 and chance.randrange(plan.one_typed_in) == 0
            _score(event, strategies, scores, again=line in run, typed=typed)
        _observe(event, strategies, trains=commands > plan.learned - TRAINED_OF_AN_IMPORT)
        run.add(line)
        progress(done)
    return Replay(commands - predicted, predicted, known, scores)


def _score(
    event: StoredEvent,
    strategies: Mapping[str, Strategy],
    scores: Mapping[str, Scores],
    *,
    again: bool,
    typed: bool,
) -> None:
    line, prompt = event.observation.line, prompt_before(event)
    for name, strategy in strategies.items():
        scores[name].note(line, strategy.suggest(prompt, "", SUGGESTED), again=again)
        if typed:
            scores[name].note_keys(line, keystrokes_saved(strategy, prompt, line))


def _observe(event: StoredEvent, strategies: Mapping[str, Strategy], *, trains: bool) -> None:
    """Let every strategy learn.

    What is predicted trains as a live command does, and of those before as many as an import lets train; older ones
    train if they did.
    """
    if trains:
        event = replace(event, observation=replace(event.observation, trains=True))
    for strategy in strategies.values():
        strategy.observe(event)


def prompt_before(event: StoredEvent) -> Prompt:
    """Return what was known when the event's command was typed; a prompt's own time is not recorded."""
    seen, learned_at = event.observation, event.position.learned_at
    now = seen.start if seen.start is not None else learned_at if learned_at > 0 else None
    return Prompt(now=now, cwd=seen.cwd, session=seen.session, workplace=seen.workplace, jobs=seen.jobs)
