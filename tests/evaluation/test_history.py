"""Where the history comes from: a store, or a file that is not imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.errors import HistoryFormatError
from segue.domain.observation import HUMAN, Observation
from segue.evaluation.history import file_history, stored_history
from segue.store.database import open_database
from segue.store.events import EventStore
from tests.evaluation.events import NOW

if TYPE_CHECKING:
    from pathlib import Path


def ran(line: str, shell: str, author: str = HUMAN) -> Observation:
    """Return a command of the one session of a shell."""
    return Observation(line, shell=shell, session=shell, author=author)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a database of a person in two shells, an agent, and something private."""
    path = tmp_path / "segue.db"
    store = EventStore(open_database(path, NOW))
    store.append(
        (NOW + second, seen)
        for second, seen in enumerate(
            [ran("ls", "zsh"), ran("rm -r build", "zsh", "agent"), ran("", "zsh"), ran("make", "bash")]
        )
    )
    store.close()
    return path


def test_people_and_cuts_count_agents_do_not(database: Path) -> None:
    """What a coding agent ran was never a person's to predict; what was private still cuts the chain."""
    assert [event.observation.line for event in stored_history(database, None)] == ["ls", "", "make"]


def test_one_shell_alone(database: Path) -> None:
    """Only what was run in the shell that is asked for."""
    assert [event.observation.line for event in stored_history(database, "bash")] == ["make"]


def test_a_file_is_read_as_an_import_would(tmp_path: Path) -> None:
    """Secrets become holes, lines that begin with a blank are left out, and untimed lines stand where they are."""
    file = tmp_path / ".zsh_history"
    file.write_text(f": {NOW:.0f}:0;ls\n: {NOW:.0f}:0; secret\nexport TOKEN=abcdef0123456789abcdef\n", "utf-8")
    events = file_history(file, None)
    assert [event.observation.line.split("=")[0] for event in events] == ["ls", "export TOKEN"]
    assert "abcdef0123456789" not in events[1].observation.line
    assert {event.position.learned_at for event in events} == {NOW}
    assert {event.observation.shell for event in events} == {"zsh"}


def test_a_files_format_can_be_told(tmp_path: Path) -> None:
    """A file whose name and text say nothing is read as the shell that is named."""
    file = tmp_path / "notes"
    file.write_text("one \\\ntwo\n", "utf-8")
    assert [event.observation.line for event in file_history(file, "zsh")] == ["one \ntwo"]
    assert [event.observation.line for event in file_history(file, "bash")] == ["one \\", "two"]


def test_a_database_is_no_history_file(database: Path) -> None:
    """Another tool's database, or our own, is refused with a sentence."""
    with pytest.raises(HistoryFormatError, match="is a database"):
        file_history(database, None)
