"""How long a suggestion takes."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Final

from segue.doctor.finding import ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

SLOW: Final = 0.05
"""Seconds that a person begins to notice."""


def latency(scene: Scene) -> Iterator[Finding]:
    """Whether suggestions come at once."""
    if len(scene.latencies) < 2:  # noqa: PLR2004 - what a distribution needs
        return
    cuts = statistics.quantiles(scene.latencies, n=100, method="inclusive")
    what = f"a suggestion takes {cuts[49] * 1000:.1f} ms, one in a hundred {cuts[98] * 1000:.1f} ms"
    if cuts[49] > SLOW:
        yield warning("slow", what, "see with `segue status` whether it is learning, and with `top` what else runs")
    else:
        yield ok("latency", what)
