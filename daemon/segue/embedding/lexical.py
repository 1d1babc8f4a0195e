"""The embedder that is always there: hashed words and letter trigrams of a command line, numpy only."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import SHORTEST, Kind
from segue.embedding.features import SCANNED, features_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors
    from segue.embedding.features import Features

NAME: Final = "lexical"
REVISION: Final = "1"
"""Another one whenever the same line would get another vector."""
BITS: Final = 8
DIMS: Final = 1 << BITS
"""Numbers of a vector. Half as many, or eight times as many, find neighbours no better."""

LETTERS: Final = 0.7
"""What the letters of a word weigh beside the word."""
CHUNK: Final = 512
"""Texts of one scatter, which bounds what it needs of memory."""
TURN: Final = 2_000
"""Characters for which the loop is held up: about a millisecond, unless they are a thousand words of one letter."""

_SPREAD: Final = np.uint32(0x9E3779B1)
_SIGN: Final = np.uint32(1 << 8)


class _Seen(NamedTuple):
    """What was seen in the texts of the rows, as hashes."""

    hashes: NDArray[np.uint32]
    weights: NDArray[np.float64]
    rows: NDArray[np.intp]


def lexical_vectors(texts: Sequence[str]) -> Vectors:
    """Return a row of 256 numbers for each text, the same on every machine; a blank text has one as well.

    Raises:
        EmbeddingError: there is no text.
    """
    if not texts:
        raise EmbeddingError("there is no text to embed")
    chunks = [_embed(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)


class LexicalEmbedder:
    """Answers whatever else does not."""

    name = NAME
    revision = REVISION

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:  # noqa: ARG002 - one for both
        """Return what `lexical_vectors` does, and let others have their turn in between."""
        if not texts:
            raise EmbeddingError("there is no text to embed")
        rows: list[Vectors] = []
        for turn in _turns(texts):
            if rows:
                await asyncio.sleep(0)
            rows.append(lexical_vectors(turn))
        return np.concatenate(rows)

    async def close(self) -> None:
        """Hold nothing."""


def _turns(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut the texts where the loop has been held up for long enough."""
    start = length = 0
    for index, text in enumerate(texts):
        length += min(len(text), SCANNED)
        if length >= TURN:
            yield texts[start : index + 1]
            start, length = index + 1, 0
    if start < len(texts):
        yield texts[start:]


def _embed(texts: Sequence[str]) -> Vectors:
    found = [features_of(text) for text in texts]
    words, letters = _words(found), _letters(found)
    weights = np.concatenate((words.weights, letters.weights))
    rows = np.concatenate((words.rows, letters.rows))
    spread = np.concatenate((words.hashes, letters.hashes)) * _SPREAD
    # With a sign for each feature, those that share a place by chance make no lines look alike.
    signed = np.where(spread & _SIGN, -weights, weights)
    places = rows * DIMS + (spread >> np.uint32(32 - BITS))
    sums = np.bincount(places, signed, len(texts) * DIMS).reshape(len(texts), DIMS)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    nowhere = lengths[:, 0] < SHORTEST
    sums[nowhere, 0] = lengths[nowhere] = 1
    units: Vectors = (sums / lengths).astype(np.float32)
    return units


def _words(found: list[Features]) -> _Seen:
    """Return the words, pairs and extensions."""
    return _Seen(
        np.fromiter(chain.from_iterable(features.checksums for features in found), np.uint32),
        np.fromiter(chain.from_iterable(features.weights for features in found), np.float64),
        np.repeat(np.arange(len(found)), [len(features.weights) for features in found]),
    )


def _letters(found: list[Features]) -> _Seen:
    """Return every three bytes of every word, with a blank before and behind it: n of a word of n bytes."""
    words = [word for features in found for word in features.words]
    sizes = np.fromiter(map(len, words), np.intp)
    weights = np.fromiter(chain.from_iterable(features.word_weights for features in found), np.float64)
    rows = np.repeat(np.arange(len(found)), [len(features.words) for features in found])
    letters = np.frombuffer(b" %b " % b" ".join(words), np.uint8).astype(np.uint32)
    # A blank stands before every word, so the first three bytes of the k-th begin k places after its own first byte.
    begins = np.arange(sizes.sum()) + np.repeat(np.arange(len(words)), sizes)
    triples = letters[begins] | letters[begins + 1] << 8 | letters[begins + 2] << 16
    hashes = triples * _SPREAD ^ triples
    return _Seen(hashes, np.repeat(LETTERS * weights / np.sqrt(sizes), sizes), np.repeat(rows, sizes))
