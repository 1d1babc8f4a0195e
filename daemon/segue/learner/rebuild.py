"""Learns a history from the store's events: the whole of it, or what came after a snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from segue.learner.learner import Learner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from segue.domain.observation import Observation
    from segue.model.state import Model
    from segue.store.events import Position, StoredEvent

REPORT_EVERY: Final = 100


def learn(learner: Learner, observation: Observation, learned_at: float) -> None:
    """Learn one observation; an empty line cuts the chain of its session.

    A command whose start nobody knows began, for the model, when it was learned.
    """
    if not observation.line:
        learner.break_chain(observation.session)
    elif observation.start is None and learned_at > 0:
        learner.observe(replace(observation, start=learned_at))
    else:
        learner.observe(observation)


def learn_events(
    model: Model, events: Iterable[StoredEvent], position: Position, progress: Callable[[int], None]
) -> Position:
    """Learn the events in order and return the last one's position (`position` if there were none).

    `progress` is told now and then how many are done.
    """
    learner = Learner(model)
    for done, event in enumerate(events, 1):
        learn(learner, event.observation, event.position.learned_at)
        position = event.position
        if done % REPORT_EVERY == 0:
            progress(done)
    return position
