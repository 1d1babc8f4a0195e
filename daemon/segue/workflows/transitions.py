"""Which command follows which: the graph over normalised templates, as plain counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, Final, Self

from segue.domain.bounded import BoundedDict
from segue.domain.observation import HUMAN
from segue.domain.outcomes import has_failed
from segue.domain.sittings import PAUSE
from segue.workflows.plain import Counts, plain_counts, read_counts
from segue.workflows.records import Edge, Node, Outcomes, strongest
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.domain.observation import Observation

MAX_SESSIONS: Final = 1_000
MAX_TEMPLATES: Final = 50_000
"""Lines of which the template is remembered."""
MAX_COUNTED: Final = 50_000
"""Nodes, edges and triples each that are counted at a time. Beyond that, the weakest fifth is dropped and counted anew
when it comes again: what is rare may then have run more often than the graph says, what is frequent has not."""
KEPT: Final = 40_000
LATEST: Final = 4_102_444_800.0
"""The year 2100 begins: no command was run later, and a clock that says so would make all others weigh nothing."""
MAX_EXAMPLE: Final = 200
MAX_FAILED: Final = 16
"""Failed commands of one shell that wait for a success."""


@dataclass(slots=True)
class Visit:
    """What a shell has done without a long break: its last two templates, when the last ended, and what has failed."""

    last: str = ""
    before: str = ""
    ended: float | None = None
    failed: dict[str, None] = field(default_factory=dict)


class Transitions:
    """Counts commands and what follows them, in the order in which they are observed.

    `template_of` may be one that remembers what others have asked.

    Attributes:
        counts: nodes by template, edges by two templates, outcomes by three, and what stood before a success
            after a failure.
    """

    def __init__(self, counts: Counts | None = None, template_of: Callable[[str], str] = template_of) -> None:
        self.counts = counts or Counts()
        self._visits: BoundedDict[tuple[str, str], Visit] = BoundedDict(MAX_SESSIONS)
        # Edges share the text of their ends.
        self._template = lru_cache(MAX_TEMPLATES)(lambda line: intern(template_of(line)))

    def observe(self, seen: Observation, when: float | None = None) -> None:
        """Count a command; `when` is the time (epoch seconds) of one that does not know its own.

        What agents typed is left out. A private command (a line of "") cuts the chain, and so does a long break.
        """
        if seen.author != HUMAN:
            return
        session = seen.host, seen.session
        if not seen.line:
            self._visits.pop(session, None)
            return
        start = _known(seen.start)
        visit = self._visit(session, start)
        template = self._template(seen.line)
        if not template:
            return
        now = self._moment(_known(when) if start is None else start)
        self._count_node(template, seen, start, now)
        if visit.last:
            gap = None if start is None or visit.ended is None else max(0.0, start - visit.ended)
            self._count_edge(visit, template, seen, gap, now)
        _count_repair(self.counts, visit, template, seen.exit)
        visit.before, visit.last = visit.last, template
        visit.ended = None if start is None else start + (seen.duration or 0.0)
        self._prune()

    def followers(self, template: str, most: int) -> list[tuple[str, Node, float]]:
        """Return what mostly follows commands of a template, each with its share of all that has followed them."""
        after = {key[1]: edge.count for key, edge in self.counts.edges.items() if key[0] == template}
        total = sum(after.values())
        best = sorted(after, key=lambda each: -after[each])[:most]
        return [(each, self.counts.nodes[each], after[each] / total) for each in best]

    def plain(self) -> dict[str, Any]:
        """Return the strongest part of the graph as lists, numbers and text."""
        return plain_counts(self.counts)

    @classmethod
    def from_plain(cls, value: Any) -> Self:
        """Return the graph that `plain` has described.

        Raises:
            SnapshotError: it has not.
        """
        return cls(read_counts(value))

    def forget(self, line: str) -> None:
        """Remove everything that was counted of commands with the template of this line.

        `counts` is another object afterwards: whoever reads the one before, in a thread for instance, is not disturbed.
        """
        template = self._template(line)
        self._template.cache_clear()
        self._visits.clear()
        counts = self.counts
        known = counts.nodes.get(template)
        self.counts = Counts(
            runs=counts.runs - (known.count if known else 0),
            latest=counts.latest,
            nodes={key: node for key, node in counts.nodes.items() if key != template},
            edges={key: edge for key, edge in counts.edges.items() if template not in key},
            triples={key: outcomes for key, outcomes in counts.triples.items() if template not in key},
            repairs={key: count for key, count in counts.repairs.items() if template not in key},
        )

    def _visit(self, session: tuple[str, str], start: float | None) -> Visit:
        visit = self._visits.get(session)
        if visit is None or (start is not None and visit.ended is not None and start - visit.ended > PAUSE):
            visit = self._visits[session] = Visit()
        return visit

    def _moment(self, when: float | None) -> float:
        """Return when it was: where nobody knows, when the latest was; all before the first time count as of then."""
        counts = self.counts
        if when is None:
            return counts.latest or 0.0
        if counts.latest is None:
            for record in (*counts.nodes.values(), *counts.edges.values()):
                record.as_of = when
        counts.latest = when if counts.latest is None else max(counts.latest, when)
        return when

    def _count_node(self, template: str, seen: Observation, start: float | None, now: float) -> None:
        self.counts.runs += 1
        node = self.counts.nodes.get(template)
        if node is None:
            node = self.counts.nodes[template] = Node(as_of=now)
        node.run(seen.exit, now)
        node.example = seen.line[:MAX_EXAMPLE]
        if start is not None and (node.last_run is None or start > node.last_run):
            node.last_run = start

    def _count_edge(self, visit: Visit, template: str, seen: Observation, gap: float | None, now: float) -> None:
        edge = self.counts.edges.get((visit.last, template))
        if edge is None:
            edge = self.counts.edges[visit.last, template] = Edge(as_of=now)
        edge.run(seen.exit, now)
        edge.follow(seen.shell, gap)
        if visit.before and seen.exit is not None:
            triple = visit.before, visit.last, template
            outcomes = self.counts.triples.get(triple)
            if outcomes is None:
                outcomes = self.counts.triples[triple] = Outcomes()
            outcomes.end(seen.exit)

    def _prune(self) -> None:
        counts = self.counts
        if len(counts.nodes) > MAX_COUNTED:
            nodes = counts.nodes = strongest(counts.nodes, KEPT)
            counts.edges = {key: edge for key, edge in counts.edges.items() if key[0] in nodes and key[1] in nodes}
        if len(counts.edges) > MAX_COUNTED:
            counts.edges = strongest(counts.edges, KEPT)
        if len(counts.triples) > MAX_COUNTED:
            counts.triples = counts.most_frequent_triples(KEPT)
        if len(counts.repairs) > MAX_COUNTED:
            counts.repairs = counts.most_frequent_repairs(KEPT)


def _known(time: float | None) -> float | None:
    return time if time is not None and 0 <= time < LATEST else None


def _count_repair(counts: Counts, visit: Visit, template: str, status: int | None) -> None:
    """Remember a failure until the same command succeeds, and then what stood right before that."""
    if has_failed(status):
        if len(visit.failed) < MAX_FAILED:
            visit.failed[template] = None
    elif status == 0 and template in visit.failed:
        del visit.failed[template]
        repair = template, visit.last
        counts.repairs[repair] = counts.repairs.get(repair, 0) + 1
