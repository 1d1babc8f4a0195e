"""The groups of `segue duplicates` in the terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from segue.cli.why_words import printable, times
from segue.rendering.words import as_percentage, counted

if TYPE_CHECKING:
    from rich.console import Console

MOST_VARIANTS: Final = 5
SHORT: Final = 50
DIFFERENCES: Final = {
    "quotes": "other quotes",
    "order": "other order",
    "spelling": "one letter",
    "numbers": "other numbers",
    "words": "",
}


def print_report(values: dict[str, Any], console: Console) -> None:
    """Print the groups and how one gets rid of a line."""
    groups = values["groups"]
    if not groups:
        console.print(f"No two of {counted(values['lines'], 'line')} are nearly the same.", highlight=False)
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("line")
    for heading in ("cosine", "differs by", "run", "succeeded"):
        table.add_column(heading, justify="right", no_wrap=True)
    for group in groups:
        table.add_row(_cut(group["first"]["line"], "bold"), "", "", *_ends(group["first"]))
        for variant in group["variants"][:MOST_VARIANTS]:
            table.add_row(
                _cut(f"  {variant['line']}"),
                f"{variant['similarity']:.2f}",
                DIFFERENCES[variant["difference"]],
                *_ends(variant),
            )
        if (more := len(group["variants"]) - MOST_VARIANTS) > 0:
            table.add_row(Text(f"  and {counted(more, 'other')}", style="dim"))
    console.print(table)
    hidden = values["found"] - len(groups)
    console.print(
        f"\n{counted(values['found'], 'group')} among {counted(values['lines'], 'line')}"
        f"{f', of which --top shows {hidden:,} more' if hidden else ''}; the vectors are those of "
        f"`{values['made_by']['model']}`. Nothing was changed. A line is forgotten for ever with",
        highlight=False,
    )
    console.print(Text(f"  segue forget -- {_example(groups)}"), soft_wrap=True)


def _cut(line: str, style: str = "") -> Text:
    """Return a line that gives way to the columns beside it where the terminal is narrow."""
    return Text(printable(line), style=style, no_wrap=True, overflow="ellipsis")


def _ends(line: dict[str, Any]) -> tuple[str, Text]:
    never = Text("never", style="red") if line["never_succeeded"] else Text(as_percentage(line["success_rate"]))
    return times(line["runs"]), never


def _example(groups: list[dict[str, Any]]) -> str:
    """Return a short line that never succeeded as one types it, or a word for one that a person chooses."""
    useless = (variant["line"] for group in groups for variant in group["variants"] if variant["never_succeeded"])
    return next((shlex.quote(line) for line in useless if line.isprintable() and len(line) <= SHORT), "LINE")
