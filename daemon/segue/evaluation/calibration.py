"""How sure a strategy says it is, beside how often it is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MILLI: Final = 1_000
BINS: Final = 10
THRESHOLDS: Final = tuple(range(0, MILLI, 50))
"""Thousandths below which nothing would be shown."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The forecasts between two probabilities: how many, how sure they were on average, and how many were right."""

    low: float
    high: float
    count: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """What a threshold gives: the share of prompts that show something, and the share of those that is right."""

    threshold: float
    coverage: float
    precision: float | None


class Forecasts:
    """Counts, for each thousandth of confidence, how many first suggestions were shown and how many were right."""

    def __init__(self) -> None:
        self._shown = [0] * (MILLI + 1)
        self._right = [0] * (MILLI + 1)
        self._silent = 0

    def note(self, milli: int, *, right: bool) -> None:
        """Count a suggestion that was made with this confidence."""
        self._shown[milli] += 1
        self._right[milli] += right

    def note_silence(self) -> None:
        """Count a prompt for which there was nothing to suggest."""
        self._silent += 1

    def reliability(self) -> list[ReliabilityBin]:
        """Return bins of equal width over the confidences; the last one holds certainty as well."""
        width = MILLI // BINS
        ends = [*range(width, MILLI, width), MILLI + 1]
        return [self._bin(low, end) for low, end in zip(range(0, MILLI, width), ends, strict=True)]

    def expected_calibration_error(self) -> float:
        """Return the mean distance of confidence and accuracy over the bins, weighted by what they hold."""
        total = sum(self._shown)
        distances = (
            found.count * abs(found.confidence - found.accuracy)
            for found in self.reliability()
            if found.confidence is not None and found.accuracy is not None
        )
        return sum(distances) / total if total else 0.0

    def coverage(self) -> list[CoveragePoint]:
        """Return what each threshold would show."""
        prompts = sum(self._shown) + self._silent
        points = []
        for threshold in THRESHOLDS:
            shown, right = sum(self._shown[threshold:]), sum(self._right[threshold:])
            points.append(
                CoveragePoint(threshold / MILLI, shown / prompts if prompts else 0.0, right / shown if shown else None)
            )
        return points

    def _bin(self, low: int, end: int) -> ReliabilityBin:
        count = sum(self._shown[low:end])
        said = sum(milli * self._shown[milli] for milli in range(low, end)) / MILLI
        return ReliabilityBin(
            low=low / MILLI,
            high=min(end, MILLI) / MILLI,
            count=count,
            confidence=said / count if count else None,
            accuracy=sum(self._right[low:end]) / count if count else None,
        )
