"""Workflows in the shape of a procedural memory engine: patterns of commands, and how often they ended well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from segue.protocol.memory_messages import Workflows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.client.client import Client


class Pattern(TypedDict):
    """A workflow.

    `commands` are its steps, `<NAME>` where something varies. `confidence` is how probable it is that the next run ends
    well: the success rate, drawn towards one half while runs are few. `frequency` counts the runs, `last_seen` is the
    time of the latest in epoch seconds, None where it is not known.
    """

    id: str
    title: str
    category: str
    commands: list[str]
    success_count: int
    failure_count: int
    success_rate: float
    confidence: float
    frequency: int
    last_seen: float | None
    hosts: list[str]


class Patterns(TypedDict):
    """All patterns, and what they add up to."""

    patterns: list[Pattern]
    total_patterns: int
    total_runs: int
    success_count: int
    failure_count: int
    success_rate: float


def ask_for_patterns(client: Client) -> Patterns:
    """Return what the daemon knows of workflows, after it has looked through what is new in the history.

    Raises:
        SegueError: there is no answer.
    """
    return patterns_of(client.ask(Workflows(1, "cli", "list", {}))[0]["workflows"])


def patterns_of(workflows: Iterable[dict[str, Any]]) -> Patterns:
    """Return workflows, as the daemon describes them, as patterns."""
    patterns = list(map(pattern_of, workflows))
    successes = sum(each["success_count"] for each in patterns)
    failures = sum(each["failure_count"] for each in patterns)
    return {
        "patterns": patterns,
        "total_patterns": len(patterns),
        "total_runs": sum(each["frequency"] for each in patterns),
        "success_count": successes,
        "failure_count": failures,
        "success_rate": _rate(successes, successes + failures),
    }


def pattern_of(workflow: dict[str, Any]) -> Pattern:
    """Return one workflow as a pattern."""
    tally = workflow["tally"]
    succeeded, failed = tally["succeeded"], tally["failed"]
    return {
        "id": workflow["id"],
        "title": workflow["name"] or workflow["title"],
        "category": workflow["category"],
        "commands": [step_text(step, workflow) for step in workflow["steps"]],
        "success_count": succeeded,
        "failure_count": failed,
        "success_rate": _rate(succeeded, succeeded + failed),
        "confidence": round((succeeded + 1) / (succeeded + failed + 2), 3),
        "frequency": succeeded + failed + tally["abandoned"],
        "last_seen": workflow["last_run"],
        "hosts": list(workflow["hosts"]),
    }


def step_text(step: dict[str, Any], workflow: dict[str, Any]) -> str:
    """Return a step as text, slots as `<NAME>`."""
    return "".join(part if isinstance(part, str) else f"<{workflow['slots'][part]['name']}>" for part in step["parts"])


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
