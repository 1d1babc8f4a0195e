"""Runs the installed `segue` command as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SEGUE: Final = Path(sys.executable).with_name("segue")


def segue(environ: Mapping[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return its output and exit status."""
    return subprocess.run(
        [SEGUE, *arguments], env=dict(environ), capture_output=True, text=True, check=False, timeout=120
    )
