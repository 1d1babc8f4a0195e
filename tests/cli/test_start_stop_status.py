"""start, stop, status: a daemon in the background, and honest words about it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Record
from tests.helpers.command import segue
from tests.helpers.daemon import SESSION
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """Give the environment of a person who has never used segue."""
    home = Path(tempfile.mkdtemp(prefix="segue-"))
    variables = {**os.environ, "HOME": str(home), "SEGUE_HOME": str(home / "state")}
    yield variables
    segue(variables, "stop")
    shutil.rmtree(home)


def test_start_status_stop(environ: dict[str, str]) -> None:
    """The daemon answers when `start` returns, and is gone when `stop` returns."""
    assert segue(environ, "start").returncode == 0
    status = json.loads(segue(environ, "status", "--json").stdout)
    assert status["running"]
    assert status["events"] == 0
    assert "process" in segue(environ, "status").stdout
    assert segue(environ, "stop").stdout == "segue has stopped.\n"
    assert not (Path(environ["SEGUE_HOME"]) / "run" / "segue.sock").exists()
    assert json.loads(segue(environ, "status", "--json").stdout) == {"running": False}


def test_starting_twice_is_no_error(environ: dict[str, str]) -> None:
    """The second start says that it runs already, and it is still the same daemon."""
    segue(environ, "start")
    first = json.loads(segue(environ, "status", "--json").stdout)["pid"]
    again = segue(environ, "start")
    assert (again.returncode, again.stdout) == (0, "segue is already running.\n")
    assert json.loads(segue(environ, "status", "--json").stdout)["pid"] == first


def test_without_a_daemon_the_words_are_helpful(environ: dict[str, str]) -> None:
    """Nobody sees a traceback: one sentence, and an exit status for scripts."""
    assert segue(environ, "stop").stdout == "segue is not running.\n"
    assert segue(environ, "status").returncode == 3
    predicted = segue(environ, "predict")
    assert predicted.returncode == 1
    assert predicted.stderr == "segue: the segue daemon is not running: try `segue start`\n"


def test_a_daemon_that_cannot_start_says_why(environ: dict[str, str]) -> None:
    """The reason stands in the command's own words, not only in a log."""
    run = Path(environ["SEGUE_HOME"]) / "run"
    run.parent.mkdir()
    run.symlink_to("/nowhere")
    started = segue(environ, "start")
    assert started.returncode == 1
    assert "not a link" in started.stderr


def test_stop_keeps_what_was_recorded(daemon: RunningDaemon) -> None:
    """Commands recorded right before the stop are there after the next start."""
    daemon.learn(["make", "make test"])
    assert segue(daemon.environ, "stop").returncode == 0
    daemon.start()
    assert [line for line, _, _ in daemon.events()] == ["make", "make test"]


def test_status_says_what_became_of_suggestions(daemon: RunningDaemon) -> None:
    """For a person in one row, and for a script as figures."""
    daemon.learn(["make"])
    assert "suggestions" not in segue(daemon.environ, "status").stdout
    daemon.ask(Record(1, SESSION, "make", "/srv", None, None, 0, "make", 1, 4))
    daemon.ask(Record(2, SESSION, "ls", "/srv", None, None, 0, "make", 3, 0))
    words = " ".join(segue(daemon.environ, "status").stdout.split())
    assert "suggestions 2 shown, 1 accepted (50%), 0 in part, 0 typed out, 1 typed over, 0 dismissed" in words
    figures = json.loads(segue(daemon.environ, "status", "--json").stdout)["feedback"]
    assert (figures["shown"], figures["accepted"], figures["acceptance_rate"]) == (2, 1, 0.5)


def test_status_says_how_far_the_index_is(daemon: RunningDaemon) -> None:
    """How many lines are in it, with which model, and how much is left while they are being embedded."""
    daemon.learn(["make", "make test"])
    wait_until(lambda: daemon.status()["vectors"]["lines"] == 2, "the lines to be in the index")
    assert "2 lines, lexical (256)" in segue(daemon.environ, "status").stdout
