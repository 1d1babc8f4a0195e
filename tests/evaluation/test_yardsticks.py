"""The yardsticks, on histories small enough to work out by hand."""

from __future__ import annotations

from segue.domain.observation import Observation, Prompt
from segue.evaluation.frecency import Frecency
from segue.evaluation.ipam import Ipam
from segue.evaluation.match_previous import MatchPrevious
from segue.evaluation.most_recent import MostRecent
from tests.evaluation.events import NOW, observe, run, shown, stored

DAY = 86_400.0


def test_most_recent_is_the_line_run_last() -> None:
    """Running a line again brings it to the front; a prefix only leaves out what does not fit."""
    strategy = MostRecent()
    observe(strategy, run("git status", "make", "git push", "make"))
    assert shown(strategy) == ["make", "git push", "git status"]
    assert shown(strategy, "git") == ["git push", "git status"]


def test_match_previous_is_what_followed_the_same_line_last() -> None:
    """After `a` came `b` three times and then `c`: `c` is first, then `b`, then what is merely recent."""
    strategy = MatchPrevious()
    observe(strategy, run("a", "b", "a", "b", "a", "b", "a", "c", "d", "a"))
    assert shown(strategy, k=4) == ["c", "b", "a", "d"]


def test_match_previous_follows_each_shell_on_its_own() -> None:
    """Two shells that take turns do not become each other's past; a new one goes on from the last command of all."""
    strategy = MatchPrevious()
    for a, b in zip(run("a", "b", "a", session="1"), run("x", "y", "x", session="2"), strict=True):
        observe(strategy, [a, b])
    assert shown(strategy, k=1, session="1") == ["b"]
    assert shown(strategy, k=1, session="2") == shown(strategy, k=1, session="3") == ["y"]


def test_ipam_weighs_followers_by_decaying_probability() -> None:
    """After `a` came `b`, `b`, `b`, `c`: b has .8(.2 + .16 + .128) = .39 and c .2, where the latest would be `c`."""
    strategy = Ipam()
    observe(strategy, run("a", "b", "a", "b", "a", "b", "a", "c", "a"))
    assert shown(strategy)[:2] == ["b", "c"]


def test_ipam_falls_back_to_the_default_row() -> None:
    """Where nothing has followed the line before yet, the most probable lines of all are suggested."""
    strategy = Ipam()
    observe(strategy, run("a", "b", "a", "d"))
    # The default row: a = .2 · .8³ + .2 · .8 = .2624, d = .2, b = .2 · .8² = .128.
    assert shown(strategy) == ["a", "d", "b"]


def test_ipam_begins_a_row_with_the_default_one() -> None:
    """What nothing but `b` has followed expects, behind `b`, what is common everywhere."""
    strategy = Ipam()
    observe(strategy, run("z", "z", "z", "a", "b", "a"))
    # Row a: z = .488 · .8² = .31, begun from the default row; b = .2; a = .2 · .8 = .16.
    assert shown(strategy) == ["z", "b", "a"]


def test_a_private_command_links_nothing() -> None:
    """What stands behind a private command is not learned as the follower of what stands before it."""
    for strategy in (MatchPrevious(), Ipam()):
        observe(strategy, run("a", "b", "a", "", "c", "a"))
        assert shown(strategy, k=1) == ["b"]


def test_frecency_weighs_runs_by_age_and_directory() -> None:
    """Three runs here two days ago, 3 · 4 · ½ = 6, lie between one a moment ago elsewhere, 4, and one here, 16."""
    strategy = Frecency()
    old = [Observation("make", cwd="/srv", start=NOW - 2 * DAY + i) for i in range(3)]
    elsewhere = Observation("ls", cwd="/tmp", start=NOW - 600)  # noqa: S108 - a place where nothing is made
    here = Observation("vim notes", cwd="/srv", start=NOW - 700)
    observe(strategy, stored([*old, here, elsewhere]))
    assert shown(strategy, cwd="/srv") == ["vim notes", "make", "ls"]
    # In /tmp: ls 4 · 4 = 16, vim notes 4, make 3 · ½.
    assert shown(strategy, cwd="/tmp") == ["ls", "vim notes", "make"]  # noqa: S108 - a name only
    assert shown(strategy, "m", cwd="/srv") == ["make"]


def test_frecency_prefers_the_latest_of_equals() -> None:
    """Lines with the same score stand in the order of their last runs, the latest first."""
    strategy = Frecency()
    observe(strategy, run("c", "a", "b"))
    assert shown(strategy) == ["b", "a", "c"]


def test_frecency_ages_a_history_without_times() -> None:
    """Where nobody knows when, commands count as a minute apart: what is 60 commands away weighs half."""
    strategy = Frecency()
    observe(strategy, stored(Observation(line) for line in ["old", "old", *["x"] * 100, "new", "new"]))
    assert [s.line for s in strategy.suggest(Prompt(), "", 3)] == ["x", "new", "old"]
