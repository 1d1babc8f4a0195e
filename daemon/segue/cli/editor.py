"""Opens a file in the person's editor and waits until they have left it."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from pathlib import Path

USUAL: Final = "vi"


def open_editor(path: Path) -> None:
    """Open the file in $VISUAL or $EDITOR.

    Raises:
        SegueError: there is no such program, or it has failed.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL
    try:
        subprocess.run([*shlex.split(editor), path], check=True)  # noqa: S603 - the person's own editor
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise SegueError(f"the editor `{editor}` did not do it: {error}") from error
