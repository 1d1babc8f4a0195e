"""A saved configuration file is in use at once, whoever saves it and however."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from segue.protocol.messages import Hello, Record, Settings, Suggest
from tests.helpers.daemon import SESSION, running_daemon
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon


NUMBERS: Final = itertools.count(100)


@pytest.fixture
def daemon() -> Iterator[RunningDaemon]:
    """Give a daemon without any settings."""
    with running_daemon() as running:
        yield running


def shown(daemon: RunningDaemon) -> dict[str, Any]:
    """Return what the daemon says of its settings."""
    figures: dict[str, Any] = daemon.ask(Settings(1, "test", "show"))[0]
    return figures


def value(daemon: RunningDaemon, key: str) -> object:
    """Return a setting that is in use."""
    return shown(daemon)["values"][key]


def file_of(daemon: RunningDaemon) -> Path:
    """Return where the daemon's settings are."""
    return Path(shown(daemon)["file"])


def save(daemon: RunningDaemon, text: str) -> None:
    """Write the file, and wait until it was read; a limit that nothing else needs tells this file from others."""
    number = next(NUMBERS)
    file_of(daemon).write_text(f"{text}\n[limits]\nconnections = {number}\n", "utf-8")
    wait_until(lambda: value(daemon, "limits.connections") == number, "the file to be read")


def test_a_saved_file_is_in_use(daemon: RunningDaemon) -> None:
    """Written in place, or written beside it and renamed over it, as editors do; or taken away."""
    file = file_of(daemon)
    file.write_text("[suggestions]\nthreshold = 40\n", "utf-8")
    wait_until(lambda: value(daemon, "suggestions.threshold") == 40, "the new file")
    fresh = file.with_name("config.toml~")
    fresh.write_text("[suggestions]\nthreshold = 50\n", "utf-8")
    fresh.replace(file)
    wait_until(lambda: value(daemon, "suggestions.threshold") == 50, "the file that was renamed")
    file.write_text("[suggestions]\nthreshold = 60\n", "utf-8")
    wait_until(lambda: value(daemon, "suggestions.threshold") == 60, "the file after that")


def test_a_file_below_a_directory_that_is_yet_to_be_made() -> None:
    """As on the first day: ~/.config/segue is not there when the daemon starts."""
    with running_daemon() as there:
        there.stop()
        there.environ["SEGUE_CONFIG"] = str(there.home / "a" / "b" / "config.toml")
        there.start()
        assert "which is not there" in shown(there)["problem"]
        (there.home / "a" / "b").mkdir(parents=True)
        wait_until(lambda: "segue" in there.log_text(), "the log")
        file_of(there).write_text("[suggestions]\nthreshold = 40\n", "utf-8")
        wait_until(lambda: value(there, "suggestions.threshold") == 40, "the file")


def test_a_link_into_a_repository_is_watched_where_it_leads(daemon: RunningDaemon) -> None:
    """Dot files are often kept elsewhere."""
    real = daemon.home / "dotfiles.toml"
    real.write_text("[suggestions]\nthreshold = 40\n", "utf-8")
    file_of(daemon).symlink_to(real)
    wait_until(lambda: value(daemon, "suggestions.threshold") == 40, "the link")
    real.write_text("[suggestions]\nthreshold = 50\n", "utf-8")
    wait_until(lambda: value(daemon, "suggestions.threshold") == 50, "the file behind it")


def test_a_broken_file_changes_nothing_and_is_told(daemon: RunningDaemon) -> None:
    """The settings of before stay; status and log say why, and a repaired file is in use again."""
    save(daemon, "[suggestions]\nthreshold = 40")
    file_of(daemon).write_text("[suggestions]\nthreshold = 400\n", "utf-8")
    wait_until(lambda: daemon.status()["settings"], "the problem")
    assert "line 2: suggestions.threshold must be" in daemon.status()["settings"]
    assert "line 2: suggestions.threshold must be" in daemon.log_text()
    assert value(daemon, "suggestions.threshold") == 40
    save(daemon, "[suggestions]\nthreshold = 41")
    assert daemon.status()["settings"] == ""
    assert value(daemon, "suggestions.threshold") == 41


def test_a_daemon_starts_in_spite_of_a_broken_file(daemon: RunningDaemon) -> None:
    """With what segue was made with."""
    daemon.stop()
    (daemon.paths.state / "config.toml").write_text("[suggestions\n", "utf-8")
    daemon.start()
    assert "is no TOML" in daemon.status()["settings"]
    assert value(daemon, "suggestions.threshold") == 30
    daemon.learn(["make", "make test"], times=3)
    assert daemon.predict(prefix="ma")


def test_ignored_lines_are_kept_by_nobody(daemon: RunningDaemon) -> None:
    """Not from hooks, not from history files; and from hooks again once the pattern is gone."""
    save(daemon, '[history]\nignore = ["*hidden*"]')
    daemon.learn(["echo hidden", "echo seen"])
    (daemon.home / ".bash_history").write_text("ls hidden\nls seen\n", "utf-8")
    wait_until(lambda: "ls seen" in [line for line, _, _ in daemon.events()], "the history file")
    assert [line for line, _, _ in daemon.events()] == ["", "echo seen", "ls seen"]
    save(daemon, "[history]\nignore = []")
    daemon.learn(["echo hidden"])
    assert "echo hidden" in [line for line, _, _ in daemon.events()]


def test_private_directories(daemon: RunningDaemon) -> None:
    """Below them nothing is recorded or suggested, also where a link leads there; beside them everything."""
    diary, link = daemon.home / "diary", daemon.home / "link"
    (diary / "may").mkdir(parents=True)
    (daemon.home / "diary2").mkdir()
    link.symlink_to(diary)
    daemon.learn(["make", "make test"], times=5)
    save(daemon, '[privacy]\nprivate = ["~/diary"]')
    before = len(daemon.events())

    def suggested(cwd: Path) -> list[str]:
        return daemon.ask(Suggest(1, SESSION, "ma", str(cwd), 5))

    for private in (diary, diary / "may", link / "may", diary / "may" / ".." / "gone"):
        daemon.learn(["echo hidden"], cwd=private)
        assert suggested(private) == []
    assert {line for line, _, _ in daemon.events()[before:]} == {""}
    daemon.learn(["echo seen"], cwd=daemon.home / "diary2")
    assert daemon.events()[-1][0] == "echo seen"
    assert suggested(daemon.home / "diary2")


def test_what_is_private_does_not_come_back_with_the_history_file(daemon: RunningDaemon) -> None:
    """The shell writes the line there without saying where it was run."""
    save(daemon, '[privacy]\nprivate = ["/srv"]')
    daemon.ask(Hello(1, SESSION, 1, "bash", os.getpid(), "human", str(daemon.home / ".bash_history")))
    daemon.ask(Record(2, SESSION, "echo hidden", "/srv", None, None, 0))
    (daemon.home / ".bash_history").write_text("echo hidden\n", "utf-8")
    (daemon.home / ".zsh_history").write_text("echo other\n", "utf-8")
    wait_until(lambda: "echo other" in [line for line, _, _ in daemon.events()], "another file")
    assert [line for line, _, _ in daemon.events()] == ["", "echo other"]


def test_what_agents_type_is_kept_only_if_that_is_wanted(daemon: RunningDaemon) -> None:
    """By default it is, under their name."""

    def run(line: str) -> None:
        daemon.ask(Hello(1, "7-a", 1, "zsh", os.getpid(), "claude-code", ""))
        daemon.ask(Record(2, "7-a", line, "/srv", None, None, 0))

    run("make")
    save(daemon, "[history]\nagents = false")
    run("make test")
    assert [line for line, _, _ in daemon.events()] == ["make", ""]
    assert daemon.status()["rejected"] == {"typed by an agent": 1}


def test_the_log_has_text_only_where_that_is_asked_for(daemon: RunningDaemon) -> None:
    """And then with secrets replaced."""
    daemon.learn(["echo one"])
    assert "echo one" not in daemon.log_text()
    save(daemon, "[log]\ntext = true")
    daemon.learn(["echo two", "export TOKEN=abcdef123456"])
    texts = daemon.paths.text_log.read_text("utf-8")
    assert "echo two" in texts
    assert "abcdef123456" not in texts
    assert "echo two" not in daemon.log_text()
    save(daemon, "[log]\ntext = false")
    assert not daemon.paths.text_log.exists()


def test_shells_are_told_that_their_settings_have_changed(daemon: RunningDaemon) -> None:
    """A number with the answers to hello and record; the files of new and of running shells say the same."""
    before = daemon.ask(Record(2, SESSION, "ls", "/srv", None, None, 0))[1]
    save(daemon, '[suggestions]\nthreshold = 44\nstyle = "fg=cyan"')
    after = daemon.ask(Record(3, SESSION, "ls", "/srv", None, None, 0))[1]
    assert after == daemon.ask(Hello(1, SESSION, 1, "zsh", os.getpid(), "human", ""))[2]
    assert before != after
    for shell in ("zsh", "bash", "fish"):
        running = daemon.paths.shell_settings(shell).read_text("utf-8")
        for name, value in (("s", after), ("_threshold", 44), ("_style", "'fg=cyan'")):
            assigned = f"set -g _segue_setting{name} {value}" if shell == "fish" else f"_segue_setting{name}={value}"
            assert assigned in running.splitlines()
        assert running in daemon.paths.init_script(shell).read_text("utf-8")


def test_what_waits_for_a_restart_is_told(daemon: RunningDaemon) -> None:
    """Until it is in use."""
    save(daemon, "[embedding]\ndims = 128\n[suggestions]\ncount = 3")
    assert set(shown(daemon)["waiting"]) == {"embedding.dims", "limits.connections"}
    daemon.stop()
    daemon.start()
    assert shown(daemon)["waiting"] == []
