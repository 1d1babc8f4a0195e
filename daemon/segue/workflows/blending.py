"""Puts the steps of workflows among the suggestions of the model, and tells which suggestion is which step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.observation import Suggestion
from segue.workflows.beginnings import Progress
from segue.workflows.matching import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.workflows.beginnings import Beginnings
    from segue.workflows.filling import Filled
    from segue.workflows.offers import Offer

CERTAIN: Final = 1_000
LOOKED_AT: Final = 8
"""Suggestions of which is looked whether they begin a workflow."""
SURE: Final = 0.5
"""How probable a step has to be for the one behind it to come second."""


class Blend:
    """The offers of one prompt where `prefix` has been typed, and what a line may be the beginning of."""

    def __init__(self, offers: Sequence[Offer], prefix: str, beginnings: Beginnings) -> None:
        self._offers = offers
        self._prefix = prefix
        self._beginnings = beginnings
        self._progress: dict[str, Progress] = {}

    def __call__(self, suggestions: list[Suggestion]) -> list[Suggestion]:
        """Return the suggestions with the steps among them, the most probable first.

        What both know is as probable as the more certain of them says; the others share what is left. The step after
        the best one comes second at the empty prompt, for who passes that one over. Where a line would begin a workflow
        with the value of an earlier run, and the values have counted up, the next value takes its place.
        """
        for offer in self._offers:
            line = self._line_of(offer, offer.line, offer.place, suggestions)
            if line:
                # How probable one of many ways to take a step is only the model can tell.
                if offer.line.whole or offer.asked_for:
                    suggestions = _raised(suggestions, line, round(offer.chance * CERTAIN))
                self._progress.setdefault(line, Progress(offer.place + 1, len(offer.workflow.steps)))
        return self._counted_up(self._with_the_next_but_one(suggestions))

    def progress(self, line: str) -> Progress | None:
        """Return which step of which workflow a suggestion is, if it is one."""
        return self._progress.get(line) or self._beginnings.progress(line)

    def line_of(self, offer: Offer, suggestions: Sequence[Suggestion]) -> str | None:
        """Return the line that an offer is among these suggestions."""
        return self._line_of(offer, offer.line, offer.place, suggestions)

    def _line_of(self, offer: Offer, known: Filled, place: int, suggestions: Sequence[Suggestion]) -> str | None:
        """Return the line of a step; where a value is unknown, the best suggestion that is this step has one."""
        if known.whole:
            return known.text if _extends(known.text, self._prefix) else None
        for suggestion in suggestions:
            if suggestion.line.startswith(known.text) and bind(offer.workflow, place, suggestion.line) is not None:
                return suggestion.line
        # A beginning helps who goes through a workflow step by step; as a suggestion it is wrong in any case.
        stem = known.text if offer.asked_for else ""
        return stem if stem and _extends(stem, self._prefix) else None

    def _counted_up(self, suggestions: list[Suggestion]) -> list[Suggestion]:
        due: dict[str, str] = {}
        """Of lines with an earlier value those with the next one."""
        for each in suggestions[:LOOKED_AT]:
            line = None if each.line in self._progress else self._beginnings.counted_up(each.line)
            if line and _extends(line, self._prefix):
                due[each.line] = line
        if not due:
            return suggestions
        # The first of several old ones makes room for the next, and all of them come last.
        placed = [each._replace(line=due.get(each.line, each.line)) for each in suggestions]
        news: dict[str, Suggestion] = {}
        for each in placed:
            news.setdefault(each.line, each)
        return [*news.values(), *(Suggestion(line, 0) for line in due)]

    def _with_the_next_but_one(self, suggestions: list[Suggestion]) -> list[Suggestion]:
        first = suggestions[0] if suggestions and not self._prefix else None
        for offer in self._offers:
            if first is None or offer.after is None or offer.chance < SURE or self._progress.get(first.line) is None:
                continue
            if self._line_of(offer, offer.line, offer.place, suggestions) != first.line:
                continue
            after = self._line_of(offer, offer.after, offer.place + 1, suggestions)
            if after and after != first.line:
                self._progress.setdefault(after, Progress(offer.place + 2, len(offer.workflow.steps)))
                milli = next((each.milli for each in suggestions if each.line == after), 0)
                others = [each for each in suggestions[1:] if each.line != after]
                return [first, Suggestion(after, milli), *others]
        return suggestions


def _raised(suggestions: list[Suggestion], line: str, milli: int) -> list[Suggestion]:
    """Return the suggestions with one at least so probable; what it gains the others lose, each its share."""
    before = next((each.milli for each in suggestions if each.line == line), 0)
    if milli <= before:
        return suggestions
    left, now = CERTAIN - before, CERTAIN - milli
    others = [each._replace(milli=each.milli * now // left if left else 0) for each in suggestions if each.line != line]
    place = next((at for at, each in enumerate(others) if each.milli < milli), len(others))
    return [*others[:place], Suggestion(line, milli), *others[place:]]


def _extends(line: str, prefix: str) -> bool:
    return line.startswith(prefix) and line != prefix
