"""The counts of the graph, and their plain form, which goes through a pipe and into a file.

    {"runs": 5, "latest": epoch seconds or None,
     "nodes": [[template, runs, successes, failures, weight, last run or None, example], …],
     "edges": [[source, target, count, successes, failures, weight, median gap or None, [shell, …]], …],
     "triples": [[first, second, third, successes of the third, failures of it], …],
     "repairs": [[failed, what stood before it succeeded again, count], …]}

Templates in edges, triples and repairs are places in the list of nodes. Weights are as of `latest`. Of the pauses only
the median is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from segue.domain.errors import SnapshotError
from segue.workflows.records import MAX_SHELLS, Edge, Node, Outcomes, strongest

MAX_NODES: Final = 5_000
MAX_EDGES: Final = 20_000
MAX_TRIPLES: Final = 5_000
MAX_REPAIRS: Final = 5_000
FEWEST_CASES: Final = 5
"""Triples with fewer prove nothing, whatever their outcomes are."""
LARGEST: Final = 1 << 53
Triple = tuple[str, str, str]
Pair = tuple[str, str]


@dataclass(slots=True)
class Counts:
    """How many commands were counted, until when (epoch seconds, None if unknown), and what was counted of each."""

    runs: int = 0
    latest: float | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[Pair, Edge] = field(default_factory=dict)
    triples: dict[Triple, Outcomes] = field(default_factory=dict)
    repairs: dict[Pair, int] = field(default_factory=dict)

    def most_frequent_triples(self, most: int) -> dict[Triple, Outcomes]:
        """Return the triples with the most known outcomes."""
        keys = sorted(self.triples, key=lambda key: self.triples[key].known, reverse=True)
        return {key: self.triples[key] for key in keys[:most]}

    def most_frequent_repairs(self, most: int) -> dict[Pair, int]:
        """Return the repairs that were seen most often."""
        keys = sorted(self.repairs, key=lambda key: self.repairs[key], reverse=True)
        return {key: self.repairs[key] for key in keys[:most]}


def plain_counts(counts: Counts) -> dict[str, Any]:
    """Return the strongest of all counts as plain values."""
    now = counts.latest or 0.0
    nodes = strongest(counts.nodes, MAX_NODES)
    place = {template: number for number, template in enumerate(nodes)}
    edges = {key: edge for key, edge in counts.edges.items() if key[0] in place and key[1] in place}
    triples = {key: ends for key, ends in counts.most_frequent_triples(MAX_TRIPLES).items() if place.keys() >= set(key)}
    repairs = {key: many for key, many in counts.most_frequent_repairs(MAX_REPAIRS).items() if place.keys() >= set(key)}
    return {
        "runs": counts.runs,
        "latest": counts.latest,
        "nodes": [
            [key, node.count, node.successes, node.failures, node.weight_at(now), node.last_run, node.example]
            for key, node in nodes.items()
        ],
        "edges": [
            [place[a], place[b], e.count, e.successes, e.failures, e.weight_at(now), e.gap, list(e.shells)]
            for (a, b), e in strongest(edges, MAX_EDGES).items()
        ],
        "triples": [
            [*(place[each] for each in key), ends.successes, ends.failures]
            for key, ends in triples.items()
            if ends.known >= FEWEST_CASES
        ],
        "repairs": [[place[failed], place[mender], many] for (failed, mender), many in repairs.items()],
    }


def read_counts(value: Any) -> Counts:
    """Return the counts that plain values describe.

    Raises:
        SnapshotError: they are not of the form above, or contradict each other.
    """
    match value:
        case {
            "runs": runs,
            "latest": latest,
            "nodes": list(nodes),
            "edges": list(edges),
            "triples": list(triples),
            "repairs": list(repairs),
        } if _are_counts(runs) and (latest is None or _is_number(latest)):
            counts = Counts(runs, latest)
        case _:
            raise _damage("it is no map of counts")
    if max(len(nodes) - MAX_NODES, len(edges) - MAX_EDGES, len(triples) - MAX_TRIPLES, len(repairs) - MAX_REPAIRS) > 0:
        raise _damage("it is larger than it can be")
    counts.nodes = dict(_node(each, latest or 0.0) for each in nodes)
    templates = list(counts.nodes)
    if len(templates) != len(nodes):
        raise _damage("a command stands in it twice")
    counts.edges = dict(_edge(each, templates, latest or 0.0) for each in edges)
    counts.triples = dict(_triple(each, templates) for each in triples)
    counts.repairs = dict(_repair(each, templates) for each in repairs)
    if (len(counts.edges), len(counts.triples), len(counts.repairs)) != (len(edges), len(triples), len(repairs)):
        raise _damage("a transition stands in it twice")
    for (_, target), edge in counts.edges.items():
        node = counts.nodes[target]
        if edge.count > node.count or edge.successes > node.successes or edge.failures > node.failures:
            raise _damage("a command has followed another more often than it was run")
    return counts


def _node(value: Any, latest: float) -> tuple[str, Node]:
    match value:
        case [str(template), runs, good, bad, weight, last, str(example)] if (
            template and _are_runs(runs, good, bad, weight) and (last is None or _is_number(last))
        ):
            return template, Node(good, bad, runs, float(weight), latest, last, example)
    raise _damage("a command in it is none")


def _edge(value: Any, templates: list[str], latest: float) -> tuple[Pair, Edge]:
    match value:
        case [source, target, many, good, bad, weight, gap, list(shells)] if (
            _are_places(templates, source, target)
            and _are_runs(many, good, bad, weight)
            and (gap is None or (_is_number(gap) and gap >= 0))
            and len(shells) <= MAX_SHELLS
            and all(isinstance(shell, str) for shell in shells)
        ):
            gaps = [] if gap is None else [float(gap)]
            edge = Edge(good, bad, many, float(weight), latest, tuple(shells), gaps)
            return (templates[source], templates[target]), edge
    raise _damage("a transition in it is none")


def _triple(value: Any, templates: list[str]) -> tuple[Triple, Outcomes]:
    match value:
        case [first, second, third, good, bad] if _are_places(templates, first, second, third) and _are_counts(
            good, bad
        ):
            return (templates[first], templates[second], templates[third]), Outcomes(good, bad)
    raise _damage("a chain in it is none")


def _repair(value: Any, templates: list[str]) -> tuple[Pair, int]:
    match value:
        case [failed, mender, many] if _are_places(templates, failed, mender) and _are_counts(many):
            return (templates[failed], templates[mender]), many
    raise _damage("a repair in it is none")


def _are_runs(runs: Any, good: Any, bad: Any, weight: Any) -> bool:
    return _are_counts(runs, good, bad) and good + bad <= runs and _is_number(weight) and weight >= 0


def _are_counts(*values: Any) -> bool:
    return all(type(value) is int and 0 <= value < LARGEST for value in values)


def _are_places(templates: list[str], *values: Any) -> bool:
    return all(type(value) is int and 0 <= value < len(templates) for value in values)


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and -LARGEST < value < LARGEST


def _damage(what: str) -> SnapshotError:
    return SnapshotError(f"the graph of commands is damaged: {what}; mining the history makes it anew")
