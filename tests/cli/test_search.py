"""search: what was run is found by words and meaning, and every filter keeps away what it says."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from segue.client.client import Client
from segue.protocol.messages import VERSION, Forget, Hello, Import, Record
from tests.helpers.command import SEGUE, segue
from tests.helpers.terminal import Terminal
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

HOUR: Final = 3_600.0
DAY: Final = 24 * HOUR


@dataclass(frozen=True)
class Ran:
    """A command that was run some seconds ago."""

    line: str
    ago: float
    cwd: str = "/srv"
    exit: int = 0
    session: str = "900001-a"
    shell: str = "zsh"
    author: str = "human"


def record(daemon: RunningDaemon, *commands: Ran) -> None:
    """Let a daemon know what was run."""
    now = time.time()
    with Client(daemon.paths.socket, 20) as client:
        for ran in commands:
            client.ask(Hello(1, ran.session, VERSION, ran.shell, 0, ran.author))
            start = int((now - ran.ago) * 1000)
            client.ask(Record(2, ran.session, ran.line, ran.cwd, start, 10, ran.exit))
    daemon.status()


def search(daemon: RunningDaemon, *arguments: str) -> list[dict[str, Any]]:
    """Return the hits of `segue search --json`."""
    shown = segue(daemon.environ, "search", "--json", *arguments)
    assert (shown.returncode, shown.stderr) == (0, "")
    hits: list[dict[str, Any]] = json.loads(shown.stdout)["hits"]
    return hits


def lines(daemon: RunningDaemon, *arguments: str) -> list[str]:
    """Return the lines that a search finds, best first."""
    return [hit["line"] for hit in search(daemon, "--kind", "command", *arguments)]


HERE = Ran("git status", HOUR)
THERE = Ran("git stash", 2 * HOUR, "/srv/api/src", 1, "900002-b", "bash")
LONG_AGO = Ran("git log", 40 * DAY, cwd="/opt")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], {"git status", "git stash", "git log"}),
        (["--cwd", "/srv"], {"git status"}),
        (["--cwd", "/nowhere"], set()),
        (["--since", "3h"], {"git status", "git stash"}),
        (["--since", "90m"], {"git status"}),
        (["--since", "50d", "--until", "30d"], {"git log"}),
        (["--until", "1w"], {"git log"}),
        (["--exit", "ok"], {"git status", "git log"}),
        (["--exit", "failed"], {"git stash"}),
        (["--exit", "1"], {"git stash"}),
        (["--exit", "2"], set()),
        (["--session", "900002-b"], {"git stash"}),
        (["--shell", "bash"], {"git stash"}),
        (["--shell", "zsh", "--since", "1d"], {"git status"}),
        (["--author", "claude-code"], {"git rebase"}),
        (["--author", "all"], {"git status", "git stash", "git log", "git rebase"}),
        (["--host", "laptop"], {"git clone"}),
        (["--host", "all"], {"git status", "git stash", "git log", "git clone"}),
        (["--host", socket.gethostname()], {"git status", "git stash", "git log"}),
    ],
)
def test_filters(daemon: RunningDaemon, arguments: list[str], found: set[str]) -> None:
    """Each keeps exactly those lines of which a run fits, with a query and without one."""
    agent = Ran("git rebase", HOUR, session="900003-c", author="claude-code")
    record(daemon, HERE, THERE, LONG_AGO, agent)
    entry = ["git clone", time.time() - DAY, None, None, None]
    daemon.ask(Import(1, "import-1", "/home/me/.zsh_history", "zsh", "laptop", [entry], last=True))
    assert set(lines(daemon, "git", *arguments)) == found
    assert set(lines(daemon, *arguments)) == found


def test_a_repository(daemon: RunningDaemon) -> None:
    """--repo means the work tree that a directory is in, with everything below it, and nothing beside it."""
    api = daemon.home / "api"
    (api / ".git").mkdir(parents=True)
    (api / "src").mkdir()
    inside = [Ran("make one", 1, cwd=str(api)), Ran("make two", 1, cwd=str(api / "src"))]
    record(daemon, *inside, Ran("make three", 1, cwd=f"{api}2"), Ran("make four", 1, cwd=str(daemon.home)))
    assert set(lines(daemon, "make", "--repo", str(api / "src"))) == {"make one", "make two"}
    shown = segue(daemon.environ, "search", "make", "--repo", "/")
    assert (shown.returncode, "is in no git repository" in shown.stderr) == (2, True)


def test_all_filters_hold_for_the_same_run(daemon: RunningDaemon) -> None:
    """A line that failed there and succeeded here has not failed here; the figures are of the runs that fit."""
    record(daemon, Ran("make", 3 * HOUR, cwd="/opt", exit=2), Ran("make", 2 * HOUR), Ran("make", HOUR))
    assert lines(daemon, "make", "--cwd", "/srv", "--exit", "failed") == []
    (hit,) = search(daemon, "make", "--cwd", "/srv", "--kind", "command")
    assert (hit["runs"], hit["succeeded"], hit["failed"], hit["exit"], hit["cwd"]) == (2, 2, 0, 0, "/srv")
    (hit,) = search(daemon, "make", "--cwd", "/opt", "--kind", "command")
    assert (hit["runs"], hit["succeeded"], hit["failed"], hit["exit"], hit["cwd"]) == (1, 0, 1, 2, "/opt")
    assert hit["last"] == pytest.approx(time.time() - 3 * HOUR, abs=60)


def test_what_was_run_long_ago_counts_less(daemon: RunningDaemon) -> None:
    """The better line comes first where nothing fades, the later one where much does."""
    record(daemon, Ran("docker compose up", 30 * DAY), Ran("docker compose", HOUR))
    assert lines(daemon, "docker compose up", "--decay", "0")[0] == "docker compose up"
    assert lines(daemon, "docker compose up", "--decay", "1")[0] == "docker compose"


def test_several_queries_are_one_search(daemon: RunningDaemon) -> None:
    """Each brings its lines, and what fits both comes first."""
    record(daemon, *(Ran(line, HOUR) for line in ("docker ps", "git push", "docker push", "ls")))
    found = lines(daemon, "docker", "--or", "push")
    assert found[0] == "docker push"
    assert set(found) == {"docker ps", "git push", "docker push"}
    assert len(lines(daemon, "docker", "--or", "push", "--top", "1")) == 1


def test_a_query_that_is_the_line_comes_first(daemon: RunningDaemon) -> None:
    """Then those with the words in their order; capitals do not matter, and signs are what they are."""
    record(
        daemon,
        *(Ran(line, HOUR) for line in ("git push", "sudo git push", "git pull; git push x", "git pull", "date +%s")),
    )
    assert lines(daemon, "GIT", "push")[:2] == ["git push", "sudo git push"]
    assert lines(daemon, "+%") == ["date +%s"]
    assert lines(daemon, "_") == []


def test_without_a_query_the_latest_come_first(daemon: RunningDaemon) -> None:
    """Each line once, where it was run last."""
    record(daemon, Ran("make", 3 * HOUR), Ran("ls", 2 * HOUR), Ran("make", HOUR, cwd="/opt"))
    assert lines(daemon) == ["make", "ls"]
    assert search(daemon, "--top", "1")[0]["cwd"] == "/opt"


def test_sessions_are_found_by_several_of_their_commands(daemon: RunningDaemon) -> None:
    """A run of commands without a break of half an hour, with all that was run in it."""
    deploy = ["docker build .", "ls", "docker push", "docker compose up"]
    first = [Ran(line, 5 * HOUR - place * 60) for place, line in enumerate(deploy)]
    record(daemon, *first, Ran("docker ps", 4 * HOUR), Ran("docker stop x", HOUR, session="900002-b"))
    (hit,) = search(daemon, "docker", "--kind", "session")
    assert [each["line"] for each in hit["commands"]] == deploy
    assert [each["matches"] for each in hit["commands"]] == [True, False, True, True]
    assert (hit["session"], hit["cwd"]) == ("900001-a", "/srv")
    assert hit["end"] - hit["begin"] == pytest.approx(180, abs=1)
    assert search(daemon, "docker", "--kind", "session", "--session", "900002-b") == []


def test_nothing_forgotten_or_secret_comes_up(daemon: RunningDaemon) -> None:
    """Neither by its words nor by its meaning, in no session, and not among the latest."""
    record(
        daemon,
        *(
            Ran(line, HOUR)
            for line in ("vault open sesame", "vault list", "vault seal", "vault login --password=hunter22")
        ),
    )
    wait_until(lambda: daemon.status()["vectors"]["lines"] == 4, "every line to be indexed")
    daemon.ask(Forget(1, "test", "vault open sesame"))
    for arguments in (["vault"], ["vault open sesame"], ["vault login password hunter22"], []):
        told = json.dumps(search(daemon, *arguments))
        assert "vault list" in told
        assert "sesame" not in told
        assert "login" not in told


def test_in_a_pipe_each_hit_is_a_line(daemon: RunningDaemon) -> None:
    """Commands alone, best first, one of several rows on one; nothing found is status 1."""
    record(daemon, Ran("git push", HOUR), Ran("git commit -m 'one\ntwo'", HOUR))
    assert segue(daemon.environ, "search", "git", "push").stdout.splitlines() == [
        "git push",
        "git commit -m 'one\\ntwo'",
    ]
    shown = segue(daemon.environ, "search", "xyzzy")
    assert (shown.returncode, shown.stdout, shown.stderr) == (1, "", "nothing found\n")


def test_in_a_terminal_it_says_when_and_where(daemon: RunningDaemon) -> None:
    """With bars for how well each fits."""
    record(daemon, Ran("git push", 2 * HOUR + 60), Ran("git push", 2 * HOUR + 120, exit=1))
    with Terminal([str(SEGUE), "search", "git", "push"], env=daemon.environ, cwd=daemon.home, columns=120) as terminal:
        terminal.wait_for_exit()
        assert re.search(
            r"█+.* git push\n +2 hours ago · /srv · run twice · 50% well\nby words and lexical", terminal.text
        )


@pytest.mark.parametrize(
    "arguments", [["--since", "soon"], ["--exit", "badly"], ["--kind", "thing"], ["--decay", "-1"]]
)
def test_nonsense_is_refused(daemon: RunningDaemon, arguments: list[str]) -> None:
    """The usage says what is meant."""
    shown = segue(daemon.environ, "search", "git", *arguments)
    assert (shown.returncode, arguments[0] in shown.stderr) == (2, True)


def test_the_directory_is_what_the_shell_calls_it(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Through a link `.` is the name that the shell has recorded."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to("real")
    record(daemon, Ran("make", HOUR, cwd=str(link)))
    with Terminal(
        ["sh", "-c", f"cd {link} && exec {SEGUE} search make --cwd ."],
        env={**os.environ, **daemon.environ},
        cwd=tmp_path,
    ) as terminal:
        assert terminal.wait_for_exit() == 0
        assert "run once" in terminal.text
