"""Offers: what was suggested at a prompt is known until the next one."""

from __future__ import annotations

from segue.ingest.offers import MAX_SESSIONS, Offers


def test_only_the_latest_prompt_of_each_session_counts() -> None:
    """A new prompt replaces what was offered at the one before, in that session alone."""
    offers = Offers()
    offers.note("1", 1, ["cd photos"])
    offers.note("2", 1, ["cd notes"])
    offers.note("1", 2, ["cd plans"])
    assert not offers.holds("1", "cd photos")
    assert offers.holds("1", "cd plans")
    assert offers.holds("2", "cd notes")
    assert not offers.holds("2", "cd plans")


def test_it_is_bounded() -> None:
    """When there are too many sessions the longest silent one is forgotten."""
    offers = Offers()
    for number in range(MAX_SESSIONS + 1):
        offers.note(str(number), 1, ["cd photos"])
    assert not offers.holds("0", "cd photos")
    assert offers.holds("1", "cd photos")


def test_the_best_of_the_present_prompt() -> None:
    """The first line stands there until something is run."""
    offers = Offers()
    offers.note("1", 1, ["cd photos", "ls"])
    assert offers.best("1") == "cd photos"
    assert offers.best("2") == ""
    offers.end("1", 2)
    assert offers.best("1") == ""


def test_a_forgotten_line_is_offered_nowhere() -> None:
    """It is taken from every prompt, and what stood behind it moves up."""
    offers = Offers()
    offers.note("1", 1, ["cd photos", "ls"])
    offers.note("2", 1, ["cd photos"])
    offers.forget("cd photos")
    assert offers.best("1") == "ls"
    assert offers.best("2") == ""


def test_an_answer_that_comes_late_changes_nothing() -> None:
    """What was asked at an earlier prompt, and is answered after something was run there, stands nowhere."""
    offers = Offers()
    offers.end("1", 5)
    offers.note("1", 4, ["cd photos"])
    assert offers.best("1") == ""
    offers.note("1", 6, ["ls"])
    offers.note("1", 4, ["cd photos"])
    assert offers.best("1") == "ls"


def test_a_session_that_begins_again() -> None:
    """After hello its requests may be counted from 1, and are believed."""
    offers = Offers()
    offers.end("1", 50)
    offers.begin("1")
    offers.note("1", 2, ["ls"])
    assert offers.best("1") == "ls"
