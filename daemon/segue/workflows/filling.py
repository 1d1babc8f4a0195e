"""From a step with slots to a command line, as far as the values are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.holes import has_hole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segue.domain.workflow import Step

_LAST_NUMBER: Final = re.compile(r"(\d+)(?=\D*$)")
COUNTED: Final = 2
"""Values in a row that have to go up alike before the next is expected."""


class Filled(NamedTuple):
    """The beginning of a line that is known, and whether that is all of it."""

    text: str
    whole: bool


def fill(step: Step, bindings: Mapping[int, str], values: Sequence[Sequence[str]]) -> Filled:
    """Return the line of a step up to the first slot of which no value can be known.

    `bindings` are the values of this run, `values` the latest of each slot in earlier ones.
    """
    text = ""
    for part in step.parts:
        if isinstance(part, str):
            text += part
            continue
        value = bindings[part] if part in bindings else expected_value(values[part])
        if value is None:
            return Filled(text, whole=False)
        text += value
    # An <ARG> may stand for no word at all.
    text = text.strip(" ")
    # Nobody knows the secret that stood there.
    return Filled(text, whole=bool(text) and not has_hole(text))


def expected_value(values: Sequence[str]) -> str | None:
    """Return the value that comes next where the latest ones count up (`v1.2.3`, `v1.2.4`), else None."""
    latest = values[-COUNTED:]
    found = [_LAST_NUMBER.search(value) for value in latest]
    if len(latest) < COUNTED or not all(found):
        return None
    before, last = (match for match in found if match)
    step = int(last[1]) - int(before[1])
    same = {(match.string[: match.start()], match.string[match.end() :]) for match in (before, last)}
    if step != 1 or len(same) > 1:
        return None
    number = str(int(last[1]) + 1).zfill(len(last[1]))
    return last.string[: last.start()] + number + last.string[last.end() :]
