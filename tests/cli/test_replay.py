"""replay: figures from the person's own history, which is only read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect

from tests.helpers.command import SEGUE, segue

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

WORKFLOW = ["git add -A", "git commit -m wip", "git push", "make test", "vim src/main.c"]
SAMPLE = Path(__file__).parent.parent / "data" / "sample.zsh_history"


def replayed(daemon: RunningDaemon, *arguments: str | Path) -> dict[str, Any]:
    """Return the JSON of a replay."""
    done = segue(daemon.environ, "replay", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(done.stdout)
    return values


def state(daemon: RunningDaemon) -> dict[Path, bytes]:
    """Return every file of the state directory; SQLite's shared memory holds only locks while a daemon runs."""
    return {
        path: b"" if path.name.endswith("-shm") else path.read_bytes()
        for path in daemon.paths.state.rglob("*")
        if path.is_file()
    }


def test_the_history_of_a_running_daemon(daemon: RunningDaemon) -> None:
    """While the daemon runs, every recorded command is predicted, and all figures are there."""
    daemon.learn(WORKFLOW, times=24)
    daemon.status()
    values = replayed(daemon, "--keystrokes", "5")
    assert values["commands"] == {"learned_first": 0, "predicted": 120, "run_before": 115 / 120}
    assert list(values["strategies"]) == ["segue", "most_recent", "match_prev_cmd", "frecency", "ipam"]
    for ratios in values["strategies"].values():
        assert 0 <= ratios["top1"] <= ratios["top3"] <= ratios["top5"] <= 1
        assert 0 <= ratios["keystrokes_saved"] <= 1
    assert values["strategies"]["most_recent"]["top1"] == 0, "the line run last is never next in a round"
    assert values["strategies"]["match_prev_cmd"]["top1"] == 114 / 120, "known from the second round on"
    assert sum(found["count"] for found in values["calibration"]["bins"]) == 119


def test_nothing_changes_and_the_figures_stay(daemon: RunningDaemon) -> None:
    """With and without a daemon, the state directory is the same byte for byte, and so are the figures."""
    assert segue(daemon.environ, "config", "set", "workflows.search", "false").returncode == 0
    daemon.learn(WORKFLOW, times=24)
    daemon.status()
    before = state(daemon)
    beside = replayed(daemon)
    assert state(daemon) == before
    daemon.stop()
    before = state(daemon)
    assert replayed(daemon) == beside
    assert state(daemon) == before


def test_only_the_latest_are_predicted(daemon: RunningDaemon) -> None:
    """--limit learns what stands before; of another shell there is nothing."""
    daemon.learn(WORKFLOW, times=24)
    daemon.status()
    values = replayed(daemon, "--limit", "100", "--shell", "zsh")
    assert values["commands"] == {"learned_first": 20, "predicted": 100, "run_before": 1.0}
    other = segue(daemon.environ, "replay", "--shell", "bash")
    assert other.returncode == 1
    assert "0 commands" in other.stderr


def test_a_file_is_replayed_and_not_imported(daemon: RunningDaemon) -> None:
    """The figures come from the file alone, the daemon's history stays empty, and importing it gives the same ones."""
    file = Path(daemon.environ["HOME"]) / "some_history"
    file.write_text("\n".join(WORKFLOW * 24) + "\n", "utf-8")
    values = replayed(daemon, "--file", file)
    assert values["commands"]["predicted"] == 120
    assert daemon.events() == []
    assert segue(daemon.environ, "import", file).returncode == 0
    assert replayed(daemon) == values


def test_a_person_sees_a_table_plots_and_a_page(daemon: RunningDaemon) -> None:
    """Piped, the report is plain text; the page holds the same figures; no line of the history is in either."""
    file, page = (Path(daemon.environ["HOME"]) / name for name in ("some_history", "replay.html"))
    file.write_text("\n".join(WORKFLOW * 24) + "\n", "utf-8")
    done = segue(daemon.environ, "replay", "--file", file, "--html", page)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    for shown in (done.stdout, page.read_text("utf-8")):
        assert "match_prev_cmd" in shown
        assert "95.0%" in shown
        assert "vim src" not in shown
    assert str(page) in done.stdout


def test_colours_in_a_terminal_unless_they_are_unwanted(daemon: RunningDaemon) -> None:
    """At a terminal the curves are green; with NO_COLOR neither they nor the table nor the bar have a colour."""
    file = Path(daemon.environ["HOME"]) / "some_history"
    file.write_text("\n".join(WORKFLOW * 24) + "\n", "utf-8")
    plain = {name: value for name, value in daemon.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    shown = {}
    for name, wishes in {"colour": {}, "none": {"NO_COLOR": "1"}}.items():
        environ = {**plain, "TERM": "xterm-256color", "COLUMNS": "90", **wishes}
        child = pexpect.spawn(str(SEGUE), ["replay", "--file", str(file)], env=environ, encoding="utf-8")
        child.expect(pexpect.EOF, timeout=60)
        output = child.before or ""
        child.close()
        assert child.exitstatus == 0, output
        shown[name] = output
    assert re.search(r"\x1b\[[0-9;]*32m●", shown["colour"])
    assert "●" in shown["none"]
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|9[0-7])[;m]", shown["none"])


def test_too_short_a_history_is_said(daemon: RunningDaemon) -> None:
    """One sentence says how many commands there are and how many are needed."""
    daemon.learn(WORKFLOW)
    daemon.status()
    done = segue(daemon.environ, "replay")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("segue: this history has 5 commands; at least 100 are needed")


def test_a_page_that_cannot_be_written_is_said_at_once(daemon: RunningDaemon) -> None:
    """A missing folder is an error before the work, not after it."""
    done = segue(daemon.environ, "replay", "--file", SAMPLE, "--html", "/no/such/folder/page.html")
    assert done.returncode == 1
    assert "/no/such/folder" in done.stderr
