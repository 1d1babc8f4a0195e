"""Which shells a person has, and which file each of them reads when it opens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN: Final = ("zsh", "bash", "fish")
LOGIN_FILES: Final = (".bash_profile", ".bash_login", ".profile")
"""Of these a login bash reads the first that exists, and not .bashrc."""
_READS_BASHRC: Final = re.compile(rb"^[^#\n]*bashrc", re.MULTILINE)
ANSWER_SECONDS: Final = 2.0


def persons_shells(environ: Mapping[str, str], login_shell: str, platform: str) -> list[str]:
    """Return the shells that the person uses, as far as installed: the login shell, and those with an rc file."""
    used = [Path(login_shell).name]
    used += [shell for shell in KNOWN if any(path.exists() for path in _signs(shell, environ, platform))]
    return [shell for shell in KNOWN if shell in used and shutil.which(shell, path=environ.get("PATH"))]


def rc_files(shell: str, environ: Mapping[str, str], platform: str) -> list[Path]:
    """Return the files of which each kind of interactive shell reads one; some may not exist yet."""
    home = _home(environ)
    match shell:
        case "zsh":
            return [_zdotdir(environ, home) / ".zshrc"]
        case "bash":
            return [home / ".bashrc", *_login_file(home, platform)]
        case _:
            return [_fish_directory(environ, home) / "conf.d" / "segue.fish"]


def possible_rc_files(environ: Mapping[str, str]) -> list[Path]:
    """Return every file that a line of ours may stand in."""
    home = _home(environ)
    names = (".zshrc", ".bashrc", *LOGIN_FILES)
    return [
        _zdotdir(environ, home) / ".zshrc",
        *(home / name for name in names),
        _fish_directory(environ, home) / "conf.d" / "segue.fish",
    ]


def fish_data(environ: Mapping[str, str]) -> Path:
    """Return where fish keeps what it learns; it makes this directory as soon as it is opened."""
    return Path(environ.get("XDG_DATA_HOME") or _home(environ) / ".local" / "share") / "fish"


def _signs(shell: str, environ: Mapping[str, str], platform: str) -> list[Path]:
    if shell == "fish":
        return [_fish_directory(environ, _home(environ))]
    return rc_files(shell, environ, platform)


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or Path.home())


def _login_file(home: Path, platform: str) -> list[Path]:
    """Return the file of a login bash, unless that reads .bashrc; macOS opens every terminal with a login shell."""
    for path in (home / name for name in LOGIN_FILES):
        if path.is_file():
            return [] if _READS_BASHRC.search(path.read_bytes()) else [path]
    return [home / LOGIN_FILES[0]] if platform == "darwin" else []


def _zdotdir(environ: Mapping[str, str], home: Path) -> Path:
    """Return where zsh looks for .zshrc; .zshenv may say so without telling its children."""
    if environ.get("ZDOTDIR"):
        return Path(environ["ZDOTDIR"])
    zsh = shutil.which("zsh", path=environ.get("PATH"))
    zshenv = home / ".zshenv"
    if zsh is None or not zshenv.is_file() or b"ZDOTDIR" not in zshenv.read_bytes():
        return home
    try:
        done = subprocess.run(  # noqa: S603 - the person's own zsh
            [zsh, "-c", 'print -rn -- "${ZDOTDIR-}"'],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ANSWER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return home
    told = Path(os.fsdecode(done.stdout.rpartition(b"\n")[2]))
    return told if told.is_absolute() else home


def _fish_directory(environ: Mapping[str, str], home: Path) -> Path:
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "fish"
