"""The figures of a replay, as plain values in the form that `--json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from segue.evaluation.strategies import SEGUE
from segue.rendering.words import as_percentage

if TYPE_CHECKING:
    from segue.evaluation.progressive import Replay

HEADINGS: Final = {
    "top1": "top-1",
    "top3": "top-3",
    "top5": "top-5",
    "keystrokes_saved": "keys saved",
}
"""The figures of a strategy that a person is shown, and what stands above each."""


def figures(outcome: Replay) -> dict[str, Any]:
    """Return every figure; shares and probabilities lie between 0 and 1, and None stands where nothing was counted."""
    strategies = {name: scores.ratios() for name, scores in outcome.scores.items()}
    forecasts = outcome.scores[SEGUE].forecasts
    return {
        "commands": {
            "learned_first": outcome.learned,
            "predicted": outcome.predicted,
            "run_before": outcome.known / max(outcome.predicted, 1),
        },
        "strategies": strategies,
        "segue_over": {
            name: {figure: _ratio(strategies[SEGUE][figure], value) for figure, value in ratios.items()}
            for name, ratios in strategies.items()
            if name != SEGUE
        },
        "coverage": [asdict(point) for point in forecasts.coverage()],
        "calibration": {
            "expected_error": forecasts.expected_calibration_error(),
            "bins": [asdict(found) for found in forecasts.reliability()],
        },
    }


def summary(values: dict[str, Any]) -> str:
    """Return what was replayed, in a sentence."""
    commands = values["commands"]
    behind = f", behind {commands['learned_first']:,} that were only learned" if commands["learned_first"] else ""
    return (
        f"{commands['predicted']:,} commands{behind}: each was predicted before it was learned."
        f" {commands['run_before']:.0%} of them had been run before."
    )


def rows(values: dict[str, Any]) -> list[list[str]]:
    """Return the comparison as texts: a strategy, its figures, and how many times its first guesses segue's are."""
    return [
        [
            name,
            *(as_percentage(ratios[figure]) for figure in HEADINGS),
            _times(values["segue_over"].get(name, {}).get("top1")),
        ]
        for name, ratios in values["strategies"].items()
    ]


def coverage_curve(values: dict[str, Any]) -> list[tuple[float, float]]:
    """Return (share of prompts that show something, share of those that is right), from the lowest threshold up."""
    return [(p["coverage"], p["precision"]) for p in values["coverage"] if p["precision"] is not None]


def calibration_curve(values: dict[str, Any]) -> list[tuple[float, float]]:
    """Return (how sure segue was, how often it was right) of every bin that holds something."""
    return [(b["confidence"], b["accuracy"]) for b in values["calibration"]["bins"] if b["count"]]


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}×"


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None
