"""clusters: a person's lines grouped by what they mean, with the daemon's vectors or without a daemon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.helpers.command import segue
from tests.insight.histories import DAY, ran, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

GIT = [f"git {verb} {where}" for verb in ("push", "pull", "fetch") for where in ("origin", "upstream", "fork")]
DOCKER = [f"docker {verb} {name}" for verb in ("run", "stop", "logs") for name in ("api", "web", "db")]


def environment(state: Path) -> dict[str, str]:
    """Return the environment of a person whose state lies there, with no daemon."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(state), "SEGUE_HOME": str(state), "TZ": "UTC", "COLUMNS": "80"}


def values(environ: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """Return what --json prints."""
    done = segue(environ, "clusters", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_daemons_vectors_group_lines(daemon: RunningDaemon) -> None:
    """Two programs are two clusters, with all their runs; asked again, the cache of vectors answers."""
    daemon.learn([*GIT, *DOCKER], times=2)
    daemon.status()
    found = values(daemon.environ, "--count", "2")
    assert [cluster["lines"] for cluster in found["clusters"]] == [9, 9]
    assert {cluster["label"].split()[0] for cluster in found["clusters"]} == {"git", "docker"}
    assert (found["lines"], found["runs"], found["made_by"]["model"]) == (18, 36, "lexical")
    assert values(daemon.environ, "--count", "2") == found


def test_without_a_daemon_words_and_letters_do_it(daemon: RunningDaemon) -> None:
    """The clusters of lexical vectors are the same, and a person reads why they are lexical; JSON stays clean."""
    daemon.learn([*GIT, *DOCKER])
    daemon.status()
    found = values(daemon.environ)
    daemon.stop()
    done = segue(daemon.environ, "clusters", "--json")
    assert json.loads(done.stdout) == found
    assert done.stderr == "The daemon is not running: lines are compared by their words and letters alone.\n"


def test_a_long_history_goes_page_by_page(daemon: RunningDaemon) -> None:
    """More lines than one request holds are all embedded."""
    daemon.learn([f"echo {'word ' * (number % 7)}{number}" for number in range(600)])
    daemon.status()
    found = values(daemon.environ, "--count", "5")
    assert sum(cluster["lines"] for cluster in found["clusters"]) == found["lines"] == 600


def test_a_person_sees_a_table(tmp_path: Path) -> None:
    """It fits the terminal and is plain when piped; what a terminal would obey is shown as text."""
    strange = "git push \x1b[31m[bold]"
    write(tmp_path / "segue.db", [ran(line, exit=0) for line in [*GIT, *DOCKER, strange, strange]])
    done = segue(environment(tmp_path), "clusters", "--count", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("2 clusters of 19 lines; the vectors are those of `lexical`.\n")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout
    assert "100.0%" in done.stdout
    assert "  docker" in done.stdout


def test_a_part_of_the_history(tmp_path: Path) -> None:
    """Only the lines of the time, the host and the author that are asked for; an agent's never otherwise."""
    write(
        tmp_path / "segue.db",
        [ran("ls", 0, host="desk"), ran("make", DAY, host="lap"), ran("rm -r x", DAY, host="desk", author="agent")],
    )
    environ = environment(tmp_path)
    assert values(environ)["lines"] == 2
    assert values(environ, "--since", "2024-01-02")["clusters"][0]["typical"] == [{"line": "make", "runs": 1}]
    assert values(environ, "--host", "desk")["clusters"][0]["typical"] == [{"line": "ls", "runs": 1}]
    assert values(environ, "--author", "agent")["clusters"][0]["typical"] == [{"line": "rm -r x", "runs": 1}]


def test_an_empty_history_is_said(tmp_path: Path) -> None:
    """A sentence and no error; JSON is JSON."""
    done = segue(environment(tmp_path), "clusters")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The history is empty")
    assert values(environment(tmp_path))["clusters"] == []
