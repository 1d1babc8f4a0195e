"""Finds stretches of one shell's life in which several of the lines that were looked for were run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from segue.domain.holes import has_hole
from segue.domain.search import Match, SessionCommand, SessionHit
from segue.domain.sittings import PAUSE
from segue.retrieval.ranking import fading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from segue.domain.search import SearchQuery
    from segue.store.search import KnownLine, RunAt, SearchReader, SessionRow

AROUND: Final = 3600.0
"""Seconds before and after its matching commands in which a session's other commands are looked for."""
LINES: Final = 24
"""Lines of which runs are looked for, the best ones."""
RUNS: Final = 50
"""Runs of each line, the latest."""
FEWEST: Final = 2
"""Different lines that make a session a hit."""
WEIGHED: Final = 3
"""The best lines of a session, of which its score is the mean."""
SHOWN: Final = 40
"""Commands of a session that are told."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Runs in one shell's life that are near each other, and what their lines are worth together."""

    score: float
    runs: Sequence[RunAt]


def best_sessions(
    reader: SearchReader, ranked: Sequence[tuple[KnownLine, Match]], query: SearchQuery, now: float
) -> list[SessionHit]:
    """Return the best sessions, each once."""
    best = sorted(ranked, key=lambda each: -each[1].score)[:LINES]
    matches = {line.number: match for line, match in best}
    runs = [run for number in matches for run in reader.latest_runs(number, RUNS, query.filter)]
    clusters = sorted(_clusters(runs, matches, query, now), key=lambda cluster: -cluster.score)
    found: dict[int, SessionHit] = {}
    for cluster in clusters:
        if len(found) >= query.count:
            break
        for stretch in _stretches(reader, cluster):
            hit = _hit(stretch, matches, query, now)
            if hit:
                found.setdefault(stretch[0].event, hit)
    return sorted(found.values(), key=lambda hit: -hit.match.score)[: query.count]


def _clusters(
    runs: Sequence[RunAt], matches: Mapping[int, Match], query: SearchQuery, now: float
) -> Iterator[_Cluster]:
    lives: defaultdict[int, list[RunAt]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.start):
        lives[run.session].append(run)
    for life in lives.values():
        for near in _cut([run.start for run in life], AROUND):
            cluster = life[near]
            match = _together({run.line for run in cluster}, matches)
            if match:
                yield _Cluster(match.score * fading(query.decay, now, cluster[-1].start), cluster)


def _stretches(reader: SearchReader, cluster: _Cluster) -> list[list[SessionRow]]:
    """Return the commands around a cluster, cut where nothing was run for a while."""
    learned = [run.learned_at for run in cluster.runs]
    rows = reader.session_rows(cluster.runs[0].session, min(learned) - AROUND, max(learned) + AROUND)
    rows = [row for row in rows if not has_hole(row.text)]
    return [rows[part] for part in _cut([row.start for row in rows], PAUSE)]


def _hit(rows: Sequence[SessionRow], matches: Mapping[int, Match], query: SearchQuery, now: float) -> SessionHit | None:
    lines = {row.line for row in rows} & matches.keys()
    match = _together(lines, matches)
    if match is None:
        return None
    first = next(place for place, row in enumerate(rows) if row.line in lines)
    begin = max(0, min(first - 2, len(rows) - SHOWN))
    shown = rows[begin : begin + SHOWN]
    return SessionHit(
        match=Match(match.score * fading(query.decay, now, rows[-1].start), match.meaning, match.words),
        commands=tuple(SessionCommand(row.text, row.start, row.exit, row.cwd, row.line in lines) for row in shown),
        begin=rows[0].start,
        end=rows[-1].start,
        cwd=rows[first].cwd,
        session=rows[0].session,
        shell=rows[0].shell,
        host=rows[0].host,
    )


def _together(lines: set[int], matches: Mapping[int, Match]) -> Match | None:
    """Return what different lines are worth together: the mean of the best, and the more of it the more there are."""
    if len(lines) < FEWEST:
        return None
    best = sorted((matches[line] for line in lines), key=lambda match: -match.score)[:WEIGHED]
    share = 1 - 2.0 ** (1 - len(lines))
    return Match(
        share * sum(match.score for match in best) / len(best),
        max(match.meaning for match in best),
        max(match.words for match in best),
    )


def _cut(starts: Sequence[float], gap: float) -> list[slice]:
    """Return the parts of a row of times that have no longer gap than this."""
    cuts = [place for place in range(1, len(starts)) if starts[place] - starts[place - 1] > gap]
    bounds = [0, *cuts, len(starts)]
    return [slice(begin, end) for begin, end in pairwise(bounds) if end > begin]
