"""The disk, as the rules see it: a small interface, so that a test can put another behind it."""

from __future__ import annotations

import os
import stat
from typing import Protocol

from segue.validity.verdict import Kind, Question


class Files(Protocol):
    """Answers questions about paths; any answer may take for ever."""

    def answer(self, question: Question) -> bool:
        """Tell whether what was asked for is there, or may be: what cannot be looked at counts as being there."""

    def volume(self, path: str) -> str:
        """Return the mount point of a path, without touching it."""


class Disk:
    """The file systems of this machine."""

    def answer(self, question: Question) -> bool:
        """Look; blocks for as long as the file system pleases."""
        try:
            # Most folders of a PATH do not have it; saying so by an exception takes longer than the look itself.
            if question.kind is Kind.PROGRAM and not os.access(question.path, os.X_OK):
                return False
            mode = os.stat(question.path).st_mode  # noqa: PTH116 - a Path for each of fifty looks costs more than they do
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, ValueError):
            # Not ours to look at, or no path that a file system takes: for a program the next folder counts.
            return question.kind is not Kind.PROGRAM
        match question.kind:
            case Kind.DIRECTORY:
                return stat.S_ISDIR(mode)
            case Kind.PROGRAM:
                return stat.S_ISREG(mode)
        return True

    def volume(self, path: str) -> str:
        """Ask the kernel's table of mounts, which answers while a server does not."""
        import psutil  # noqa: PLC0415 - only where something hangs

        mounts = [partition.mountpoint for partition in psutil.disk_partitions(all=True)]
        return max((mount for mount in mounts if is_below(path, mount)), key=len, default="/")


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is the folder or inside it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
