"""Every finding of the doctor, each provoked by spoiling one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from segue.doctor import finding
from segue.doctor.examination import examine
from segue.doctor.finding import Severity
from segue.doctor.scene import ModelState, Place
from segue.service.supervisor import State
from segue.store.health import Health
from tests.doctor.scenes import PATHS, ZSH, bash, fish, scene, shell, status, zsh

if TYPE_CHECKING:
    from segue.doctor.scene import Scene

HISTFILE: Final = {"HISTFILE": "/home/ann/.zsh_history", "SAVEHIST": "1000"}
DOWN: Final = State(installed=True, running=False, detail="failed")

PROVOKED: Final[dict[str, tuple[Severity, Scene]]] = {
    "daemon": (Severity.OK, scene()),
    "daemon-silent": (Severity.ERROR, scene(status=None)),
    "daemon-stopped": (Severity.ERROR, scene(status=None, holder="")),
    "daemon-version": (Severity.WARNING, scene(version="1.1")),
    "stalled": (Severity.WARNING, scene(stalled=12.0)),
    "not-stored": (Severity.ERROR, status(problem="disk full", waiting=3)),
    "dropped": (Severity.WARNING, status(dropped=2)),
    "not-learned": (Severity.ERROR, status(failure="no memory")),
    "learning": (Severity.NOTE, status(rebuild=[1, 2])),
    "no-supervisor": (Severity.NOTE, scene(supervisor="none")),
    "no-service": (Severity.WARNING, scene(service=State(installed=False, running=False, detail=""))),
    "service": (Severity.OK, scene()),
    "beside-service": (Severity.WARNING, scene(service=DOWN)),
    "service-down": (Severity.ERROR, scene(service=DOWN, status=None)),
    "not-ours": (Severity.ERROR, scene(places=(Place(PATHS.run, "link", 1000, 0o777),))),
    "foreign": (Severity.ERROR, scene(places=(Place(PATHS.run, "directory", 1, 0o700),))),
    "open-to-others": (Severity.WARNING, scene(places=(Place(PATHS.state, "directory", 1000, 0o755),))),
    "private": (Severity.OK, scene()),
    "left-behind": (Severity.NOTE, scene(stale=(PATHS.run / "1-a.fifo",))),
    "hook-file-missing": (Severity.WARNING, scene(hook_files={"zsh": "missing"})),
    "hook-file-old": (Severity.WARNING, scene(hook_files={"zsh": "old"})),
    "shell-hangs": (Severity.WARNING, scene(shells={"zsh": shell(None, hangs=True)})),
    "shell-ends": (Severity.WARNING, scene(shells={"zsh": shell(None)})),
    "hook": (Severity.OK, scene()),
    "hook-not-reached": (Severity.ERROR, zsh(hooked=False)),
    "hook-missing": (Severity.ERROR, scene(shells={"zsh": shell(replace(ZSH, hooked=False), loads=False)})),
    "hook-elsewhere": (
        Severity.NOTE,
        scene(shells={"zsh": shell(ZSH), "bash": shell(replace(ZSH, hooked=False), loads=False)}),
    ),
    "this-shell": (Severity.OK, scene()),
    "this-shell-unknown": (Severity.NOTE, scene(this_shell=None)),
    "shell-old": (Severity.ERROR, zsh(version="5.7.1")),
    "shell-untested": (Severity.NOTE, bash(version="4.2")),
    "wire-version": (Severity.ERROR, zsh(wire="9")),
    "neighbour": (Severity.NOTE, zsh(functions=frozenset({"_zsh_autosuggest_start"}))),
    "rival": (Severity.WARNING, zsh(functions=frozenset({"_deja_bind_widgets"}))),
    "key-taken": (Severity.NOTE, zsh(keys={"^F": "fzf-file-widget"})),
    "history-ignores": (Severity.OK, bash(settings={**HISTFILE, "HISTCONTROL": "ignorespace"})),
    "history-off": (Severity.WARNING, bash(options=frozenset())),
    "histsize-zero": (Severity.WARNING, zsh(settings={**HISTFILE, "HISTSIZE": "0"})),
    "fish-private": (Severity.NOTE, fish(settings={"fish_private_mode": "1"})),
    "no-histfile": (Severity.NOTE, zsh(settings={})),
    "savehist-zero": (Severity.NOTE, zsh(settings={**HISTFILE, "SAVEHIST": "0"})),
    "private-shell": (Severity.NOTE, scene(environ={"SEGUE_PRIVATE": "1"})),
    "other-author": (Severity.NOTE, scene(environ={"SEGUE_AUTHOR": "robot"})),
    "empty-prompt-off": (Severity.NOTE, scene(environ={"SEGUE_EMPTY_PROMPT": "0"})),
    "dumb-terminal": (Severity.NOTE, scene(environ={"TERM": "dumb"})),
    "settings": (Severity.WARNING, scene(settings="config.toml, line 3: chain must be a list")),
    "model-broken": (Severity.ERROR, scene(model=ModelState(problem="its directory is gone"))),
    "no-model": (Severity.OK, scene()),
    "no-mlx": (Severity.WARNING, scene(model=ModelState(name="tiny"))),
    "model": (Severity.OK, scene(model=ModelState(name="tiny", has_mlx=True))),
    "not-embedded": (Severity.WARNING, status(vectors={"problem": "no memory"})),
    "no-history": (Severity.NOTE, scene(database=None)),
    "damaged": (Severity.ERROR, scene(database=Health(damage="malformed"))),
    "newer-schema": (Severity.ERROR, scene(database=Health(schema=99))),
    "large": (Severity.NOTE, scene(database=Health(size=3_000_000_000))),
    "database": (Severity.OK, scene()),
    "set-aside": (Severity.NOTE, scene(aside=(PATHS.state / "segue.db.damaged-1",))),
    "disk-full": (Severity.ERROR, scene(free=1_000_000)),
    "disk-scarce": (Severity.WARNING, scene(free=100_000_000)),
    "time-jump": (Severity.WARNING, scene(database=Health(ahead=3))),
    "latency": (Severity.OK, scene()),
    "slow": (Severity.WARNING, scene(latencies=(0.2,) * 50)),
}


@pytest.mark.parametrize("name", PROVOKED)
def test_each_finding_is_found(name: str) -> None:
    """It has its severity, says what it is, and, unless all is well, what to do."""
    severity, spoiled = PROVOKED[name]
    (found, *_) = [each for each in examine(spoiled) if each.name == name]
    assert found.severity == severity
    assert found.what
    if severity in {Severity.WARNING, Severity.ERROR}:
        assert found.remedy


def test_no_finding_is_without_its_test() -> None:
    """The table above has every name that stands in the rules."""
    folder = Path(finding.__file__).parent
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert set(re.findall(r"\b(?:ok|note|warning|error)\(\s*\"([a-z-]+)\"", text)) == set(PROVOKED)


def test_a_set_up_in_order_gives_no_trouble() -> None:
    """Nothing but good news."""
    assert {each.severity for each in examine(scene())} == {Severity.OK}


@pytest.mark.parametrize(
    ("tool", "spoiled"),
    [
        ("ble.sh", bash(variables=frozenset({"BLE_VERSION"}))),
        ("atuin", zsh(functions=frozenset({"_atuin_preexec"}))),
        ("mcfly", bash(variables=frozenset({"MCFLY_SESSION_ID"}))),
        ("soon", zsh(functions=frozenset({"_soon_precmd"}))),
        ("Amazon Q", zsh(functions=frozenset({"_q_autosuggest_highlight_apply"}))),
        ("Kiro", zsh(functions=frozenset({"_kiro_cli_autosuggest_highlight_apply"}))),
    ],
)
def test_other_tools_are_named(tool: str, spoiled: Scene) -> None:
    """With what that means for both."""
    assert any(tool in each.what for each in examine(spoiled) if each.name in {"neighbour", "rival"})


def test_fish_without_a_history_is_told_what_to_do() -> None:
    """In the words of fish."""
    (found,) = [each for each in examine(fish(settings={"fish_history": ""})) if each.name == "no-histfile"]
    assert found.remedy == "set --erase fish_history"


def test_what_a_key_runs_is_not_printed() -> None:
    """A macro may hold a command, and with it what nobody else should read."""
    found = examine(zsh(keys={"^F": '"curl -H token=hunter2^M"'}))
    assert "hunter2" not in repr(found)
    assert any(each.name == "key-taken" for each in found)


def test_a_key_that_rc_files_have_not_changed_is_no_finding() -> None:
    """Zsh itself binds many of them."""
    assert not any(each.name == "key-taken" for each in examine(zsh()))
