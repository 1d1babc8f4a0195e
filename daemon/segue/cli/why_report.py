"""What `segue why` has found, in plain words."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from segue.cli.why_words import ago, in_context, made_of, printable, quoted, times

STRONGEST: Final = 3


def report(answer: dict[str, Any], cwd: str, now: float, *, asked: bool) -> RenderableType:
    """Return the daemon's answer for a terminal; `asked` tells that it was about a given line, `now` is epoch time."""
    parts: list[RenderableType] = []
    if answer["shell"] is None:
        parts.append(
            Text(
                "segue does not know this shell: it is private, has no hook, or has not come to a prompt since the "
                f"daemon started. What follows is what a new shell would see in {printable(cwd)}.",
                style="dim",
            )
        )
    if answer["line"]:
        parts += [Text(printable(answer["line"]), style="bold"), _evidence(answer, cwd, now)]
    elif asked:
        parts.append(Text("This line has never been run here, as far as segue knows."))
    else:
        parts.append(Text("Nothing is suggested here."))
    if answer["filtered"]:
        parts += [Text("not suggested here:"), _filtered(answer["filtered"])]
    return Group(*parts)


def _evidence(answer: dict[str, Any], cwd: str, now: float) -> Table:
    table = _table()
    row = table.add_row
    candidates = f"{answer['candidates']} candidates"
    rank = f"{answer['rank']} of {candidates}" if answer["rank"] else f"not among the {candidates}"
    row("probability", f"{answer['probability']:.1%}, {rank}; something new {answer['new']:.1%}")
    if other := answer["runner_up"]:
        label = "likelier" if other["probability"] > answer["probability"] else "runner-up"
        row(label, f"{quoted(other['line'])}, {other['probability']:.1%}")
    row("run", _runs(answer["runs"], now))
    for label, words in zip(["seen", *[""] * STRONGEST], _contexts(answer, cwd), strict=False):
        row(label, words)
    if answer["workflow"]:
        row("workflow", _workflow(answer["workflow"]))
    if answer["origin"]:
        row("made up", made_of(answer["origin"]))
    if feedback := _feedback(answer["feedback"]):
        row("feedback", feedback)
    if answer["objection"]:
        row("not shown", Text(printable(_reason(answer["objection"])), style="yellow"))
    return table


def _runs(runs: dict[str, Any] | None, now: float) -> str:
    if runs is None:
        return "never"
    words = f"{times(runs['count'])}, last {ago(now - runs['last'])}" if runs["last"] else times(runs["count"])
    failed = f", failed {times(runs['failures'])}" if runs["failures"] else ", never failed"
    in_a_row = f", the last {runs['failed_in_a_row']} in a row" if runs["failed_in_a_row"] > 1 else ""
    return words + failed + in_a_row


def _workflow(step: dict[str, Any]) -> str:
    words = f"step {step['step']} of {step['of']} of “{printable(step['title'])}”"
    ended = f", which succeeded {step['succeeded']} of {times(step['finished'])}" if step["finished"] else ""
    return words + ended + (", where it was interrupted" if step["resumed"] else "")


def _feedback(counts: dict[str, Any]) -> str:
    """Return what was made of the line at this place; the counts fade, and what is nearly gone is not told."""
    outcomes = {"dismissed": round(counts["dismissed"]), "typed over": round(counts["typed_over"])}
    return ", ".join(f"{outcome} {times(count)} here" for outcome, count in outcomes.items() if count)


def _contexts(answer: dict[str, Any], cwd: str) -> list[str]:
    """Return the strongest contexts; one that was there exactly as often as a stronger one adds nothing."""
    told: dict[tuple[int, int], str] = {}
    for seen in answer["contexts"]:
        count = seen["holding"], seen["positions"]
        if seen["bits"] > 0:
            words = in_context(seen["name"], answer["before"], cwd)
            told.setdefault(count, f"{seen['holding']} of {times(seen['positions'])} {words}")
    return list(told.values())[:STRONGEST]


def _filtered(filtered: list[dict[str, Any]]) -> Table:
    table = _table()
    for each in filtered:
        table.add_row(quoted(each["line"]), f"{each['probability']:.1%}", printable(_reason(each)))
    return table


def _reason(objection: dict[str, Any]) -> str:
    return f"{objection['rule']}: {objection['detail']}"


def _table() -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    return table
