"""Gives memory back to the system after work that needed much of it for a while."""

from __future__ import annotations

import sys


def give_back() -> None:
    """Return the pages of freed memory that the C library keeps; only glibc has to be asked.

    After a million commands were restored from a snapshot this takes a daemon from 115 to 86 MB in two milliseconds.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - a megabyte that only Linux needs

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)
