"""What a line was made from that nobody has ever run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from segue.model.echoes import BRANCH, FRESH, step_back, word_at
from segue.model.text import stem_of
from segue.model.window import ECHO, LINE

if TYPE_CHECKING:
    from segue.model.scene import Scene


class Source(StrEnum):
    """Where the last word of a line that was made up comes from."""

    EARLIER_LINE = "earlier-line"
    BRANCH = "branch"
    FRESH = "fresh"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a line was made up: its last word is that of the line `words_of`, or the branch, or new in the directory.

    `like` is the latest line that had taken its last word from the same place. For what people commonly do, `source`
    is USUAL and `words_of` the line before.
    """

    source: Source
    words_of: str = ""
    like: str = ""


def origin_of(scene: Scene, line: str) -> Origin | None:
    """Return what a line was made from that stands among those made up for a scene, None for every other line."""
    if line not in scene.carried or line in scene.model.lines.ids:
        return None
    rows, lines, context = scene.model.window.rows, scene.model.lines, scene.context
    stem = stem_of(line)
    for position in np.flatnonzero(rows[ECHO])[::-1].tolist():
        echo, like = int(rows[ECHO, position]), lines.text(int(rows[LINE, position]))
        if stem_of(like) != stem or stem + word_at(echo, context) != line:
            continue
        if echo >= BRANCH:
            return Origin(Source.FRESH if echo >= FRESH else Source.BRANCH, like=like)
        return Origin(Source.EARLIER_LINE, context.steps[step_back(echo)].text, like)
    return Origin(Source.USUAL, context.steps[0].text)
