"""A person whose set-up is in perfect order, to be spoiled in one place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from segue.config.paths import Paths
from segue.doctor.scene import Place, RcState, Scene, ShellState
from segue.service.supervisor import State
from segue.shells.probe import ShellAnswers
from segue.store.health import Health

PATHS: Final = Paths(state=Path("/home/ann/.local/share/segue"), run=Path("/home/ann/.local/share/segue/run"))
STATUS: Final[dict[str, Any]] = {
    "pid": 7,
    "version": "1.0",
    "wire": 1,
    "problem": "",
    "waiting": 0,
    "dropped": 0,
    "failure": "",
    "rebuild": None,
    "vectors": {"problem": ""},
}
ZSH: Final = ShellAnswers(
    version="5.9",
    hooked=True,
    wire="1",
    settings={"HISTFILE": "/home/ann/.zsh_history", "HISTSIZE": "1000", "SAVEHIST": "1000"},
    options=frozenset({"zle"}),
    keys={"^F": "forward-char", "^[k": "undefined-key"},
)
BASH: Final = ShellAnswers(
    version="5.2",
    hooked=True,
    wire="1",
    settings={"HISTFILE": "/home/ann/.bash_history"},
    options=frozenset({"history"}),
    keys={"\\C-f": "forward-char"},
)
FISH: Final = ShellAnswers(version="3.6.0", hooked=True, wire="1", keys={"\\cf": "forward-char"})
BARE: Final = ShellAnswers(
    keys={"^F": "forward-char", "\\C-f": "forward-char", "\\cf": "forward-char", "^[k": "undefined-key"}
)


def scene(**changes: Any) -> Scene:
    """Return the scene with these fields instead."""
    healthy = Scene(
        paths=PATHS,
        environ={"TERM": "xterm-256color"},
        version="1.0",
        uid=1000,
        status=STATUS,
        holder="7",
        this_shell={"name": "zsh", "process": 8},
        latencies=(0.001,) * 50,
        supervisor="systemd",
        service=State(installed=True, running=True, detail=""),
        places=(Place(PATHS.state, "directory", 1000, 0o700), Place(PATHS.database, "file", 1000, 0o600)),
        hook_files={"zsh": "current", "bash": "current", "fish": "current"},
        shells={"zsh": shell(ZSH), "bash": shell(BASH), "fish": shell(FISH)},
        database=Health(size=1_000_000),
    )
    return replace(healthy, **changes)


def shell(answers: ShellAnswers | None, *, loads: bool = True, hangs: bool = False) -> ShellState:
    """Return a shell that has answered so."""
    return ShellState((RcState(Path("/home/ann/.zshrc"), loads),), answers, BARE, hangs=hangs)


def zsh(**changes: Any) -> Scene:
    """Return the scene with a zsh that answers differently."""
    return scene(shells={"zsh": shell(replace(ZSH, **changes))})


def bash(**changes: Any) -> Scene:
    """Return the scene with a bash that answers differently."""
    return scene(shells={"bash": shell(replace(BASH, **changes))})


def fish(**changes: Any) -> Scene:
    """Return the scene with a fish that answers differently."""
    return scene(shells={"fish": shell(replace(FISH, **changes))})


def status(**changes: Any) -> Scene:
    """Return the scene with a daemon that answers differently."""
    return scene(status={**STATUS, **changes})
