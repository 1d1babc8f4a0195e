"""Reads history bytes in tests, in pieces, and through the real shells."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from segue.ingest.history.entry import Report
from segue.ingest.history.formats import parse_history

if TYPE_CHECKING:
    from segue.ingest.history.entry import Entry

DATA: Final = Path(__file__).parent.parent / "data" / "history"

needs_zsh: Final = pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
needs_bash: Final = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def read(shell: str, data: bytes, piece: int = 1 << 16) -> tuple[list[Entry], Report]:
    """Return the entries of a history and the account of the reading."""
    report = Report()
    pieces = (data[at : at + piece] for at in range(0, len(data), piece))
    return list(parse_history(shell, pieces, report)), report


def lines_of(shell: str, data: bytes) -> list[str]:
    """Return just the command lines of a history."""
    return [entry.line for entry in read(shell, data)[0]]


def written_by_zsh(directory: Path, lines: list[str], options: str) -> bytes:
    """Return the history file that zsh writes for these commands."""
    script = (
        f'setopt {options}; HISTSIZE=9999 SAVEHIST=9999; for l in "${{@:2}}"; do print -rs -- "$l"; done; fc -W "$1"'
    )
    file = directory / "history"
    subprocess.run(["zsh", "-f", "-i", "-c", script, "zsh", file, *lines], check=True)
    return file.read_bytes()


def read_by_zsh(file: Path) -> list[str]:
    """Return the commands that zsh finds in a history file."""
    script = (
        'HISTSIZE=9999 SAVEHIST=9999; zmodload zsh/parameter; fc -p; fc -R "$1"; print -s last;'
        ' for k in ${(kon)history}; do print -rN -- "$history[$k]"; done'
    )
    # $history leaves out the newest entry, which is the line being edited in a real session.
    done = subprocess.run(["zsh", "-f", "-i", "-c", script, "zsh", file], check=True, capture_output=True)
    return [line.decode("utf-8", "surrogateescape") for line in done.stdout.split(b"\0")[:-1]]


def written_by_bash(directory: Path, lines: list[str], time_format: str | None) -> bytes:
    """Return the history file that bash writes for these commands."""
    timed = ":" if time_format is None else f"HISTTIMEFORMAT='{time_format}'"
    script = (
        f"{timed}; set -o history; shopt -s cmdhist lithist; HISTSIZE=9999; history -c;"
        ' for l in "${@:2}"; do history -s -- "$l"; done; history -w "$1"'
    )
    file = directory / "history"
    subprocess.run(["bash", "--norc", "-c", script, "bash", file, *lines], check=True)
    return file.read_bytes()


def read_by_bash(file: Path) -> list[str]:
    """Return the commands that bash finds in a history file."""
    script = "HISTTIMEFORMAT=$'\\x01'; set -o history; HISTSIZE=9999; history -c; history -r \"$1\"; history"
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", file], check=True, capture_output=True)
    entries = re.split(rb"(?m)^ +\d+\*? +\x01", done.stdout)[1:]
    return [entry.removesuffix(b"\n").decode("utf-8", "surrogateescape") for entry in entries]
