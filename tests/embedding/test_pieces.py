"""Long texts are read in pieces, short ones as they are."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import LexicalEmbedder, lexical_vectors
from segue.embedding.pieces import PiecedEmbedder, pieces_of

SCRIPT = "for host in web1 web2 web3; do ssh $host sudo systemctl restart nginx; done; " * 40


def embed(*texts: str, **options: int) -> np.typing.NDArray[np.float32]:
    """Return what the pieced lexical embedder answers."""
    return asyncio.run(PiecedEmbedder(LexicalEmbedder(), **options).embed(texts))


@given(st.text(st.sampled_from("ab \n"), max_size=400), st.integers(5, 50), st.integers(0, 2))
def test_pieces_overlap_and_lose_nothing(text: str, size: int, overlap: int) -> None:
    """Each begins with the end of the one before; without that they are the text."""
    pieces = pieces_of(text, size, overlap)
    assert all(len(piece) <= size for piece in pieces)
    assert all(left.endswith(right[:overlap]) for left, right in pairwise(pieces))
    assert pieces[0] + "".join(piece[overlap:] for piece in pieces[1:]) == text


def test_pieces_end_between_words() -> None:
    """Words stay whole where a blank is near."""
    assert pieces_of("git add one.txt two.txt three.txt", 20, 6) == [
        "git add one.txt",
        "ne.txt two.txt",
        "wo.txt three.txt",
    ]


def test_a_short_text_has_the_vector_that_it_always_had() -> None:
    """Whatever stands beside it in the batch."""
    found = embed("git push", SCRIPT, "ls")
    assert found[[0, 2]] == pytest.approx(lexical_vectors(["git push", "ls"]), abs=1e-6)


def test_pieces_are_pooled_by_their_lengths() -> None:
    """The vector of a long text is the weighted mean of its pieces', of unit length again."""
    text = "a" * 90 + " " + "docker push " * 3
    pieces = pieces_of(text, 100, 10)
    mean = np.array([len(piece) for piece in pieces]) @ lexical_vectors(pieces)
    assert len(pieces) == 2
    assert embed(text, size=100, overlap=10)[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_the_end_of_a_long_text_counts() -> None:
    """What stands beyond the first piece makes a difference."""
    assert np.abs(embed(SCRIPT + "git push") - embed(SCRIPT + "docker ps")).max() > 0.001


def test_a_text_has_so_many_pieces_and_no_more() -> None:
    """A megabyte is asked for as what fits into sixteen pieces."""
    assert np.array_equal(embed("x y " * 250_000), embed("x y " * 500_000))


@pytest.mark.parametrize("options", [{"overlap": 400}, {"overlap": -1}, {"most": 0}])
def test_pieces_that_lead_nowhere_are_an_error(options: dict[str, int]) -> None:
    """Pieces overlap by less than their half, and there is one at least."""
    with pytest.raises(EmbeddingError, match="less than half"):
        PiecedEmbedder(LexicalEmbedder(), **options)


def test_it_is_the_other_embedder() -> None:
    """Name and revision are the other's, and so is the error for no text."""
    pieced = PiecedEmbedder(LexicalEmbedder())
    assert (pieced.name, pieced.revision) == (LexicalEmbedder.name, LexicalEmbedder.revision)
    with pytest.raises(EmbeddingError, match="no text"):
        embed()
    asyncio.run(pieced.close())
