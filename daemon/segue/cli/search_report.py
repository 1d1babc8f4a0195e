"""What `segue search` shows in a terminal."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from segue.cli.why_words import ago, printable, times

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH: Final = 8
EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
SHOWN: Final = 8
"""Commands of a session."""


def report(answer: dict[str, Any], now: float, *, bars: bool) -> RenderableType:
    """Return the hits, best first; with `bars` each with how well it fits."""
    if not answer["hits"]:
        return Text("")
    table = Table.grid(padding=(0, 2))
    for hit in answer["hits"]:
        row: list[RenderableType] = [Text(bar(hit["score"]), style="cyan")] if bars else []
        table.add_row(*row, _told(hit, now))
    by = "by words alone" if answer["by"] == "words" else f"by words and {answer['by']}"
    return Group(table, Text(by, style="dim")) if bars else table


def bar(score: float) -> str:
    """Return a number from 0 to 1 as a bar, in eighths of a character."""
    full, rest = divmod(round(min(1.0, max(0.0, score)) * WIDTH * 8), 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(WIDTH)


def _told(hit: dict[str, Any], now: float) -> RenderableType:
    match hit["kind"]:
        case "command":
            return Group(Text(printable(hit["line"]), style="bold"), Text(about(hit, now), style="dim"))
        case "session":
            return _session(hit, now)
        case _:
            steps = [Text(f"{place} {printable(step)}") for place, step in enumerate(hit["steps"], 1)]
            ran = "" if hit["last"] is None else f", last {ago(now - hit['last'])}"
            end = f"workflow · {hit['category']} · run {times(hit['runs'])}, {hit['success_rate']:.0%} well{ran}"
            return Group(Text(printable(hit["title"]), style="bold"), *steps, Text(end, style="dim"))


def about(hit: dict[str, Any], now: float) -> str:
    """Return when and where a line was run, how often, and how that ended."""
    parts = [ago(now - hit["last"]), place(hit["cwd"]), f"run {times(hit['runs'])}"]
    ended = hit["succeeded"] + hit["failed"]
    if hit["failed"]:
        parts.append(f"{hit['succeeded'] / ended:.0%} well")
    if hit["exit"]:
        parts.append(f"last exit {hit['exit']}")
    return " · ".join(filter(None, parts))


def place(directory: str) -> str:
    """Return a directory, with ~ for the home."""
    home = os.environ.get("HOME", "")
    if home and Path(directory).is_relative_to(home):
        return printable(str(Path("~") / Path(directory).relative_to(home)))
    return printable(directory)


def _session(hit: dict[str, Any], now: float) -> RenderableType:
    begin, end = (datetime.fromtimestamp(hit[name]).astimezone() for name in ("begin", "end"))
    span = f"{begin:%Y-%m-%d %H:%M}–{end:%H:%M}"
    head = " · ".join(filter(None, (f"session {span}", ago(now - hit["end"]), place(hit["cwd"]))))
    shown = hit["commands"][:SHOWN]
    lines = [Text(printable(each["line"]), style="bold" if each["matches"] else "") for each in shown]
    more = len(hit["commands"]) - len(shown)
    rest = [Text(f"… and {more} more", style="dim")] if more else []
    return Group(Text(head, style="dim"), *lines, *rest)
