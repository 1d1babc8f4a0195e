"""Puts the steps of workflows among the suggestions of the model, and tells which suggestion is which step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.observation import Suggestion
from segue.workflows.matching import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.workflows.book import Book
    from segue.workflows.filling import Filled
    from segue.workflows.offers import Offer

CERTAIN: Final = 1_000
SURE: Final = 0.5
"""How probable a step has to be for the one behind it to come second."""
LIKELY: Final = 0.5
"""How probable the second step has to be for the first to be shown as one."""


class Progress(NamedTuple):
    """A step of a workflow, from 1, and how many there are."""

    step: int
    of: int


class Blend:
    """The offers of one prompt where `prefix` has been typed; `begins` tells what a line may be the first step of."""

    def __init__(self, offers: Sequence[Offer], prefix: str, begins: Callable[[str], Progress | None]) -> None:
        self._offers = offers
        self._prefix = prefix
        self._begins = begins
        self._progress: dict[str, Progress] = {}

    def __call__(self, suggestions: list[Suggestion]) -> list[Suggestion]:
        """Return the suggestions with the steps among them, the most probable first.

        What both know is as probable as the more certain of them says; the others share what is left. The step after
        the best one comes second at the empty prompt, for who passes that one over.
        """
        for offer in self._offers:
            line = self._line_of(offer, offer.line, offer.place, suggestions)
            if line:
                # How probable one of many ways to take a step is only the model can tell.
                if offer.line.whole or offer.asked_for:
                    suggestions = _raised(suggestions, line, round(offer.chance * CERTAIN))
                self._progress.setdefault(line, Progress(offer.place + 1, len(offer.workflow.steps)))
        return self._with_the_next_but_one(suggestions)

    def progress(self, line: str) -> Progress | None:
        """Return which step of which workflow a suggestion is, if it is one."""
        return self._progress.get(line) or self._begins(line)

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


def beginnings(book: Book, chances: Callable[[int], float]) -> Callable[[str], Progress | None]:
    """Return what tells which workflow a line is the first step of, where that mostly goes on."""

    def begins(line: str) -> Progress | None:
        numbers = [number for number, places in book.find(line).steps if 0 in places and chances(number) >= LIKELY]
        best = max(numbers, key=chances, default=None)
        return None if best is None else Progress(1, len(book.workflows[best].steps))

    return begins


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
