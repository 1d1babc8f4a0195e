"""stats: what a person does all day, from a history that is only read."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pexpect
import pytest

from segue.domain.feedback import Feedback, Outcome
from tests.helpers.command import SEGUE, segue
from tests.insight.histories import DAY, HOUR, WEEK, ran, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.domain.observation import Observation
    from tests.helpers.daemon import RunningDaemon

XSS = '<script>alert("1")</script>'
WHERE: dict[str, Any] = {"session": "1", "shell": "zsh", "host": "desk", "cwd": "/srv"}


def work() -> Iterable[Observation]:
    """Yield three weeks of work, with what a page or a terminal could stumble over."""
    for week in range(3):
        for hour in range(9, 17):
            taken = Feedback("git push", Outcome.ACCEPTED if week else Outcome.TYPED_OVER, 8 * bool(week))
            yield ran("git push", week * WEEK + hour * HOUR, exit=0, duration=3.0, feedback=taken, **WHERE)
        for _ in range(3):
            yield ran(f"{XSS} \x1b[31m[bold]", week * WEEK + DAY, exit=1, duration=5e3, **WHERE | {"cwd": f"/{XSS}"})
    yield ran("rm -r agents-own", DAY, **WHERE | {"author": "agent"})


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Give an environment with such a history, without a daemon."""
    write(tmp_path / "segue.db", work())
    return environment(tmp_path)


def environment(state: Path) -> dict[str, str]:
    """Return the environment of a person whose state lies there."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(state), "SEGUE_HOME": str(state), "TZ": "UTC", "COLUMNS": "80"}


def values(environ: dict[str, str], *arguments: str) -> dict[str, Any]:
    """Return what --json prints."""
    done = segue(environ, "stats", "--json", *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_person_sees_tables_and_plots(home: dict[str, str]) -> None:
    """Everything fits 80 columns and is plain text when piped; what a terminal would obey is shown as text."""
    done = segue(home, "stats")
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout
    assert "33 commands, 2 different lines of 2 programs." in done.stdout
    assert re.search(r"^git push +24 +72\.7% +100\.0%$", done.stdout, re.MULTILINE)
    assert r"\x1b[31m[bold]" in done.stdout
    assert "24 suggestions stood on an empty prompt: 16 taken (66.7%)" in done.stdout
    assert "128 keystrokes saved." in done.stdout
    assert re.search(r"^Mon ·{27}▒{24}·{21}$", done.stdout, re.MULTILINE)
    assert re.search(r"^Tue █{3}·{69}$", done.stdout, re.MULTILINE)
    assert done.stdout.count("(week)") == 2
    assert "agents-own" not in done.stdout


@pytest.mark.parametrize("columns", ["30", "47", "200"])
def test_any_width_will_do(home: dict[str, str], columns: str) -> None:
    """Lines give way to figures, and plots leave where there is no room."""
    done = segue(home | {"COLUMNS": columns}, "stats")
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert "72.7%" in done.stdout


def test_colours_in_a_terminal_unless_they_are_unwanted(home: dict[str, str]) -> None:
    """At a terminal bars and hours are green; with NO_COLOR nothing has a colour."""
    shown = {}
    for name, wishes in {"colour": {}, "none": {"NO_COLOR": "1"}}.items():
        environ = {**home, "TERM": "xterm-256color", **wishes}
        child = pexpect.spawn(str(SEGUE), ["stats"], env=environ, encoding="utf-8", dimensions=(24, 80))
        child.expect(pexpect.EOF, timeout=60)
        shown[name] = child.before or ""
        child.close()
        assert child.exitstatus == 0, shown[name]
    assert re.search(r"\x1b\[32m·*▒+", shown["colour"])
    assert "▒" in shown["none"]
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|9[0-7])[;m]", shown["none"])


def test_a_part_of_the_history(home: dict[str, str]) -> None:
    """Each option says of which commands the figures are."""
    assert values(home)["commands"]["count"] == 33
    assert values(home, "--since", "2024-01-08")["commands"]["count"] == 22
    assert values(home, "--since", "2024-01-08", "--until", "2024-01-08")["commands"]["count"] == 8
    assert values(home, "--host", "elsewhere")["commands"]["count"] == 0
    assert values(home, "--author", "agent")["lines"][0]["line"] == "rm -r agents-own"
    assert values(home, "--author", "all")["commands"]["count"] == 34
    assert len(values(home, "--top", "1")["lines"]) == 1


def test_the_page_stands_on_its_own(home: dict[str, str]) -> None:
    """One file with pictures that are well-formed; no line of the history is markup, nothing outside is named."""
    page = Path(home["HOME"]) / "stats.html"
    done = segue(home, "stats", "--html", page)
    assert done.returncode == 0, done.stderr
    assert str(page) in done.stdout
    text = page.read_text("utf-8")
    assert not re.search(r"https?:|//|<script|<link|<img|src=|href=|url\(|@import|\x1b", text)
    assert "&lt;script&gt;" in text
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) == 5
    for picture in pictures:
        ET.fromstring(picture)  # noqa: S314 - our own page
    assert "@media print" in text
    assert "66.7%" in text


def test_beside_a_daemon_nothing_changes(daemon: RunningDaemon) -> None:
    """What a shell has just recorded is counted, and asking for figures is no command of the person's."""
    daemon.learn(["make", "make test"], times=3)
    daemon.status()
    found = values(daemon.environ)
    assert [(row["line"], row["runs"]) for row in found["lines"]] == [("make test", 3), ("make", 3)]
    assert daemon.status()["events"] == 6


def test_an_empty_history_is_said(tmp_path: Path) -> None:
    """A sentence and no error, with a page and JSON for whoever asks for them; no file of segue's is made."""
    environ = environment(tmp_path)
    done = segue(environ, "stats")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The history is empty")
    assert values(environ)["commands"]["count"] == 0
    assert list(tmp_path.iterdir()) == []
    assert segue(environ, "stats", "--html", tmp_path / "stats.html").returncode == 0
    assert "0 commands" in (tmp_path / "stats.html").read_text("utf-8")


def test_options_that_nothing_fits_are_said(home: dict[str, str]) -> None:
    """Whoever asks for too little does not read that there is nothing."""
    done = segue(home, "stats", "--host", "elsewhere")
    assert (done.returncode, done.stdout) == (0, "No command of the history fits these options.\n")


def test_what_cannot_be_is_said_at_once(home: dict[str, str]) -> None:
    """A time that is none, and a folder that is not there."""
    done = segue(home, "stats", "--since", "soon")
    assert done.returncode == 2
    assert "yesterday" in done.stderr
    done = segue(home, "stats", "--html", "/no/such/folder/page.html")
    assert done.returncode == 1
    assert "/no/such/folder" in done.stderr


def test_a_closed_pipe_is_no_error(home: dict[str, str]) -> None:
    """`segue stats | head -1` shows the first line and complains about nothing."""
    done = subprocess.run(
        ["sh", "-c", f"'{SEGUE}' stats | head -1"], env=home, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("33 commands")
    assert done.stderr == ""
