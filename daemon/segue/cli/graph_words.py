"""The words in which `segue graph` speaks of transitions, in the terminal and on its page."""

from __future__ import annotations

from typing import Any, Final

from segue.cli.why_words import printable, times

UNITS: Final = (("d", 86_400), ("h", 3_600), ("min", 60))
UNKNOWN: Final = "–"


def share_of(part: float, whole: float) -> str:
    """Return a share in percent, a dash where nothing is known."""
    return f"{part / whole:.0%}" if whole else UNKNOWN


def success(counted: dict[str, Any]) -> str:
    """Return the share of known ends that were successes."""
    return share_of(counted["successes"], counted["successes"] + counted["failures"])


def pause(seconds: float | None) -> str:
    """Return a time in the largest unit that fits."""
    if seconds is None:
        return UNKNOWN
    for name, length in UNITS:
        if seconds >= length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} s"


def cause_words(cause: dict[str, Any]) -> str:
    """Return what decides how a command ends as a sentence."""
    before = " and then ".join(f"`{printable(each)}`" for each in cause["before"])
    return (
        f"after {before}, `{printable(cause['then'])}` {cause['outcome']} {cause['cases']} of {times(cause['of'])}, "
        f"{_rates(cause)}"
    )


def mend_words(mend: dict[str, Any]) -> str:
    """Return what mends a failure as a sentence."""
    failed, cases = printable(mend["failed"]), f"{mend['cases']} of {times(mend['of'])}, {_rates(mend)}"
    if mend["failed"] == mend["mender"]:
        return f"`{failed}` had failed, and worked when it was run again: {cases}"
    return f"`{failed}` had failed, and worked right after `{printable(mend['mender'])}`: {cases}"


def _rates(found: dict[str, Any]) -> str:
    return f"{found['rate']:.0%}, usually {found['usual']:.0%}"
