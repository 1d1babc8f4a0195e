"""What the disk has answered lately, and for how long that is believed."""

from __future__ import annotations

import os.path
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.validity.listing import Listing
    from segue.validity.verdict import Need, Question

FRESH_SECONDS: Final = 2.0
"""How long an answer of the disk holds, unless a command ends before."""
MAX_KEPT: Final = 4_096
MAX_LISTINGS: Final = 16
MAX_WANTED: Final = 48
"""The same few dozen lines are candidates at most prompts."""


class Answers:
    """Remembers which needs are met, and what directories hold.

    Args:
        clock: a clock that never runs backwards, in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[Need, tuple[bool, float]] = {}
        self._listings: dict[str, tuple[Listing, float]] = {}
        self._wanted: OrderedDict[Need, None] = OrderedDict()

    def known(self, need: Need) -> bool | None:
        """Tell whether a need is met; None when the disk has to be asked."""
        now = self._clock()
        met, until = self._kept.get(need, (False, now))
        if until > now:
            return met
        # Of programs the listings know nothing.
        if need.search_path or not self._listings:
            return None
        answers = {self._listed(question, now) for question in need.questions()}
        if True in answers:
            return True
        return None if None in answers else False

    def keep(self, need: Need, *, met: bool) -> None:
        """Remember what the disk has said of a need."""
        if len(self._kept) == MAX_KEPT:
            self._kept.clear()
        self._kept[need] = (met, self._clock() + FRESH_SECONDS)

    def want(self, need: Need) -> None:
        """Remember that somebody has asked for this."""
        self._wanted[need] = None
        self._wanted.move_to_end(need)
        if len(self._wanted) > MAX_WANTED:
            self._wanted.popitem(last=False)

    def believe(self, listing: Listing) -> None:
        """Take answers from what a directory was just seen to hold."""
        if len(self._listings) == MAX_LISTINGS:
            self._listings.clear()
        self._listings[listing.folder] = (listing, self._clock() + FRESH_SECONDS)

    def outdate(self) -> list[Need]:
        """Believe nothing any more, and return what was wanted lately."""
        self._kept.clear()
        self._listings.clear()
        return list(self._wanted)

    def forget(self) -> None:
        """Drop everything, and what was asked."""
        self.outdate()
        self._wanted.clear()

    def _listed(self, question: Question, now: float) -> bool | None:
        """Say what the listing nearest to a path tells of it."""
        folder = question.path
        while len(folder) > 1:
            folder = os.path.dirname(folder)  # noqa: PTH120 - a Path for each folder of each line takes longer
            listing, until = self._listings.get(folder, (None, now))
            answer = listing.answer(question) if listing and until > now else None
            if answer is not None:
                return answer
        return None
