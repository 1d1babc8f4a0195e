"""`segue logs`: what the daemon has to say, in a file of bounded size, and never a word of what was typed."""

from __future__ import annotations

import logging
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from segue.app import logs
from segue.app.logs import LogSettings, WordlessFormatter, open_logs
from segue.protocol.memory_messages import Predict
from segue.protocol.messages import Embed, Forget, Record, Suggest, Why
from tests.helpers.command import SEGUE, segue
from tests.helpers.daemon import SESSION, running_daemon
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from segue.config.paths import Paths
    from tests.helpers.daemon import RunningDaemon

TYPED: Final = "xyzzy"
"""Stands in every line of the day's work."""


def work_for_a_day(daemon: RunningDaemon) -> None:
    """Ask for all that shells and commands ask for, with what goes wrong on the way."""
    daemon.learn([f"make {TYPED}", f"git push {TYPED}", f"cd /{TYPED}", f"rm -rf {TYPED}"], times=5)
    daemon.ask(Record(1, SESSION, f"false {TYPED}\udce9", f"/{TYPED}", 1, 1, 1, f"make {TYPED}", 3, 0))
    daemon.ask(Suggest(1, SESSION, "ma", f"/{TYPED}", 5))
    daemon.ask(Why(1, SESSION, f"make {TYPED}", "/srv", []))
    daemon.ask(Predict(1, SESSION, [f"make {TYPED}"], "", 3))
    daemon.ask(Embed(1, SESSION, [f"grep {TYPED}"], "query", None, 1))
    segue(daemon.environ, "embed", "--dims", "3", TYPED)
    history = daemon.home / "history"
    history.write_text(f": 1700000000:0;echo {TYPED}\n" * 3)
    segue(daemon.environ, "import", history)
    segue(daemon.environ, "workflows", "list")
    segue(daemon.environ, "workflows", "show", TYPED)
    daemon.ask(Forget(1, SESSION, f"git push {TYPED}"))


def written(paths: Paths) -> str:
    """Return all that the daemon has logged."""
    return "".join(path.read_text("utf-8", "replace") for path in paths.state.glob("daemon.*"))


def test_a_days_work_leaves_no_command_in_the_log() -> None:
    """With --verbose as well, not one word of a line, a directory or a history file's content is logged."""
    with running_daemon(("-m", "segue", "daemon", "--verbose")) as daemon:
        work_for_a_day(daemon)
        daemon.kill()
        daemon.start()
        daemon.stop()
        assert "segue 0" in written(daemon.paths)
        assert TYPED not in written(daemon.paths)
        assert not daemon.paths.text_log.exists()


def test_texts_are_kept_where_the_person_asks_for_that() -> None:
    """SEGUE_LOG_TEXT=1 fills a file of its own, which the next daemon without it removes."""
    with running_daemon(SEGUE_LOG_TEXT="1") as daemon:
        work_for_a_day(daemon)
        assert f"make {TYPED}" in segue(daemon.environ, "logs", "--text").stdout
        assert TYPED not in written(daemon.paths)
        daemon.stop()
        daemon.environ.pop("SEGUE_LOG_TEXT")
        daemon.start()
        assert not daemon.paths.text_log.exists()
        done = segue(daemon.environ, "logs", "--text")
        assert (done.returncode, done.stdout) == (0, "")
        assert "SEGUE_LOG_TEXT=1" in done.stderr


def test_an_unexpected_error_keeps_its_words_to_itself() -> None:
    """The log has the place and the type of an exception and of its cause, for their own words may be a command."""
    try:
        try:
            raise KeyError(TYPED)  # noqa: TRY301 - the cause of the next one
        except KeyError as error:
            raise ValueError(f"no {TYPED}") from error
    except ValueError as error:
        text = WordlessFormatter().formatException((type(error), error, error.__traceback__))
    assert text.count("Traceback") == 2
    assert text.index("KeyError") < text.index("ValueError")
    assert "test_logs.py" in text
    assert TYPED not in text


@pytest.fixture
def root_logger() -> Iterator[None]:
    """Put the root logger back as it was."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level, raising = root.level, logging.raiseExceptions
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raising


@pytest.mark.usefixtures("root_logger")
def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its size it is renamed, and of the renamed ones only so many stay; the commands read over the seams."""
    monkeypatch.setattr(logs, "LARGEST", 1000)
    environ = {"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    paths = logs_paths(environ)
    open_logs(paths, LogSettings())
    for number in range(500):
        logging.getLogger("segue").warning("message %d", number)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["daemon.log", "daemon.log.1", "daemon.log.2", "daemon.log.3"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    shown = segue(environ, "logs", "-n", "40").stdout.splitlines()
    assert [line.rsplit(" ", 1)[1] for line in shown] == [str(number) for number in range(460, 500)]


def logs_paths(environ: dict[str, str]) -> Paths:
    """Return the paths of a scratch home."""
    from segue.config.paths import resolve_paths  # noqa: PLC0415 - beside its only use

    return resolve_paths(environ)


def test_follow_goes_on_after_the_log_was_renamed(tmp_path: Path) -> None:
    """Lines come as they are written, the last ones of a renamed file first."""
    environ = {"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"}
    log, shown = tmp_path / "daemon.log", tmp_path / "shown"
    log.write_text("one\n")
    with shown.open("wb") as output:
        process = subprocess.Popen([SEGUE, "logs", "-f"], env=environ, stdout=output)
    try:
        wait_until(lambda: shown.read_text() == "one\n", "what was there")
        with log.open("a") as file:
            wait_until(lambda: write_and_look(file.write, file.flush, shown), "what is written")
            log.rename(tmp_path / "daemon.log.1")
            file.write("last\n")
        log.write_text("fresh\n")
        wait_until(lambda: shown.read_text().endswith("last\nfresh\n"), "what is written afterwards")
    finally:
        process.terminate()
        process.wait()


def write_and_look(write: object, flush: object, shown: Path) -> bool:
    """Write a line, for the command may not follow yet, and tell whether one is shown."""
    write("more\n")  # type: ignore[operator]
    flush()  # type: ignore[operator]
    return "more" in shown.read_text()


def test_without_a_log_nothing_is_shown(tmp_path: Path) -> None:
    """Somebody who has never started segue gets an empty answer."""
    done = segue({"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, "logs")
    assert (done.returncode, done.stdout) == (0, "")
