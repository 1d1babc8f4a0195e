"""Do the person's shells load the hook, and does it run in this one?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.doctor.finding import error, note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene, ShellState

OLDEST: Final = {"zsh": (5, 8), "bash": (3, 2), "fish": (3, 4)}
GAP: Final = ((4, 0), (4, 4))
"""Versions of bash between these are not tested: macOS has 3.2, everybody else 4.4 or newer."""


def hook_files(scene: Scene) -> Iterator[Finding]:
    """Whether the joined hooks are there and of this version."""
    for shell, state in scene.hook_files.items():
        path = scene.paths.init_script(shell)
        if state == "missing":
            yield warning("hook-file-missing", f"{path} is not there", "segue stop; segue start")
        elif state == "old":
            yield warning("hook-file-old", f"{path} is of another version", "segue stop; segue start")


def loaded(scene: Scene) -> Iterator[Finding]:
    """Whether a new shell has the hook."""
    for shell, state in scene.shells.items():
        if state.hangs:
            what = f"an interactive {shell} did not get through its rc files in 10 s without a terminal"
            yield warning(
                "shell-hangs", what, "find what waits there, such as a tmux or a question that rc files start"
            )
        elif state.answers is None:
            what = f"an interactive {shell} ended while it read its rc files"
            yield warning("shell-ends", what, "find what ends it, such as `exec` or `exit` in an rc file")
        elif state.answers.hooked:
            yield ok("hook", f"a new {shell} loads the hook")
        elif any(each.loads for each in state.rc):
            what = f"a line in {state.rc[0].path} loads the hook, but a new {shell} does not get there"
            yield error("hook-not-reached", what, "move the line up, above what returns early, or run `segue start`")
        elif any(other.answers and other.answers.hooked for other in scene.shells.values()):
            # Who has a .bashrc need not use bash.
            what = f"nothing in {_names(state)} loads the hook: {shell} goes without segue"
            yield note("hook-elsewhere", what, f"segue setup --shell {shell}")
        else:
            yield error("hook-missing", f"nothing in {_names(state)} loads the hook", f"segue setup --shell {shell}")


def here(scene: Scene) -> Iterator[Finding]:
    """Whether the shell in which the command was called talks to the daemon."""
    if scene.status is None or not any(state.answers and state.answers.hooked for state in scene.shells.values()):
        return
    if scene.this_shell is not None:
        yield ok("this-shell", f"this {scene.this_shell['name']} talks to the daemon")
    else:
        yield note("this-shell-unknown", "this shell has not talked to the daemon", "open a new one")


def shell_versions(scene: Scene) -> Iterator[Finding]:
    """Whether the shells are new enough."""
    for shell, state in scene.shells.items():
        if state.answers is None:
            continue
        number = tuple(int(part) for part in re.findall(r"\d+", state.answers.version)[:2])
        if number < OLDEST[shell]:
            wanted = ".".join(map(str, OLDEST[shell]))
            what = f"{shell} {state.answers.version} is too old: the hook does nothing there"
            yield error("shell-old", what, f"install {shell} {wanted} or newer")
        elif shell == "bash" and GAP[0] <= number < GAP[1]:
            what = f"segue is not tested with bash {state.answers.version}"
            yield note("shell-untested", what, "install bash 4.4 or newer")


def wire(scene: Scene) -> Iterator[Finding]:
    """Whether hook and daemon speak the same version."""
    for shell, state in scene.shells.items():
        if scene.status is None or state.answers is None or not state.answers.wire:
            continue
        if state.answers.wire != str(scene.status["wire"]):
            what = f"a new {shell} speaks wire version {state.answers.wire}, the daemon {scene.status['wire']}"
            yield error("wire-version", what, f"load {scene.paths.init_script(shell)} instead of a copy of it")


def _names(state: ShellState) -> str:
    return " or ".join(str(each.path) for each in state.rc)
