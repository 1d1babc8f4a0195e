"""Ranks the lines of a history for some queries; runs on the thread that reads the history.

Figures are read only of lines that can still be among the best: a line was run last, under any filter, when it was run
last at all, so that its score is known not to be higher than with that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.digest import text_key
from segue.domain.holes import has_hole
from segue.domain.search import CommandHit, Match
from segue.retrieval.ranking import WORDS_ALONE, Meaning, WordQuery, faded, fading, fused, holders_of, merged, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from segue.domain.search import SearchQuery
    from segue.embedding.nearest import Match as Neighbour
    from segue.retrieval.line_texts import LineTexts
    from segue.store.search import Figures, KnownLine, SearchReader

MOST_BY_WORDS: Final = 1_000
"""Lines of which the words are looked at closely: those with the rarest words, and of these the latest."""
BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Near:
    """For each query: the nearest lines by meaning, and how their cosines are read. Empty where nobody knows."""

    neighbours: Sequence[Sequence[Neighbour]] = ()
    readings: Sequence[Meaning] = ()


@dataclass(slots=True)
class Ranked:
    """Lines that fit, with their matches before they fade; `cut` says whether others may have been left out."""

    lines: list[tuple[KnownLine, Match]] = field(default_factory=list)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The words of a query, and the numbers of the lines that hold some, by which ones: bit 0 for the first."""

    query: WordQuery
    groups: Mapping[int, NDArray[np.int64]]
    lines: LineTexts


def hold_words(reader: SearchReader, lines: LineTexts, texts: Sequence[str]) -> list[Held]:
    """Return for each text which lines hold which of its words; every line is looked at."""
    lines.follow(reader)
    found: list[Held] = []
    for text in texts:
        words = words_of(text)
        groups = lines.holding(words)
        found.append(Held(WordQuery.among(text, words, holders_of(words, groups), len(lines)), groups, lines))
    return found


def rank_lines(
    reader: SearchReader, texts: Sequence[Held], near: Near, most_near: int, allowed: Collection[int] | None = None
) -> Ranked:
    """Return the lines that fit any of the texts; with `allowed` only these are looked at."""
    ranked = Ranked(cut=any(len(each) >= most_near for each in near.neighbours))
    scores: dict[int, list[Match]] = {}
    known: dict[int, KnownLine] = {}
    for place, text in enumerate(texts):
        reading = near.readings[place] if near.readings else WORDS_ALONE
        neighbours = {each.line: each for each in near.neighbours[place]} if near.neighbours else {}
        numbers = {*neighbours, *_chosen(text, allowed, ranked)}
        known |= {line.number: line for line in reader.lines(numbers - known.keys())}
        for number in numbers:
            line = known.get(number)
            if line is None or has_hole(line.text):
                continue
            match = _match(line, text.query, neighbours.get(number), reading)
            if match:
                scores.setdefault(number, []).append(match)
    ranked.lines = [(known[number], merged(matches)) for number, matches in scores.items()]
    return ranked


def best_commands(
    reader: SearchReader, ranked: Sequence[tuple[KnownLine, Match]], query: SearchQuery, now: float
) -> list[CommandHit]:
    """Return the best lines of which a run passes the filter, with their figures."""
    since = query.filter.since
    bounds = sorted(
        (
            (match.score * fading(query.decay, now, line.last), line, match)
            for line, match in ranked
            if since is None or line.last is None or line.last >= since
        ),
        key=lambda each: -each[0],
    )
    hits: list[CommandHit] = []
    for start in range(0, len(bounds), BATCH):
        if len(hits) >= query.count and hits[query.count - 1].match.score >= bounds[start][0]:
            break
        batch = {line.number: (line, match) for _, line, match in bounds[start : start + BATCH]}
        hits += [_hit(*batch[found.line], found, query, now) for found in reader.figures(batch, query.filter)]
        hits.sort(key=lambda hit: (-hit.match.score, -hit.last))
    return hits[: query.count]


def latest_commands(reader: SearchReader, query: SearchQuery, now: float) -> list[CommandHit]:
    """Return the lines that were run last, with their figures."""
    # Twice as many, for those with a hole are left out.
    numbers = reader.latest(2 * query.count, query.filter)
    known = {line.number: line for line in reader.lines(numbers) if not has_hole(line.text)}
    lines = {number: known[number] for number in [each for each in numbers if each in known][: query.count]}
    figures = {found.line: found for found in reader.figures(lines, query.filter)}
    hits = [_hit(line, Match(1.0), figures[number], query, now) for number, line in lines.items() if number in figures]
    # Old shells tell the second in which a command began: of several in one the last stays the first.
    return sorted(hits, key=lambda hit: -hit.last)


def _chosen(held: Held, allowed: Collection[int] | None, ranked: Ranked) -> list[int]:
    """Return the lines that may hold the most of the words of a text."""
    groups = held.groups
    if allowed is not None:
        numbers = np.fromiter(allowed, np.int64)
        groups = {mask: group[np.isin(group, numbers)] for mask, group in groups.items()}
    if sum(map(len, groups.values())) > MOST_BY_WORDS:
        ranked.cut = True
    return _most(held, groups)


def _most(held: Held, groups: Mapping[int, NDArray[np.int64]]) -> list[int]:
    """Return the lines with the rarest words; of those that hold the same words, the latest."""
    places = range(len(held.query.words))
    bounds = {mask: held.query.bound(place for place in places if mask >> place & 1) for mask in groups}
    chosen: list[int] = []
    for mask in sorted(bounds, key=lambda mask: -bounds[mask]):
        room = MOST_BY_WORDS - len(chosen)
        if room <= 0:
            break
        chosen += held.lines.latest(groups[mask], room).tolist()
    return chosen


def _match(line: KnownLine, words: WordQuery, neighbour: Neighbour | None, reading: Meaning) -> Match | None:
    # The number of a line that was forgotten can belong to another one by now.
    here = neighbour is not None and text_key(line.text) == neighbour.key
    meaning = reading.of(neighbour.similarity) if neighbour and here else 0.0
    held = words.score(line.text)
    if not held and meaning < reading.least:
        return None
    return Match(fused(held, meaning, reading.weight), meaning, held)


def _hit(line: KnownLine, match: Match, found: Figures, query: SearchQuery, now: float) -> CommandHit:
    return CommandHit(
        match=faded(match, fading(query.decay, now, found.last)),
        line=line.text,
        runs=found.runs,
        succeeded=found.succeeded,
        failed=found.failed,
        last=found.last,
        exit=found.exit,
        cwd=found.cwd,
        session=found.session,
        shell=found.shell,
        host=found.host,
        author=found.author,
        duration=found.duration,
    )
