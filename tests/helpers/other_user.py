"""Does something as another user of the machine, which takes root."""

from __future__ import annotations

import encodings.idna  # noqa: F401 - names of hosts need it, and the other user may not be allowed to read it
import os
import warnings
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

NOBODY: Final = 65534

needs_root: Final = pytest.mark.skipif(os.getuid() != 0, reason="only root can be another user as well")


def as_other_user(action: Callable[[], object]) -> str:
    """Return what an action returns to a process of another user, or the name of the error that it ends with."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The child only talks to the kernel and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            told = str(action())
        except BaseException as error:  # noqa: BLE001 - the parent is told
            told = type(error).__name__
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(pid, 0)
    return told
