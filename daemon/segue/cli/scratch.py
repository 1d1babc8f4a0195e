"""A state directory for one measurement, away from the person's own."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.config.paths import resolve_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.config.paths import Paths

HISTORIES: Final = ("HISTFILE", "ZDOTDIR")
"""Where a daemon would find the history of the person who measures."""


@contextmanager
def scratch_state(environ: Mapping[str, str]) -> Iterator[tuple[Paths, dict[str, str]]]:
    """Yield the paths below a new home directory, and an environment that leads there; remove it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="segue-bench-"))
    try:
        variables = {name: value for name, value in environ.items() if name not in HISTORIES}
        variables |= {"HOME": str(home), "SEGUE_HOME": str(home / "state")}
        paths = resolve_paths(variables)
        paths.state.mkdir(mode=0o700)
        yield paths, variables
    finally:
        shutil.rmtree(home, ignore_errors=True)
