"""Workflows for a person to read: all of them as a table, one with all that is known of it, one as a checklist."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from segue.cli.graph_words import UNKNOWN, pause, share_of
from segue.cli.why_words import ago, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

SHORT: Final = 4
"""Digits of an id that a person is shown, as long as they tell workflows apart."""
SLOT_STYLE: Final = "bold cyan"
NONE_YET: Final = (
    "no workflow is known yet: one is made of three or more commands that recur,\n"
    "or of a session that `segue learn` is given"
)


def plain_console() -> Console:
    """Return a console that takes nothing in a line for markup."""
    return Console(markup=False, emoji=False, highlight=False)


def listing(workflows: Sequence[dict[str, Any]]) -> RenderableType:
    """Return a row for each workflow."""
    if not workflows:
        return NONE_YET
    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)
    table.add_column("workflow", overflow="fold", min_width=12)
    table.add_column("category", no_wrap=True)
    for heading in ("steps", "runs", "success"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("last run", no_wrap=True)
    table.add_column("where", overflow="fold")
    table.add_column("pinned", no_wrap=True)
    digits = _digits([each["id"] for each in workflows])
    for each in workflows:
        table.add_row(
            each["id"][:digits],
            printable(label(each)),
            each["category"] or UNKNOWN,
            str(len(each["steps"])),
            f"{runs(each):,}",
            success(each),
            last_run(each),
            printable(each["places"][-1]) if each["places"] else UNKNOWN,
            "pinned" if each["pinned"] else "",
        )
    return table


def description(workflow: dict[str, Any]) -> RenderableType:
    """Return all that is known of one workflow."""
    facts = Table(show_header=False, box=None, pad_edge=False)
    tally = workflow["tally"]
    facts.add_row("workflow", Text(f"{printable(label(workflow))}  ({workflow['id']}, {_described(workflow)})"))
    facts.add_row(
        "runs",
        f"{runs(workflow):,}: {tally['succeeded']:,} succeeded, {tally['failed']:,} failed, "
        f"{tally['abandoned']:,} abandoned; success {success(workflow)}",
    )
    facts.add_row("last run", last_run(workflow))
    facts.add_row("takes", pause(workflow["seconds"]))
    for heading, field in (("where", "places"), ("hosts", "hosts"), ("shells", "shells")):
        if workflow[field]:
            facts.add_row(heading, Text(", ".join(map(printable, reversed(workflow[field])))))
    for slot in workflow["slots"]:
        values = ", ".join(map(printable, reversed(slot["values"]))) or "no value known"
        facts.add_row(Text(f"<{slot['name']}>", SLOT_STYLE), Text(values))
    return Group(facts, "", _steps(workflow))


def checklist(workflow: dict[str, Any], lines: Sequence[Text]) -> RenderableType:
    """Return the steps with a box before each."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for number, (step, line) in enumerate(zip(workflow["steps"], lines, strict=True), 1):
        table.add_row("☐", f"{number}/{len(workflow['steps'])}", line, "may be left out" if step["optional"] else "")
    return table


def coloured(step: dict[str, Any], workflow: dict[str, Any], values: Mapping[str, str] | None = None) -> Text:
    """Return a step in which slots stand out, those with a value as that."""
    text = Text(overflow="fold")
    for part in step["parts"]:
        if isinstance(part, str):
            text.append(printable(part))
            continue
        name = workflow["slots"][part]["name"]
        text.append(printable((values or {}).get(name) or f"<{name}>"), SLOT_STYLE)
    return text


def label(workflow: dict[str, Any]) -> str:
    """Return what a workflow is called in front of the person."""
    return str(workflow["name"] or workflow["title"] or workflow["id"])


def runs(workflow: dict[str, Any]) -> int:
    """Return how often a workflow was run, however that ended."""
    return sum(workflow["tally"].values())


def success(workflow: dict[str, Any]) -> str:
    """Return the share of the finished runs that succeeded."""
    succeeded, failed = workflow["tally"]["succeeded"], workflow["tally"]["failed"]
    return share_of(succeeded, succeeded + failed)


def last_run(workflow: dict[str, Any]) -> str:
    """Return how long ago the latest run was."""
    return UNKNOWN if workflow["last_run"] is None else ago(time.time() - workflow["last_run"])


def _steps(workflow: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("step", overflow="fold")
    table.add_column("")
    table.add_column("reached", justify="right")
    table.add_column("went on at once", justify="right")
    for number, step in enumerate(workflow["steps"], 1):
        last = number == len(workflow["steps"])
        table.add_row(
            str(number),
            coloured(step, workflow),
            "may be left out" if step["optional"] else "",
            f"{step['reached']:,}",
            "" if last else share_of(step["followed"], step["reached"]),
        )
    return table


def _described(workflow: dict[str, Any]) -> str:
    told = [workflow["category"], workflow["origin"], "pinned" if workflow["pinned"] else ""]
    return ", ".join(filter(None, told))


def _digits(ids: Sequence[str]) -> int:
    """Return how many digits of each id it takes to tell all apart."""
    longest = max(map(len, ids))
    return next((size for size in range(SHORT, longest) if len({each[:size] for each in ids}) == len(ids)), longest)
