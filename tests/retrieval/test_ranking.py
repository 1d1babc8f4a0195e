"""How well a text fits a query: rare words count more than common ones, the phrase most, and all of it fades."""

from __future__ import annotations

import pytest

from segue.domain.search import Match
from segue.retrieval.ranking import Meaning, WordQuery, faded, fading, fused, merged, words_of

DAY = 86_400.0


def query(text: str, **holders: int) -> WordQuery:
    """Return a query among a thousand texts, of which so many hold each word."""
    return WordQuery.among(text, words_of(text), holders, 1000)


def test_words_are_taken_without_quotes_and_twice_is_once() -> None:
    """Of many words the longest count, in small letters."""
    assert set(words_of("  'Undo' the \"last\" the ")) == {"undo", "the", "last"}
    assert len(words_of(" ".join(str(number) for number in range(100)))) == 6
    assert words_of(" '' ") == ()


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    """Both together more than either."""
    asked = query("git rebase", git=900, rebase=3)
    assert asked.score("git rebase -i") > asked.score("rebase tool") > asked.score("git status") > 0
    assert asked.score("ls") == 0


def test_what_was_typed_as_it_stands_is_best() -> None:
    """The words in another order are worth less; the line itself is 1."""
    asked = query("git push", git=500, push=50)
    scores = [asked.score(text) for text in ("git push", "git push origin", "sudo git push", "push git", "gitx pusher")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1)


def test_the_beginning_of_a_word_counts_more_than_its_inside() -> None:
    """Whatever stands between words."""
    asked = query("test", test=100)
    assert asked.score("./test.sh") > asked.score("npm latest")


def test_a_bound_is_never_below_the_score() -> None:
    """Lines that are left out by it could not have been among the best."""
    asked = query("git push origin", git=500, push=50, origin=20)
    for text in ("git status", "push", "git x origin", "git push origin"):
        held = [place for place, word in enumerate(asked.words) if word in text]
        assert asked.bound(held) >= asked.score(text) - 0.2


def test_meaning_is_what_is_above_the_floor() -> None:
    """Between the floor and the ceiling, and never outside of 0 and 1."""
    reading = Meaning(floor=0.1, ceiling=0.9, least=0.2, weight=0.6)
    assert [reading.of(cosine) for cosine in (-1, 0.1, 0.9, 1)] == [0, 0, 1, 1]
    assert reading.of(0.5) == pytest.approx(0.5)


def test_words_and_meaning_together() -> None:
    """Either is enough to be found; both are better, and all the words nearly suffice without a model's consent."""
    assert fused(1, 1, 0.6) == pytest.approx(1)
    assert fused(1, 0, 0.6) > 0.6
    assert fused(0, 1, 0.6) == pytest.approx(0.6)
    assert fused(0.5, 0.5, 0.6) > fused(0.5, 0.2, 0.6)
    assert fused(0.4, 0.0, 0.0) == 0.4


def test_scores_of_several_queries() -> None:
    """The best counts, and what else fits adds to it."""
    assert merged([Match(0.5, 0.2, 0.7)]) == Match(0.5, 0.2, 0.7)
    both = merged([Match(0.5, 0.2, 0.1), Match(0.4, 0.1, 0.6)])
    assert both.score == pytest.approx(0.7)
    assert (both.meaning, both.words) == (0.2, 0.6)


def test_what_is_old_fades() -> None:
    """By e to the power of the days times the rate; not at all where that is 0, or nobody knows the time."""
    assert fading(0.1, 10 * DAY, 0.0) == pytest.approx(0.3679, abs=1e-4)
    assert fading(0, 1e9, 0.0) == fading(1, 0.0, 1e9) == fading(1, 1e9, None) == 1
    assert faded(Match(0.5, 0.3, 0.2), 0.5) == Match(0.25, 0.3, 0.2)
