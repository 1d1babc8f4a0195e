"""uninstall: as if segue had never been there."""

from __future__ import annotations

import json
import os
import shutil
import signal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from segue.service.instance import running_process
from tests.helpers.command import SEGUE
from tests.helpers.person import LINE, Person
from tests.helpers.terminal import Terminal
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def link(person: Person, name: str, target: Path) -> None:
    """Put a link where the file was."""
    (person.home / name).unlink()
    (person.home / name).symlink_to(target)


def has_line_and_prompt(line: str, terminal: Terminal) -> bool:
    """Tell whether the line stands there, and a prompt below it."""
    return line in terminal.lines and terminal.before_cursor == "> "


def events(person: Person) -> int:
    """Return how many commands the daemon has learned from."""
    return int(json.loads(person.segue("status", "--json").stdout)["events"])


def zdotdir(person: Person) -> None:
    """Let zsh look elsewhere."""
    person.write("dots/.zshrc", "b")
    person.environ |= {"ZDOTDIR": str(person.home / "dots"), "SHELL": "/bin/zsh"}


def fish(person: Person) -> None:
    """Let somebody use fish, who has never opened it."""
    program = shutil.which("fish")
    if program is None:
        pytest.skip("fish is not installed")
    (person.home.with_name("bin") / "fish").symlink_to(program)
    person.write(".config/fish/config.fish", "set -g fish_greeting\n")
    person.environ["SHELL"] = "/usr/bin/fish"


HOMES: Final[dict[str, Callable[[Person], Any]]] = {
    "no-final-newline": lambda person: person.write(".bashrc", "export A=1"),
    "crlf": lambda person: person.write(".bashrc", b"export A=1\r\nexport B=2"),
    "not-utf-8": lambda person: person.write(".bashrc", b"export A='\xff\xfe\x80'\n"),
    "empty": lambda person: person.write(".bashrc", b""),
    "private": lambda person: person.write(".bashrc", "TOKEN=x\n", 0o600),
    "several": lambda person: [person.write(name, "a\n") for name in (".zshrc", ".bash_profile", ".profile")],
    "linked": lambda person: link(person, ".bashrc", person.write("dotfiles/bashrc", "a", 0o640)),
    "dangling-link": lambda person: link(person, ".bashrc", person.home / "dotfiles-bashrc"),
    "earlier-copy": lambda person: person.write(".bashrc.before-segue", "mine\n"),
    "no-rc-file": lambda person: (person.home / ".bashrc").unlink(),
    "own-config": lambda person: person.write(".config/segue/config.toml", "# mine\n"),
    "share": lambda person: person.write(".local/share/other/file", "x"),
    "zdotdir": zdotdir,
    "fish": fish,
}


@pytest.mark.parametrize("home", HOMES)
def test_set_up_and_removed_the_home_is_as_it_was(home: str, person: Person) -> None:
    """Every file, mode and link, every time at which a file was written, and no file or directory more."""
    HOMES[home](person)
    before = person.tree()
    setup = person.segue("setup", "--yes")
    assert setup.returncode == 0, setup.stderr
    assert person.tree() != before
    removed = person.segue("uninstall", "--yes")
    assert (removed.returncode, removed.stderr) == (0, "")
    assert person.tree() == before
    assert not person.paths.run.exists()


def test_lines_that_were_written_since_stay(person: Person) -> None:
    """Only our line goes, and the copy with it."""
    person.write(".bashrc", "one")
    person.segue("setup", "--yes")
    path = person.home / ".bashrc"
    path.write_bytes(path.read_bytes().replace(b"one", b"two") + b"three\n")
    person.segue("uninstall", "--yes")
    assert path.read_bytes() == b"two\nthree\n"
    assert not (person.home / ".bashrc.before-segue").exists()


def test_data_can_be_kept(person: Person) -> None:
    """The history is there for the next setup; caches, hooks and sockets are gone."""
    person.segue("setup", "--yes")
    removed = person.segue("uninstall", "--yes", "--keep-data")
    assert removed.returncode == 0, removed.stderr
    assert [path.name for path in person.paths.state.iterdir()] == ["segue.db"]
    assert LINE not in (person.home / ".bashrc").read_bytes()


def test_a_dry_run_removes_nothing(person: Person) -> None:
    """It names what would go, and the daemon runs on."""
    person.segue("setup", "--yes")
    shown = person.segue("uninstall", "--dry-run").stdout
    assert ".bashrc" in shown
    assert "remove the learned history" in shown
    assert person.segue("status").returncode == 0
    assert LINE in (person.home / ".bashrc").read_bytes()


def test_it_asks_first_and_about_the_data(person: Person) -> None:
    """Nobody to ask: nothing happens. The first answer is about all, the second about what was learned."""
    person.segue("setup", "--yes")
    assert "uninstall --yes" in person.segue("uninstall").stderr
    assert person.segue("status").returncode == 0
    with Terminal([str(SEGUE), "uninstall"], env=person.environ, cwd=person.home) as terminal:
        terminal.wait_until(lambda t: "Do this?" in t.text)
        terminal.send("y\r")
        terminal.wait_until(lambda t: "too?" in t.text)
        terminal.send("n\r")
        assert terminal.wait_for_exit() == 0
    assert person.paths.database.exists()
    assert not person.paths.socket.exists()


def test_a_second_time_is_no_error(person: Person) -> None:
    """What is gone already is no reason to fail."""
    person.segue("setup", "--yes")
    person.segue("uninstall", "--yes")
    assert person.segue("uninstall", "--yes").returncode == 0


def test_without_the_state_directory_the_lines_are_found_all_the_same(person: Person) -> None:
    """Somebody has removed it by hand first."""
    before = person.tree()[".bashrc"].content
    person.segue("setup", "--yes")
    person.segue("stop")
    shutil.rmtree(person.paths.state)
    assert person.segue("uninstall", "--yes").returncode == 0
    assert person.tree()[".bashrc"].content == before


def test_files_that_are_not_ours_are_left_and_named(person: Person) -> None:
    """Even in the directory that is ours."""
    person.segue("setup", "--yes")
    notes = person.paths.state / "notes.txt"
    notes.write_text("mine", "utf-8")
    assert f"left: {notes}" in person.segue("uninstall", "--yes").stdout
    assert notes.read_text("utf-8") == "mine"


def test_a_file_that_became_read_only_is_named_and_the_rest_goes(person: Person) -> None:
    """The exit status says that something is left to do."""
    person.segue("setup", "--yes")
    (person.home / ".bashrc").chmod(0o444)
    removed = person.segue("uninstall", "--yes")
    assert removed.returncode == 1
    assert "read-only" in removed.stderr
    assert not person.paths.state.exists()


def test_a_daemon_that_does_not_end_stops_the_removal(person: Person) -> None:
    """Nothing is pulled from under it, and it is said what to do."""
    person.segue("setup", "--yes")
    pid = int(person.paths.lock.read_text("ascii"))
    os.kill(pid, signal.SIGSTOP)
    try:
        removed = person.segue("uninstall", "--yes")
    finally:
        os.kill(pid, signal.SIGCONT)
    assert removed.returncode == 1
    assert f"kill -9 {pid}" in removed.stderr
    assert person.paths.database.exists()
    wait_until(lambda: running_process(person.paths) is None, "the daemon to obey when it wakes")


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_open_shells_go_on_without_a_word(shell: str, person: Person) -> None:
    """A shell that was open all the time runs commands and reports no errors, with its exit status intact."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    person.write(".bashrc", "PS1='> '\n")
    person.write(".zshrc", "PS1='> '\n")
    person.segue("setup", "--yes", "--shell", shell)
    with Terminal([program, "-i"], env=person.environ, cwd=person.home) as terminal:
        terminal.wait_until(lambda t: t.before_cursor == "> ")
        terminal.send("echo one\r")
        terminal.wait_until(lambda _: events(person) == 6, "the command to be recorded")
        person.segue("uninstall", "--yes")
        for number in range(4):
            terminal.send(f"(exit {number}); echo was $?\r")
            shown = f"was {number}"
            terminal.wait_until(partial(has_line_and_prompt, shown))
        words = [line for line in terminal.lines if line and not line.startswith((">", "was "))]
    assert words == ["one"]
    assert not person.paths.state.exists()
