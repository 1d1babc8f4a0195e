"""Frames of a terminal as an animated SVG: CSS alone moves it, so that it plays where scripts may not run."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.helpers.terminal import Cursor, Style

CELL: Final = 8.4
LINE: Final = 20
MARGIN: Final = 14
INK: Final = {"default": "#d6dbe5", "faint": "#76808f", "cyan": "#62c9d6", "green": "#8fca73", "brightblack": "#76808f"}
STYLE: Final = (
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}"
    ".f{visibility:hidden}.c{font-size:12px;fill:#aab2c0}"
)


class Piece(NamedTuple):
    """Characters of a row that look alike, from a column on."""

    column: int
    text: str
    style: Style


class Frame(NamedTuple):
    """What the window shows for a while: the pieces of each row, where the cursor is, what is said about it."""

    rows: tuple[tuple[Piece, ...], ...]
    cursor: Cursor
    caption: str
    milliseconds: int


def animation(frames: Sequence[Frame], columns: int) -> str:
    """Return the document, which plays for ever; where nothing moves the last frame is seen."""
    height = max(len(frame.rows) for frame in frames)
    width, tall = 2 * MARGIN + columns * CELL, 2 * MARGIN + (height + 1.4) * LINE
    total = sum(frame.milliseconds for frame in frames)
    ends = list(accumulate(frame.milliseconds for frame in frames))
    names = {
        row: f"r{number}"
        for number, row in enumerate(dict.fromkeys(row for frame in frames for row in frame.rows if row))
    }
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {tall:.1f}" role="img">',
        f"<style>{STYLE}{_timing(frames, ends, total)}</style>",
        '<rect width="100%" height="100%" rx="8" fill="#1b1f27"/>',
        "<defs>",
        *(f'<g id="{name}">{"".join(map(_piece, row))}</g>' for row, name in names.items()),
        "</defs>",
        *(_frame(number, frame, names, tall) for number, frame in enumerate(frames)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _timing(frames: Sequence[Frame], ends: Sequence[int], total: int) -> str:
    rules, last = [], len(frames) - 1
    for number, (frame, end) in enumerate(zip(frames, ends, strict=True)):
        start, stop = (100 * at / total for at in (end - frame.milliseconds, end))
        rules.append(
            f"@keyframes k{number}{{0%{{visibility:hidden}}{start:.3f}%{{visibility:visible}}"
            f"{stop:.3f}%,to{{visibility:hidden}}}}#f{number}{{animation:k{number} {total}ms step-end infinite}}"
        )
    # What shows no motion, or is asked for none, shows the last frame.
    rules.append(f"#f{last}{{visibility:visible}}@media (prefers-reduced-motion){{.f{{animation:none!important}}}}")
    return "".join(rules)


def _frame(number: int, frame: Frame, names: dict[tuple[Piece, ...], str], tall: float) -> str:
    rows = "".join(
        f'<use href="#{names[row]}" y="{MARGIN + LINE * place}"/>' for place, row in enumerate(frame.rows) if row
    )
    left, top = MARGIN + frame.cursor.column * CELL, MARGIN + frame.cursor.row * LINE
    cursor = f'<rect x="{left:.1f}" y="{top}" width="{CELL}" height="{LINE - 2}" fill="#d6dbe5" opacity=".45"/>'
    caption = f'<text class="c" x="{MARGIN}" y="{tall - MARGIN:.1f}">{escape(frame.caption)}</text>'
    return f'<g id="f{number}" class="f">{rows}{cursor}{caption}</g>'


def _piece(piece: Piece) -> str:
    ink = INK["faint"] if piece.style.faint else INK.get(piece.style.foreground, f"#{piece.style.foreground}")
    weight = ' font-weight="bold"' if piece.style.bold else ""
    left, length = MARGIN + piece.column * CELL, len(piece.text) * CELL
    return (
        f'<text x={quoteattr(f"{left:.1f}")} y="15" textLength="{length:.1f}" fill={quoteattr(ink)}{weight}>'
        f"{escape(piece.text)}</text>"
    )
