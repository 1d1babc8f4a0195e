"""What a cluster of lines is called: the words that are frequent in it and rare elsewhere (class-based tf-idf)."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from segue.domain.holes import HOLE
from segue.insight.heads import head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WORDS: Final = 3
LONGEST: Final = 24
SCANNED: Final = 500
"""Characters of a line that are looked at."""
_WORD: Final = re.compile(r"(?<![\w.-])[^\W\d_][\w.+-]*[\w+]")
"""Two letters or more; a flag is none."""


def label_clusters(clusters: Sequence[Sequence[str]]) -> list[str]:
    """Return a label for each cluster of lines, the most telling word first; "" where no line has a word.

    A word's weight is tf × ln(1 + A / f): tf the share of the cluster's lines that hold it, A the mean number of words
    of a cluster, f how many lines of all clusters hold it. A head counts as `git commit` too, with its subcommand.
    """
    found = [Counter(term for line in lines for term in _terms(line)) for lines in clusters]
    everywhere: Counter[str] = Counter()
    for counts in found:
        everywhere.update(counts)
    mean = everywhere.total() / max(len(clusters), 1)
    labels = []
    for counts, lines in zip(found, clusters, strict=True):
        weights = {term: held / len(lines) * math.log(1 + mean / everywhere[term]) for term, held in counts.items()}
        # Of two that tell as much the pair says more than its words.
        ordered = sorted(counts, key=lambda term: (-weights[term], " " not in term, term))
        labels.append(" · ".join(_telling(ordered)))
    return labels


def _terms(line: str) -> set[str]:
    """Return the words of a line, without secrets, its head, and this together with the word behind it."""
    text = HOLE.sub(" ", line[:SCANNED])
    head = head_of(text)
    if not head:
        return set()
    terms = {head, *_WORD.findall(text)}
    terms.update(f"{head} {word}" for word in text.partition(head)[2].split(None, 1)[:1] if _WORD.fullmatch(word))
    return {term for term in terms if len(term) <= LONGEST}


def _telling(terms: Iterable[str]) -> list[str]:
    """Return the first terms that do not repeat each other's words."""
    chosen: list[str] = []
    for term in terms:
        words = set(term.split())
        if all(words.isdisjoint(other.split()) for other in chosen):
            chosen.append(term)
        if len(chosen) == WORDS:
            break
    return chosen
