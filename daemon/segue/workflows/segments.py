"""A history as numbers: the steps that each session took, cut where something private or a long pause lies between."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.domain.observation import HUMAN
from segue.domain.sittings import PAUSE, is_taught
from segue.workflows.noise import is_trivial
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.domain.observation import Observation

AGAIN: Final = 4
"""Steps within which a failed one that comes again is the same step."""
CUT: Final = -1

_NOT_FOUND: Final = 127
_FINE, _FAILED = range(2)


@dataclass(slots=True)
class _Segment:
    """What a session has run since the last cut."""

    lines: array[int] = field(default_factory=lambda: array("i"))
    numbers: array[int] = field(default_factory=lambda: array("q"))
    failed: bytearray = field(default_factory=bytearray)
    end: float | None = None


class Segments:
    """Templates and lines by number, and the steps of all sessions in a row, with a cut between segments.

    Attributes:
        lines: every line that was run, by number.
        templates: every template, by number; `template_of_line` has the number of each line's.
        run: the line numbers of everything that was run.
        steps: the template numbers of what was a step; a repetition, a failure that was mended, and what says nothing
            are none. `places` has the place of each in `run`, `numbers` the number of its event.
        taught: the line numbers of sessions that were taught, with the number of the last event of each.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.templates: list[str] = []
        self.template_of_line = array("i")
        self.trivial = bytearray()
        self.run = array("i")
        self.steps = array("i")
        self.places = array("i")
        self.numbers = array("q")
        self.taught: list[tuple[list[int], int]] = []
        self._line_numbers: dict[str, int] = {}
        self._template_numbers: dict[str, int] = {}

    @classmethod
    def of(cls, events: Iterable[tuple[int, Observation]]) -> Segments:
        """Read events in their order, each with its number."""
        found = cls()
        present: dict[tuple[str, str], _Segment] = {}
        for number, seen in events:
            if seen.author != HUMAN:
                continue
            key = (seen.session, seen.host)
            segment = present.get(key)
            if segment is None:
                segment = present[key] = _Segment()
            late = segment.end is not None and seen.start is not None and seen.start - segment.end > PAUSE
            if late or not seen.line.strip():
                found._close(seen.session, segment)
                segment = present[key] = _Segment()
            if not seen.line.strip():
                continue
            if seen.start is not None:
                segment.end = seen.start + (seen.duration or 0.0)
            if seen.exit != _NOT_FOUND:
                segment.lines.append(found._line(seen.line))
                segment.numbers.append(number)
                segment.failed.append(_FAILED if seen.exit else _FINE)
        for (session, _), segment in present.items():
            found._close(session, segment)
        found._line_numbers.clear()
        found._template_numbers.clear()
        return found

    def _line(self, line: str) -> int:
        number = self._line_numbers.get(line)
        if number is None:
            number = self._line_numbers[line] = len(self.lines)
            self.lines.append(line)
            template = template_of(line)
            known = self._template_numbers.setdefault(template, len(self.templates))
            if known == len(self.templates):
                self.templates.append(template)
                self.trivial.append(is_trivial(template))
            self.template_of_line.append(known)
        return number

    def _close(self, session: str, segment: _Segment) -> None:
        if not segment.lines:
            return
        if is_taught(session):
            steps = self._without_repetitions(segment, list(range(len(segment.lines))))
            self.taught.append(([segment.lines[place] for place in steps], segment.numbers[-1]))
            return
        begin = len(self.run)
        places = [place for place, line in enumerate(segment.lines) if not self.trivial[self.template_of_line[line]]]
        self.run += segment.lines
        for place in self._without_repetitions(segment, places):
            self.steps.append(self.template_of_line[segment.lines[place]])
            self.places.append(begin + place)
            self.numbers.append(segment.numbers[place])
        self.run.append(CUT)
        self.steps.append(CUT)
        self.places.append(begin + len(segment.lines))
        self.numbers.append(segment.numbers[-1])

    def _without_repetitions(self, segment: _Segment, places: list[int]) -> list[int]:
        """Leave out what was run again, at once, or after a failure: its last run counts."""
        templates = [self.template_of_line[segment.lines[place]] for place in places]
        kept: list[int] = []
        for index, place in enumerate(places):
            again = AGAIN if segment.failed[place] else 1
            if templates[index] not in templates[index + 1 : index + 1 + again]:
                kept.append(place)
        return kept
