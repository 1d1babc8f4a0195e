"""setup: everything at once, asked for first, once, and all or nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from segue.cli.setup_plan import make_plan
from segue.cli.setup_steps import carry_out
from segue.domain.errors import ServiceError, SetupError
from segue.service.supervisor import State
from tests.helpers.command import SEGUE
from tests.helpers.person import LINE, Person
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

NOTHING: Final = "Everything is set up already; nothing has changed.\n"


class MemorySupervisor:
    """Keeps its state in memory, and refuses to install where it is told to."""

    name = "memory"

    def __init__(self, unit: Path, *, refuses: bool = False) -> None:
        self.unit = unit
        self.refuses = refuses

    def files(self) -> dict[Path, str]:
        """Return the one file."""
        return {self.unit: "unit"}

    def install(self) -> None:
        """Write it, or fail behind that."""
        self.unit.parent.mkdir(parents=True, exist_ok=True)
        self.unit.write_text("unit", "utf-8")
        if self.refuses:
            raise ServiceError("the supervisor refuses")

    def uninstall(self) -> None:
        """Remove it."""
        self.unit.unlink(missing_ok=True)

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""

    def restart(self) -> None:
        """Restart nothing."""

    def state(self) -> State:
        """Tell by the file."""
        return State(self.unit.exists(), running=False, detail="in memory")


def shows(words: str, terminal: Terminal) -> bool:
    """Tell whether these words are on the screen."""
    return words in terminal.text


def test_one_command_does_everything(person: Person) -> None:
    """The daemon runs, the history is learned, the rc file loads the hook, and a prediction has come."""
    done = person.segue("setup", "--yes")
    assert done.returncode == 0, done.stderr
    assert "suggests `make" in done.stdout
    assert "A new bash has segue in it." in done.stdout
    assert "Alt-X" in done.stdout
    status = json.loads(person.segue("status", "--json").stdout)
    assert (status["running"], status["events"]) == (True, 5)
    rc = (person.home / ".bashrc").read_bytes()
    assert rc.startswith(b"export A=1\n")
    assert rc.count(LINE) == 1
    assert (person.home / ".bashrc.before-segue").read_text("utf-8") == "export A=1\n"


def test_a_second_time_changes_nothing(person: Person) -> None:
    """It says so, and no file of the person's is written."""
    person.segue("setup", "--yes")
    before = {name: trace for name, trace in person.tree().items() if not name.startswith(".local")}
    again = person.segue("setup", "--yes")
    assert (again.returncode, again.stdout) == (0, NOTHING)
    assert {name: trace for name, trace in person.tree().items() if not name.startswith(".local")} == before


def test_only_what_is_missing_is_done(person: Person) -> None:
    """A daemon that has stopped is started; nothing else is repeated."""
    person.segue("setup", "--yes")
    person.segue("stop")
    again = person.segue("setup", "--yes").stdout
    assert "start the daemon" in again
    assert "learn from" not in again
    assert ".bashrc" not in again


def test_a_dry_run_shows_every_change_and_makes_none(person: Person) -> None:
    """The lines that would be written stand there in full."""
    before = person.tree()
    shown = person.segue("setup", "--dry-run")
    assert shown.returncode == 0
    for part in (".bash_history", ".bashrc", "init.bash", "start the daemon", LINE.decode()):
        assert part in shown.stdout
    assert person.tree() == before


def test_it_asks_first(person: Person) -> None:
    """Without anybody to ask it does nothing; no is an answer; yes is one too."""
    before = person.tree()
    assert "setup --yes" in person.segue("setup").stderr
    assert person.tree() == before
    for answer, expected in (("n", "Nothing has changed."), ("y", "It works")):
        with Terminal(
            [str(SEGUE), "setup", "--model", "none"], env=person.environ, cwd=person.home, columns=200
        ) as terminal:
            terminal.wait_until(lambda t: "Do this?" in t.text)
            terminal.send(f"{answer}\r")
            terminal.wait_until(partial(shows, expected))
        assert (person.tree() == before) is (answer == "n")


def test_a_person_who_loads_segue_already_gets_no_line(person: Person) -> None:
    """The line of the README is as good as ours."""
    own = 'eval "$(segue init bash)"\n'
    path = person.write(".bashrc", own)
    assert ".bashrc" not in person.segue("setup", "--yes").stdout
    assert path.read_text("utf-8") == own


def test_shells_can_be_named(person: Person) -> None:
    """Their rc files are made where there are none."""
    done = person.segue("setup", "--yes", "--shell", "zsh")
    assert done.returncode == 0, done.stderr
    assert LINE in (person.home / ".zshrc").read_bytes()
    assert LINE not in (person.home / ".bashrc").read_bytes()


def test_a_read_only_file_is_left_to_the_person(person: Person) -> None:
    """Who manages dotfiles by a tool is told the line; the exit status tells scripts."""
    path = person.write(".bashrc", "export A=1\n", 0o444)
    done = person.segue("setup", "--yes")
    assert done.returncode == 1
    assert "read-only. Put this line into it:" in done.stdout
    assert LINE.decode() in done.stdout
    assert path.read_text("utf-8") == "export A=1\n"
    assert not (person.home / ".bashrc.before-segue").exists()


def test_an_unreadable_history_is_no_obstacle(person: Person) -> None:
    """The rest is done, and the file is named."""
    person.write(".zsh_history", b"\x00\x01\x02SQLite format 3\x00" * 30)
    done = person.segue("setup", "--yes")
    assert done.returncode == 0, done.stderr
    assert json.loads(person.segue("status", "--json").stdout)["events"] >= 5


def test_an_unknown_model_is_refused_before_anything_is_done(person: Person) -> None:
    """A typing error costs nothing."""
    before = person.tree()
    refused = person.segue("setup", "--yes", "--model", "no-such-model")
    assert refused.returncode == 1
    assert "segue models list" in refused.stderr
    assert person.tree() == before


def test_a_model_that_cannot_be_fetched_spoils_nothing(person: Person) -> None:
    """The rest stands, and it is said how to try again."""
    person.environ |= {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_DOWNLOAD_TIMEOUT": "1"}
    done = person.segue("setup", "--yes", "--model", "all-minilm-l6-v2")
    assert done.returncode == 0, done.stderr
    assert "try `segue models pull all-minilm-l6-v2` again" in done.stderr
    assert "It works" in done.stdout


def test_a_service_that_fails_leaves_everything_as_it_was(person: Person) -> None:
    """What was made before the failure is taken back, and that is said."""
    before = person.tree()
    unit = person.home / ".config" / "memory" / "segue.unit"
    plan = replace(
        make_plan(person.environ, ["bash"], None),
        supervisor=MemorySupervisor(unit, refuses=True),
        install=True,
        directories=(
            *(person.home / name for name in (".config", ".config/memory")),
            *make_plan(person.environ, ["bash"], None).directories,
        ),
    )
    with pytest.raises(SetupError, match=r"the supervisor refuses\. Everything is as it was"):
        carry_out(plan, person.environ)
    assert person.tree() == before


def test_an_rc_file_that_cannot_be_written_leaves_everything_as_it_was(person: Person) -> None:
    """The daemon is stopped again, what it has learned is removed, and the other rc file gets its line taken out."""
    before = person.tree()
    plan = make_plan(person.environ, ["bash"], None)
    (edit,) = plan.edits
    impossible = edit._replace(path=person.home / ".bash_history" / "rc", exists=False)
    with pytest.raises(SetupError, match="Everything is as it was"):
        carry_out(replace(plan, edits=(edit, impossible)), person.environ)
    assert person.tree() == before
    assert person.segue("status").returncode == 3


def test_a_broken_configuration_is_told_before_anything_is_done(person: Person) -> None:
    """The file and its line are named."""
    person.write(".config/segue/config.toml", "[embedding]\nchain = 1\n")
    before = person.tree()
    refused = person.segue("setup", "--yes")
    assert refused.returncode == 1
    assert "config.toml" in refused.stderr
    assert person.tree() == before


@pytest.mark.skipif(sys.platform == "darwin", reason="launchd is the service there")
def test_it_is_said_that_nothing_restarts_the_daemon(person: Person) -> None:
    """Where there is no supervisor."""
    assert "nothing restarts it" in person.segue("setup", "--dry-run").stdout
