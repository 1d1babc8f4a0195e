"""What a supervisor is to run: the command, its environment, its standard error."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.paths import Paths

HANDED_ON: Final = re.compile(r"SEGUE_HOME|SEGUE_CONFIG|SEGUE_LOG_TEXT|ZDOTDIR|MLX_MODELS_DIR|MLX_MODEL_\w+_PATH")
"""Variables that say where things are. Keys of services are secrets, which no file of a supervisor is for."""
ABSOLUTE: Final = {"SEGUE_HOME", "SEGUE_CONFIG"}


class Job(NamedTuple):
    """The daemon of one state directory; `command` is how `segue` is called, without arguments."""

    command: list[str]
    environment: dict[str, str]
    paths: Paths

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], paths: Paths) -> Self:
        """Return the job that runs the very segue that this process is."""
        environment = {
            name: os.path.abspath(value) if name in ABSOLUTE else value  # noqa: PTH100 - a link stays a link
            for name, value in sorted(environ.items())
            if value and HANDED_ON.fullmatch(name)
        }
        return cls(segue_command(sys.argv[0], sys.executable), environment, paths)


def segue_command(called: str, interpreter: str) -> list[str]:
    """Return how to call segue, by a name that an upgrade leaves where it is.

    Homebrew, uv and pipx put a link on PATH and change where it leads: the link is what to call, not its target.
    """
    for script in (Path(os.path.abspath(called)), Path(interpreter).with_name("segue")):  # noqa: PTH100 - as above
        if script.name == "segue" and os.access(script, os.X_OK) and script.is_file():
            return [str(script)]
    return [interpreter, "-P", "-m", "segue"]
