"""Joins a shell's hook files into the text that its rc file evaluates."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

from segue.domain.quoting import assignment

SHELLS: Final = ("zsh", "bash", "fish")


class HookPaths(Protocol):
    """The directories that a hook has to know."""

    @property
    def run(self) -> Path:
        """Where the socket is."""

    @property
    def state(self) -> Path:
        """Where the history is."""


def init_script(shell: str, paths: HookPaths, wire_version: int, settings: str = "") -> str:
    """Return the preamble with this user's paths and `settings`, then the parts in the order of the file `parts`."""
    folder = files("segue") / "hooks" / shell
    names = (folder / "parts").read_text("utf-8").split()
    values = {
        "_segue_run": str(paths.run),
        "_segue_state": str(paths.state),
        "_segue_program": segue_program(),
        "_segue_version": str(wire_version),
    }
    preamble = [
        "# segue: written by `segue init`; do not edit.",
        *(assignment(shell, name, value) for name, value in values.items()),
        settings or assignment(shell, "_segue_settings", 0),
    ]
    parts = [(folder / f"{name}.{shell}").read_text("utf-8") for name in names]
    return "\n".join([*preamble, *parts])


def segue_program() -> str:
    """Return where the command `segue` is: beside the Python that runs, else on PATH."""
    beside = Path(sys.executable).with_name("segue")
    return str(beside) if beside.exists() else shutil.which("segue") or "segue"
