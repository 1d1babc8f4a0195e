"""import: the past of every shell, once, with honest numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.command import segue

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

SAMPLE = Path(__file__).parent.parent / "data" / "sample.zsh_history"


def test_import_learns_and_says_how_much(daemon: RunningDaemon) -> None:
    """When the command returns, the past is learned: it can be predicted from."""
    shown = segue(daemon.environ, "import", SAMPLE)
    assert shown.returncode == 0, shown.stderr
    assert "commands learned" in shown.stdout
    assert daemon.predict("git add -A", prefix="git c")


def test_a_second_import_changes_nothing(daemon: RunningDaemon) -> None:
    """Nothing is added, and the command says that all of it was known."""
    segue(daemon.environ, "import", SAMPLE)
    before = daemon.events()
    again = segue(daemon.environ, "import", SAMPLE)
    assert ": 0 commands learned" in again.stdout
    assert daemon.events() == before


def test_preview_changes_nothing(daemon: RunningDaemon) -> None:
    """It names the format and the numbers, shows the last commands without secrets, and stores none."""
    file = Path(daemon.environ["HOME"]) / "some_history"
    file.write_bytes(b": 1700000000:0;ls\n: 1700000001:0;export API_TOKEN=abcdef0123456789abcdef\n: 17000\xff\n")
    shown = segue(daemon.environ, "import", "--preview", file).stdout
    assert "zsh history" in shown
    assert "    ls\n" in shown
    assert "abcdef0123456789" not in shown
    assert daemon.events() == []


def test_without_files_the_shells_own_are_taken(daemon: RunningDaemon) -> None:
    """$HISTFILE and the defaults at home; a daemon is started when none runs."""
    daemon.stop()
    (Path(daemon.environ["HOME"]) / ".bash_history").write_text("make\nmake test\n")
    assert segue(daemon.environ, "import").returncode == 0
    try:
        assert [line for line, _, _ in daemon.events()] == ["make", "make test"]
    finally:
        segue(daemon.environ, "stop")


def test_nothing_to_import_is_said(daemon: RunningDaemon) -> None:
    """Without any history the command says what to name."""
    shown = segue(daemon.environ, "import")
    assert shown.returncode == 1
    assert shown.stderr.startswith("segue: no history file found")


def test_a_database_is_refused(daemon: RunningDaemon) -> None:
    """Another tool's database is no history file: a sentence, and nothing is stored."""
    shown = segue(daemon.environ, "import", daemon.paths.database)
    assert shown.returncode == 1
    assert "database" in shown.stderr
    assert daemon.events() == []
