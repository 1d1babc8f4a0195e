"""workflows: listed, shown, named, pinned, edited, forgotten, shared and gone through from the command line."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from segue.client.workflow_file import exported
from segue.protocol.messages import Import, Suggest
from tests.helpers.command import SEGUE, segue
from tests.helpers.daemon import SESSION, running_daemon
from tests.helpers.teaching import COMMANDS, is_learned, teach
from tests.helpers.waiting import wait_until
from tests.workflows.making import DEPLOY, deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

NOISE = ("ls", "vim notes.md", "git status", "git diff", "echo hi", "htop", "cat README.md", "pwd")


@pytest.fixture
def deployed(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon whose person has deployed six times; this test's process is their shell."""
    chance = random.Random(5)  # noqa: S311 - the same noise every time
    for number in range(6):
        daemon.learn([*deployment(f"v1.2.{number}"), *chance.choices(NOISE, k=2)], cwd="/srv/api")
    return daemon


def run(daemon: RunningDaemon, *arguments: str | Path, given: str | None = None) -> str:
    """Return what `segue workflows` prints, which must succeed and complain of nothing."""
    done = subprocess.run(
        [SEGUE, "workflows", *arguments], env=daemon.environ, input=given, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def answer(daemon: RunningDaemon, *arguments: str | Path) -> dict[str, Any]:
    """Return the JSON that a command prints."""
    found: dict[str, Any] = json.loads(run(daemon, *arguments, "--json"))
    return found


def listed(daemon: RunningDaemon, *options: str) -> list[dict[str, Any]]:
    """Return the workflows of the list."""
    found: list[dict[str, Any]] = answer(daemon, "list", *options)["workflows"]
    return found


def refused(daemon: RunningDaemon, *arguments: str | Path) -> str:
    """Return the one sentence with which a command fails."""
    done = segue(daemon.environ, "workflows", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_list(deployed: RunningDaemon) -> None:
    """A row for each, with its runs and how they ended; the group alone lists them, too."""
    deployed.environ["COLUMNS"] = "160"
    shown = run(deployed)
    assert shown == run(deployed, "list")
    (workflow,) = listed(deployed)
    row = shown.splitlines()[1]
    assert row.startswith(workflow["id"][:4])
    assert workflow["title"] in row
    assert all(part in row for part in ("6", "100%", "/srv/api"))


def test_the_list_narrows(deployed: RunningDaemon) -> None:
    """By category, and by what stands in titles, names and steps, whatever the case."""
    (workflow,) = listed(deployed)
    assert listed(deployed, "--search", "DOCKER push") == [workflow]
    assert listed(deployed, "--category", workflow["category"].upper()) == [workflow]
    assert listed(deployed, "--search", "terraform") == listed(deployed, "--category", "nothing") == []
    assert "no workflow is like that" in run(deployed, "--search", "terraform")


def test_nothing_is_known_yet(daemon: RunningDaemon) -> None:
    """That is no error, and the words say how it changes."""
    assert "no workflow is known yet" in run(daemon)
    assert listed(daemon) == []
    assert "there is no workflow 'x'" in refused(daemon, "show", "x")


def test_one_is_shown(deployed: RunningDaemon) -> None:
    """Its steps, how many runs reached each, its slot with the latest value first, where and on which host."""
    deployed.environ["COLUMNS"] = "160"
    (workflow,) = listed(deployed)
    shown = run(deployed, "show", workflow["id"][:4])
    assert all(f"{number}  {step}" in shown for number, step in enumerate(DEPLOY, 1))
    assert "<VERSION>  v1.2.5, v1.2.4" in shown
    assert "6 succeeded, 0 failed" in shown
    assert "/srv/api" in shown
    assert workflow["hosts"][0] in shown
    assert answer(deployed, "show", workflow["id"])["id"] == workflow["id"]


def test_a_name_and_a_pin(deployed: RunningDaemon) -> None:
    """It is found by its name, and stands first while it is pinned."""
    teach(deployed, outcomes=("success",) * 9)
    key = next(each["id"] for each in listed(deployed) if len(each["steps"]) == 5)
    assert "Ship it" in run(deployed, "name", key, "Ship it")
    assert listed(deployed)[0]["id"] != key
    run(deployed, "pin", "ship it")
    assert (listed(deployed)[0]["id"], listed(deployed)[0]["pinned"]) == (key, True)
    run(deployed, "unpin", "Ship it")
    assert listed(deployed)[0]["id"] != key
    run(deployed, "name", "Ship it", "")
    assert "there is no workflow 'Ship it'" in refused(deployed, "show", "Ship it")


def test_steps_from_the_command_line(deployed: RunningDaemon) -> None:
    """A step an option; a question mark makes it optional; the slot keeps its values."""
    (workflow,) = listed(deployed)
    changed = answer(
        deployed, "edit", workflow["id"], "--step", "make test", "--step", "? git tag <VERSION>", "--step", DEPLOY[1]
    )
    assert [step["optional"] for step in changed["steps"]] == [False, True, False]
    assert changed["slots"][0]["values"] == workflow["slots"][0]["values"]
    assert [each["id"] for each in listed(deployed)] == [changed["id"]]


def editor(daemon: RunningDaemon, script: str) -> None:
    """Let $EDITOR be a shell script that gets the file as its first argument."""
    path = daemon.home / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o700)
    daemon.environ.update(EDITOR=str(path), VISUAL="")


def test_steps_in_an_editor(deployed: RunningDaemon) -> None:
    """What stands there is what `show` shows; lines with # are not read; what is left alone changes nothing."""
    (workflow,) = listed(deployed)
    editor(deployed, 'cp "$1" "$HOME/seen"')
    assert run(deployed, "edit", workflow["id"]) == "nothing is changed\n"
    seen = (deployed.home / "seen").read_text("utf-8").splitlines()
    assert [line for line in seen if line and not line.startswith("#")] == list(DEPLOY)
    editor(deployed, 'echo "# done" >> "$1"; echo "? notify <VERSION>" >> "$1"')
    assert "notify <VERSION>" in run(deployed, "edit", workflow["id"])
    (changed,) = listed(deployed)
    assert (changed["origin"], len(changed["steps"]), changed["steps"][5]["optional"]) == ("edited", 6, True)


@pytest.mark.parametrize("script", ['echo "make alone" > "$1"', 'echo "my text" > "$1"; exit 1'])
def test_a_text_that_cannot_be_used_is_kept(deployed: RunningDaemon, script: str) -> None:
    """The error says where; the workflow is as before."""
    before = listed(deployed)
    editor(deployed, script)
    said = refused(deployed, "edit", before[0]["id"])
    path = Path(said.strip().rpartition("your text is in ")[2])
    try:
        assert path.read_text("utf-8") in {"make alone\n", "my text\n"}
    finally:
        path.unlink()
    assert listed(deployed) == before


def test_forgetting_asks_first(deployed: RunningDaemon) -> None:
    """It says how much goes; a no, and a missing terminal, keep everything."""
    (workflow,) = listed(deployed)
    assert "--yes" in refused(deployed, "forget", workflow["id"])
    for reply, left in (("n", 42), ("y", 12)):
        child = pexpect.spawn(
            str(SEGUE), ["workflows", "forget", workflow["id"]], env=deployed.environ, encoding="utf-8", timeout=20
        )
        child.expect("6 runs, 30 commands that were steps")
        child.expect("Forget it")
        child.sendline(reply)
        child.expect(pexpect.EOF)
        child.close()
        assert sum(bool(line) for line, *_ in deployed.events()) == left
    assert listed(deployed) == []
    assert "docker push" not in str(deployed.events())


def test_a_forgotten_one_may_keep_its_commands(deployed: RunningDaemon) -> None:
    """It is hidden, and stays away when it runs again."""
    (workflow,) = listed(deployed)
    assert "stay in the history" in run(deployed, "forget", workflow["id"], "--yes", "--keep-commands")
    deployed.learn(deployment("v2.0.0"), cwd="/srv/api")
    assert listed(deployed) == []
    assert len(deployed.events()) == 47


def test_one_is_exported_and_imported(deployed: RunningDaemon, tmp_path: Path) -> None:
    """Without what is private, unless that is wanted; under the same id; once more adds nothing."""
    (workflow,) = listed(deployed)
    file = tmp_path / "workflows.json"
    run(deployed, "name", workflow["id"], "Ship it")
    run(deployed, "export", "Ship it", "--output", file)
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert text == run(deployed, "export")
    assert "v1.2" not in text
    assert "/srv/api" not in text
    assert "v1.2.5" in run(deployed, "export", "--with-values")
    with running_daemon() as other:
        assert "1 workflow added" in run(other, "import", file)
        (imported,) = listed(other)
        assert (imported["id"], imported["name"], imported["origin"]) == (workflow["id"], "Ship it", "imported")
        assert [step["parts"] for step in imported["steps"]] == [step["parts"] for step in workflow["steps"]]
        assert json.loads(run(other, "import", "-", "--json", given=text)) == {"added": 0, "known": 1}


def test_of_a_damaged_file_nothing_is_taken(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Foreign, changed, cut off, newer: one sentence names the file."""
    teach(daemon)
    text = run(daemon, "export")
    file = tmp_path / "workflows.json"
    wrong = exported([{"id": "x", "steps": []}], values=True)
    for damage in (
        "",
        "my notes",
        "[]",
        "{}",
        text[:-20],
        text.replace("git push", "rm -rf /"),
        text.replace('"version": 1', '"version": 2'),
        text.replace('"segue": "workflows"', '"segue": "memory"'),
        wrong,
    ):
        file.write_text(damage, "utf-8")
        assert str(file) in refused(daemon, "import", file)
    assert run(daemon, "export") == text
    assert str(tmp_path / "missing") in refused(daemon, "import", tmp_path / "missing")


def test_one_is_gone_through_at_a_prompt(deployed: RunningDaemon) -> None:
    """The shell above, which is this test's process, is offered step after step; nothing is run."""
    (workflow,) = listed(deployed)
    events = len(deployed.events())
    shown = answer(deployed, "run-through", workflow["id"], "--set", "VERSION=v9.0.0")
    assert shown["lines"] == deployment("v9.0.0")
    for number, line in enumerate(deployment("v9.0.0"), 1):
        fields = deployed.ask(Suggest(number, SESSION, "", "/srv/api", 3, None, 2))
        assert fields[0] == line
        assert fields[fields.index("") + 2] == 100 * number + 5
        deployed.learn([line], cwd="/srv/api")
    assert len(deployed.events()) == events + 5


def test_a_checklist_and_what_it_asks(deployed: RunningDaemon) -> None:
    """On a terminal it asks for every slot; an empty answer leaves it open."""
    (workflow,) = listed(deployed)
    for value, first in (("v9.0.0", "git tag v9.0.0"), ("", "git tag <VERSION>")):
        child = pexpect.spawn(
            str(SEGUE),
            ["workflows", "run-through", workflow["id"]],
            env=deployed.environ,
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 120),
        )
        child.expect("VERSION .last v1.2.5.")
        child.sendline(value)
        child.expect("1/5")
        child.expect("The next prompt offers the first step")
        assert first in _without_colours(child.before or "")
        child.expect(pexpect.EOF)
        child.close()


def _without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_without_a_shell_the_lines_are_printed(daemon: RunningDaemon) -> None:
    """And it is said that nothing is offered; a slot that there is not is an error."""
    teach(daemon)
    (workflow,) = listed(daemon)
    done = segue(daemon.environ, "workflows", "run-through", workflow["id"])
    assert done.stdout.splitlines() == list(COMMANDS)
    assert "no hooked shell" in done.stderr
    assert "COLOUR" in refused(daemon, "run-through", workflow["id"], "--set", "COLOUR=red")
    assert segue(daemon.environ, "workflows", "run-through", workflow["id"], "--set", "COLOUR").returncode == 2


def test_hosts_are_told(daemon: RunningDaemon) -> None:
    """A history that was imported keeps the host that it came from, also as JSON."""
    entries = [[line, 1_600_000_000.0 + at, 1.0, 0, None] for at, line in enumerate(list(COMMANDS) * 4)]
    daemon.ask(Import(1, "x", "/home/ada/.zsh_history", "zsh", "elsewhere", entries, last=True))
    wait_until(lambda: is_learned(daemon), "the import to be learned")
    assert [each["hosts"] for each in listed(daemon)] == [["elsewhere"]]
    (pattern,) = json.loads(segue(daemon.environ, "patterns", "--json").stdout)["patterns"]
    assert pattern["hosts"] == ["elsewhere"]
