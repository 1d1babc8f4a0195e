"""Opens a person's interactive shell once, as a new window would, and asks it what only a shell knows."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError
from segue.shells.rc_files import fish_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS: Final = 10.0
_NO_FILES: Final = {"zsh": ["-f"], "bash": ["--norc"], "fish": ["--no-config"]}


class ShellSilentError(SegueError):
    """The shell did not get as far as answering; `hangs` where it had to be killed."""

    def __init__(self, shell: str, *, hangs: bool) -> None:
        super().__init__(f"{shell} does not answer")
        self.hangs = hangs


@dataclass(frozen=True, slots=True)
class ShellAnswers:
    """What a shell said of itself.

    Attributes:
        version: of the shell, "5.9".
        hooked: whether segue's hook is loaded.
        wire: the wire version of that hook, "" without one.
        functions: the names of all functions.
        variables: the names of all variables.
        settings: the values of the variables that matter here, as far as they are set.
        options: which of the options that matter are on.
        keys: what each of the hook's keys does, by the key as the shell writes it.
    """

    version: str = ""
    hooked: bool = False
    wire: str = ""
    functions: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    settings: Mapping[str, str] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict)


def probe(
    shell: str, environ: Mapping[str, str], *, rc: bool = True, keys: Sequence[str] = (), seconds: float = SECONDS
) -> ShellAnswers:
    """Return what the shell says once its rc files are read, or without them; `keys` are asked about, too.

    Raises:
        ShellSilentError: it hangs, or ends before it answers.
    """
    nonce = secrets.token_hex(8)
    script = (files("segue.shells") / f"questions.{shell}").read_text("utf-8")
    argv = [shutil.which(shell, path=environ.get("PATH")) or shell, *([] if rc else _NO_FILES[shell]), "-i"]
    with tempfile.TemporaryDirectory(prefix="segue-", ignore_cleanup_errors=True) as scratch:
        variables = {**environ, "TERM": "dumb"} | ({} if rc else {"INPUTRC": "/dev/null"})
        if shell == "fish" and not fish_data(environ).exists():
            # It would make that directory, and somebody's home is to stay as it was.
            variables["XDG_DATA_HOME"] = scratch
        return _parse(shell, _output([*argv, "-c", script, nonce, *keys], variables, seconds), nonce)


def _output(argv: Sequence[str], variables: Mapping[str, str], seconds: float) -> bytes:
    shell = Path(argv[0]).name
    try:
        # A session of its own: an interactive shell would take the terminal away from us.
        process = subprocess.Popen(  # noqa: S603 - the person's own shell
            argv,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ShellSilentError(shell, hangs=False) from error
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise ShellSilentError(shell, hangs=True) from error
    return output


def _parse(shell: str, output: bytes, nonce: str) -> ShellAnswers:
    """Return the answers; what rc files have printed before them is skipped.

    Raises:
        ShellSilentError: they are not all there.
    """
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for part in output.decode("utf-8", "surrogateescape").split("\0"):
        before, found, name = part.rpartition(nonce)
        if found and not (before and sections):
            current = sections.setdefault(name, [])
        else:
            current.append(part)
    if "end" not in sections:
        raise ShellSilentError(shell, hangs=False)
    version, hooked, wire = sections["shell"][:3]
    return ShellAnswers(
        version=version,
        hooked=hooked == "1",
        wire=wire,
        functions=frozenset(sections["functions"]),
        variables=frozenset(sections["variables"]),
        settings=_pairs(sections["settings"]),
        options=frozenset(sections["options"]),
        keys=_pairs(sections["keys"]),
    )


def _pairs(lines: list[str]) -> dict[str, str]:
    return {name: value.strip() for name, _, value in (line.partition("\t") for line in lines) if name}
