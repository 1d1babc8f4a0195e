"""How well a text fits a query: the words that it holds and what it means, and how that fades with time. Pure.

A word counts as much as it is rare, at the beginning of a word more than within one. Meaning is a cosine, of which what
any text reaches is taken away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.search import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Sized

MOST_WORDS: Final = 6
INSIDE: Final = 0.7
"""What a word counts that stands within another one."""
COMMON: Final = 0.1
"""What a word weighs that every text holds."""
COVERAGE: Final = 0.8
"""The share of a score that is for words, the rest is for their standing as they were typed, and for nothing else."""
PHRASE: Final = 0.15
DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the cosines of a space are read.

    Attributes:
        floor: what unlike texts reach.
        ceiling: what is as good as the same.
        least: the share from floor to ceiling from which a text is a hit that holds none of the words.
        weight: what meaning counts beside words.
    """

    floor: float
    ceiling: float
    least: float
    weight: float

    def of(self, cosine: float) -> float:
        """Return a cosine as a number from 0 to 1."""
        return min(1.0, max(0.0, (cosine - self.floor) / (self.ceiling - self.floor)))


WORDS_ALONE: Final = Meaning(floor=0.0, ceiling=1.0, least=2.0, weight=0.0)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a query in small letters, each once, and of many the longest."""
    words = (word.strip("\"'`") for word in text.lower().split())
    return tuple(sorted(dict.fromkeys(filter(None, words)), key=len, reverse=True)[:MOST_WORDS])


@dataclass(frozen=True, slots=True)
class WordQuery:
    """The words of a query with what each weighs among some texts."""

    phrase: str
    words: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def among(cls, text: str, words: Sequence[str], holders: Mapping[str, int], texts: int) -> WordQuery:
        """Weigh the words of a query; `holders` says how many of so many texts hold each."""
        held = [holders.get(word, 0) for word in words]
        weights = tuple(COMMON + math.log1p(max(0, texts - number) / (1 + number)) for number in held)
        return cls(" ".join(text.lower().split()), tuple(words), weights)

    def bound(self, held: Iterable[int]) -> float:
        """Return the most that a text can reach which holds the words at these places."""
        total = sum(self.weights)
        return sum(self.weights[place] for place in held) / total if total else 0.0

    def score(self, text: str) -> float:
        """Return how well a text fits, from 0 for none of the words to 1 for exactly what was typed."""
        lowered = text.lower()
        held = [word in lowered for word in self.words]
        if not any(held):
            return 0.0
        total = sum(self.weights)
        reached = sum(
            weight * (1.0 if _begins_a_word(lowered, word) else INSIDE)
            for word, weight, holds in zip(self.words, self.weights, held, strict=True)
            if holds
        )
        score = COVERAGE * reached / total if total else 0.0
        if self.phrase in lowered:
            score += PHRASE
            if lowered.startswith(self.phrase):
                score += (1 - COVERAGE - PHRASE) * len(self.phrase) / len(lowered)
        return score


def _begins_a_word(text: str, word: str) -> bool:
    place = text.find(word)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(word, place + 1)
    return place >= 0


def fused(words: float, meaning: float, weight: float) -> float:
    """Return both as one number from 0 to 1; a text that has all the words is not worse for a model's ignorance."""
    return max(words * (1 - weight * (1 - meaning) / 2), weight * meaning + (1 - weight) * words)


def merged(scores: Iterable[Match]) -> Match:
    """Return the scores for several queries as one: the best counts, and what else fits adds to it."""
    every = list(scores)
    rest = 1.0
    for each in every:
        rest *= 1 - each.score
    return Match(1 - rest, max(each.meaning for each in every), max(each.words for each in every))


def fading(decay: float, now: float, last: float | None) -> float:
    """Return the share of a score that is left, `decay` a day; 1 where nobody knows when it was run last."""
    return 1.0 if last is None else math.exp(-decay * max(0.0, now - last) / DAY)


def faded(match: Match, share: float) -> Match:
    """Return a match of which so much is left."""
    return Match(match.score * share, match.meaning, match.words)


def holders_of(words: Sequence[str], groups: Mapping[int, Sized]) -> dict[str, int]:
    """Return how many texts hold each word; the texts are grouped by the words that they hold, a bit for each."""
    return {
        word: sum(len(group) for mask, group in groups.items() if mask >> place & 1) for place, word in enumerate(words)
    }
