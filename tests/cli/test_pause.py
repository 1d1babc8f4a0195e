"""`segue pause` and `segue resume`: quiet for a while, in every shell."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from segue.cli.pausing import end_of
from segue.domain.errors import SegueError
from segue.protocol.messages import Record
from tests.helpers.command import segue
from tests.helpers.daemon import SESSION, running_daemon
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon

NOW = datetime(2026, 3, 4, 17, 30, tzinfo=timezone(timedelta(hours=1))).astimezone()


@pytest.fixture
def daemon() -> Iterator[RunningDaemon]:
    """Give a daemon that knows a habit."""
    with running_daemon() as running:
        running.learn(["make", "make test"], times=5)
        assert running.predict(prefix="ma")
        yield running


def suggested(daemon: RunningDaemon) -> list[str]:
    """Return what a shell is answered while it types."""
    from segue.protocol.messages import Suggest  # noqa: PLC0415 - beside its use

    return list(map(str, daemon.ask(Suggest(1, SESSION, "ma", "/srv", 5))[::2]))


@pytest.mark.parametrize(
    ("words", "seconds"),
    [(["30m"], 1800), (["2h"], 7200), (["1h", "30m"], 5400), (["1h30m"], None), (["90s"], 90), (["1d"], 86_400)],
)
def test_spans_of_time(words: list[str], seconds: int | None) -> None:
    """From now on."""
    if seconds is None:
        with pytest.raises(SegueError, match="is no time"):
            end_of(words, NOW)
    else:
        assert end_of(words, NOW) == NOW.timestamp() + seconds


def test_until_a_time_of_the_clock() -> None:
    """The next time that it is so; tomorrow begins at midnight here."""
    end = datetime.fromtimestamp(end_of(["until", "tomorrow"], NOW) or 0.0).astimezone()
    assert (end.date() - NOW.date(), end.hour, end.minute) == (timedelta(days=1), 0, 0)
    later = (NOW + timedelta(minutes=10)).strftime("%H:%M")
    assert end_of(["until", later], NOW) == NOW.timestamp() + 600
    earlier = (NOW - timedelta(minutes=10)).strftime("%H:%M")
    assert end_of(["until", earlier], NOW) == NOW.timestamp() + 86_400 - 600
    assert end_of([], NOW) is None


@pytest.mark.parametrize("words", [["until"], ["until", "noon"], ["until", "25:00"], ["soon"], ["-3m"], ["30"]])
def test_what_is_no_time(words: list[str]) -> None:
    """The error says what is expected."""
    with pytest.raises(SegueError, match="is expected"):
        end_of(words, NOW)


def test_nothing_is_suggested_and_everything_recorded(daemon: RunningDaemon) -> None:
    """Also after a restart of the daemon; `status` says so, and `resume` ends it."""
    assert "until" in segue(daemon.environ, "pause", "2h").stdout
    assert suggested(daemon) == []
    daemon.learn(["make install"])
    assert "make install" in [line for line, _, _ in daemon.events()]
    daemon.stop()
    daemon.start()
    assert suggested(daemon) == []
    assert "Nothing is suggested until" in " ".join(segue(daemon.environ, "status").stdout.split())
    pause = json.loads(segue(daemon.environ, "status", "--json").stdout)["pause"]
    assert pause["until"] == pytest.approx(time.time() + 7200, abs=300)
    assert segue(daemon.environ, "resume").stdout == "Suggestions and recording go on.\n"
    assert suggested(daemon)
    assert segue(daemon.environ, "resume").stdout == "There is no pause.\n"


def test_a_pause_ends_by_itself(daemon: RunningDaemon) -> None:
    """Without anybody doing anything."""
    segue(daemon.environ, "pause", "3s")
    assert suggested(daemon) == []
    wait_until(lambda: suggested(daemon) != [], "suggestions after the pause")


def test_a_pause_may_begin_without_a_daemon(daemon: RunningDaemon) -> None:
    """One that starts later heeds it."""
    daemon.stop()
    assert segue(daemon.environ, "pause").returncode == 0
    daemon.start()
    assert suggested(daemon) == []


def test_nothing_is_recorded(daemon: RunningDaemon) -> None:
    """Only that something ran; neither the hook's report nor the history file's brings the line back."""
    hooked, unhooked = daemon.home / ".zsh_history", daemon.home / ".bash_history"
    segue(daemon.environ, "pause", "--recording")
    assert "recorded" in segue(daemon.environ, "status").stdout
    before = len(daemon.events())
    now = int(time.time())
    daemon.ask(Record(2, SESSION, "echo hidden", "/srv", now * 1000, 0, 0))
    hooked.write_text(f": {now}:0;echo hidden\n", "utf-8")
    unhooked.write_text("echo without a hook\n", "utf-8")
    wait_until(lambda: daemon.status()["rejected"].get("run while recording was paused") == 2, "both to be left out")
    segue(daemon.environ, "resume")
    assert segue(daemon.environ, "import", hooked).returncode == 0
    assert [line for line, _, _ in daemon.events()[before:]] == [""]
    daemon.learn(["echo seen"])
    assert "echo seen" in [line for line, _, _ in daemon.events()]
    assert "hidden" not in daemon.log_text()
