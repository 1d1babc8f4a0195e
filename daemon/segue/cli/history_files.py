"""Where shells keep their history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN: Final = (".zsh_history", ".zhistory", ".histfile", ".bash_history", ".local/share/fish/fish_history")


def find_history_files(environ: Mapping[str, str]) -> list[Path]:
    """Return the history files that exist and are not empty: $HISTFILE, and the shells' defaults at home."""
    home = Path(environ.get("HOME") or Path.home())
    named = [Path(environ["HISTFILE"])] if environ.get("HISTFILE") else []
    zdotdir = [Path(environ["ZDOTDIR"]) / ".zsh_history"] if environ.get("ZDOTDIR") else []
    candidates = [*named, *zdotdir, *(home / name for name in KNOWN)]
    found = {path.resolve(): path for path in candidates if path.is_file() and path.stat().st_size}
    return list(found.values())
