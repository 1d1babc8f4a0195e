"""Where shells keep their history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULTS: Final = (".zsh_history", ".zhistory", ".histfile", ".bash_history", ".local/share/fish/fish_history")


def history_candidates(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where history files may be: $HISTFILE, and the shells' defaults; most will not exist."""
    home = Path(environ.get("HOME") or Path.home())
    named = [Path(environ["HISTFILE"])] if environ.get("HISTFILE") else []
    zdotdir = [Path(environ["ZDOTDIR"]) / ".zsh_history"] if environ.get("ZDOTDIR") else []
    return tuple(path for path in (*named, *zdotdir, *(home / name for name in DEFAULTS)) if path.is_absolute())


def existing(candidates: Iterable[Path]) -> list[Path]:
    """Return those that exist and hold something, each file once."""
    found = {path.resolve(): path for path in candidates if path.is_file() and path.stat().st_size}
    return list(found.values())
