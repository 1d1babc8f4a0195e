"""doctor: real shells, a real daemon, and real damage."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import pytest

from segue.doctor.examination import examine
from segue.doctor.looking import look
from tests.helpers.command import SEGUE
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.person import Person

FISH = shutil.which("fish") or ""
needs_fish = pytest.mark.skipif(not FISH, reason="fish is not installed")
needs_zsh = pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")


def findings(person: Person, *, status: int | None = None) -> dict[str, dict[str, Any]]:
    """Return what the doctor finds, by name."""
    told = person.segue("doctor", "--json")
    assert told.stderr == ""
    if status is not None:
        assert told.returncode == status, told.stdout
    return {each["name"]: each for each in json.loads(told.stdout)["findings"]}


def test_after_the_setup_nothing_is_wrong(person: Person) -> None:
    """The daemon answers, the hook is loaded by a new shell, and a suggestion has been timed."""
    person.segue("setup", "--yes")
    found = findings(person, status=0)
    assert {each["severity"] for each in found.values()} <= {"ok", "note"}
    assert {"daemon", "hook", "private", "database", "latency"} <= found.keys()
    told = person.segue("doctor").stdout
    assert "Nothing to worry about." in told


def test_before_the_setup_it_says_what_to_do(person: Person) -> None:
    """No daemon, no hook: two errors, an exit status, and a command each."""
    before = person.tree()
    found = findings(person, status=1)
    assert (found["daemon-stopped"]["severity"], found["daemon-stopped"]["remedy"]) == ("error", "segue start")
    assert found["hook-missing"]["remedy"] == "segue setup --shell bash"
    assert found["no-history"]["remedy"] == "segue import"
    assert person.tree() == before


@pytest.mark.parametrize(
    ("name", "rc"),
    [
        ("hook-not-reached", "return\n"),
        ("shell-ends", "exit 3\n"),
        ("history-off", "set +o history\n"),
        ("histsize-zero", "HISTSIZE=0\n"),
        ("no-histfile", "unset HISTFILE\n"),
        ("history-ignores", "HISTCONTROL=ignoreboth\n"),
    ],
)
def test_what_an_rc_file_does_to_bash(name: str, rc: str, person: Person) -> None:
    """A new bash is asked what it has become."""
    person.write(".bashrc", rc)
    person.segue("setup", "--yes")
    assert name in findings(person)


@needs_zsh
@pytest.mark.parametrize(
    ("name", "rc"),
    [
        ("key-taken", "bindkey '^F' undo\n"),
        ("savehist-zero", "HISTFILE=~/.zsh_history SAVEHIST=0\n"),
        ("neighbour", "_zsh_autosuggest_start() { :; }\n"),
        ("rival", "_deja_bind_widgets() { :; }\n"),
        ("history-ignores", "setopt hist_ignore_space\n"),
        ("hook", "print noise; setopt ksh_arrays sh_word_split no_unset err_return\n"),
    ],
)
def test_what_an_rc_file_does_to_zsh(name: str, rc: str, person: Person) -> None:
    """The same for zsh, whatever options it sets and whatever it prints."""
    person.write(".zshrc", rc)
    person.segue("setup", "--yes", "--shell", "zsh")
    assert name in findings(person)


@needs_fish
@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("hook", "echo noise; bind \\en 'echo noise'; function ls; command ls -l $argv; end"),
        ("key-taken", "bind \\cf undo"),
        ("key-taken", "function fish_user_key_bindings; bind \\er kill-line; end"),
        ("fish-private", "set -g fish_private_mode 1"),
        ("no-histfile", "set -g fish_history ''"),
    ],
)
def test_what_the_configuration_does_to_fish(name: str, config: str, person: Person) -> None:
    """The same for fish; what it reads last counts."""
    (person.home.with_name("bin") / "fish").symlink_to(FISH)
    person.write(".config/fish/config.fish", config)
    person.segue("setup", "--yes", "--shell", "fish")
    found = findings(person)
    assert name in found
    assert ("fish" in found[name]["what"]) or name == "key-taken"


def test_a_shell_that_waits_for_somebody_is_killed(person: Person) -> None:
    """With everything that it has started; the other findings come all the same."""
    person.write(".bashrc", "sleep 1000\n")
    found = {each.name for each in examine(look(person.environ, [], shell_seconds=0.5))}
    assert {"shell-hangs", "daemon-stopped"} <= found


def test_a_daemon_that_hangs_is_told_from_one_that_is_stopped(person: Person) -> None:
    """Its process is named."""
    person.segue("setup", "--yes")
    pid = int(person.paths.lock.read_text("ascii"))
    os.kill(pid, signal.SIGSTOP)
    try:
        found = findings(person, status=1)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert str(pid) in found["daemon-silent"]["what"]


def spoil_database(person: Person) -> None:
    """Overwrite pages in the middle."""
    person.segue("stop")
    with person.paths.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


def open_directory(person: Person) -> None:
    """Let others in."""
    person.paths.state.chmod(0o755)


def leave_a_fifo(person: Person) -> None:
    """Leave what a bash that was killed leaves."""
    os.mkfifo(person.paths.run / "999999999-abc.fifo", 0o600)


def date_ahead(person: Person) -> None:
    """Record a command of next year."""
    person.segue("stop")
    with sqlite3.connect(person.paths.database) as connection:
        connection.execute("UPDATE events SET start = ?", (time.time() + 3e7,))
    connection.close()


def keep_damaged(person: Person) -> None:
    """Have had a damaged database."""
    (person.paths.state / "segue.db.damaged-1700000000").touch()


def age_hook(person: Person) -> None:
    """Have a hook of an older version."""
    person.paths.init_script("bash").write_text("_segue_version=1\n", "utf-8")


def remove_hook(person: Person) -> None:
    """Have no hook."""
    person.paths.init_script("bash").unlink()


def break_model(person: Person) -> None:
    """Choose a model whose directory is gone."""
    person.paths.model_choice.write_text('{"name": "tiny", "path": "/nowhere"}', "utf-8")


def break_settings(person: Person) -> None:
    """Make a mistake in the configuration file."""
    person.write(".config/segue/config.toml", "[embedding]\nchain = 1\n")


def make_private(person: Person) -> None:
    """Ask for privacy."""
    person.environ["SEGUE_PRIVATE"] = "1"


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("damaged", spoil_database),
        ("open-to-others", open_directory),
        ("left-behind", leave_a_fifo),
        ("time-jump", date_ahead),
        ("set-aside", keep_damaged),
        ("hook-file-old", age_hook),
        ("hook-file-missing", remove_hook),
        ("model-broken", break_model),
        ("settings", break_settings),
        ("private-shell", make_private),
    ],
)
def test_what_is_spoiled_is_found(name: str, spoil: Callable[[Person], None], person: Person) -> None:
    """Each on a set-up that was in order."""
    person.segue("setup", "--yes")
    spoil(person)
    assert name in findings(person)


def test_the_shell_that_asks_is_known(person: Person) -> None:
    """From within a hooked shell the doctor says whether that one talks to the daemon."""
    person.write(".bashrc", "PS1='> '\n")
    person.segue("setup", "--yes")
    with Terminal(["bash", "-i"], env=person.environ, cwd=person.home, columns=160) as terminal:
        terminal.wait_until(lambda t: t.before_cursor == "> ")
        terminal.send("echo one\r")
        terminal.wait_until(lambda t: "one" in t.lines and t.before_cursor == "> ")
        terminal.send(f"{SEGUE} doctor\r")
        terminal.wait_until(lambda t: "this bash talks to the daemon" in t.text)


def test_no_command_of_the_person_is_printed(person: Person) -> None:
    """Neither from the history nor from what a key runs."""
    person.write(".bash_history", "deploy --to hunter2\n" * 3)
    person.write(".bashrc", "bind '\"\\C-f\": \"hunter2\\n\"'\nHISTIGNORE='hunter2*'\n")
    person.segue("setup", "--yes")
    told = person.segue("doctor", "--json").stdout + person.segue("doctor").stdout
    assert "key-taken" in told
    assert "hunter2" not in told
