"""The groups of `segue clusters` in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from segue.cli.why_words import printable
from segue.rendering.words import as_percentage, counted

if TYPE_CHECKING:
    from rich.console import Console


def print_report(values: dict[str, Any], console: Console, *, bounded: bool) -> None:
    """Print the clusters; `bounded` says that these are not all lines."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("about")
    for heading in ("lines", "runs", "share", "succeeded"):
        table.add_column(heading, justify="right", no_wrap=True)
    for cluster in values["clusters"]:
        table.add_row(
            _about(cluster),
            f"{cluster['lines']:,}",
            f"{cluster['runs']:,}",
            as_percentage(cluster["share"]),
            as_percentage(cluster["success_rate"]),
        )
    which = "most-run " if bounded else ""
    console.print(
        f"{counted(values['count'], 'cluster')} of {counted(values['lines'], f'{which}line')}; "
        f"the vectors are those of `{values['made_by']['model']}`.\n",
        highlight=False,
    )
    console.print(table)


def _about(cluster: dict[str, Any]) -> Text:
    """Return the label with the typical lines below; each is cut where the terminal is narrow."""
    lines = [Text(printable(cluster["label"]) or "–", style="bold")]
    lines += [Text(f"  {printable(typical['line'])}", style="dim") for typical in cluster["typical"]]
    about = Text("\n").join(lines)
    about.no_wrap, about.overflow = True, "ellipsis"
    return about
