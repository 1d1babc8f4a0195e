"""What is counted of one strategy over a replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.evaluation.calibration import Forecasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.observation import Suggestion


@dataclass(slots=True)
class Scores:
    """Counts over the commands that were predicted; the ratios are of those, of keystrokes of the typed ones."""

    commands: int = 0
    first: int = 0
    first_three: int = 0
    first_five: int = 0
    first_again: int = 0
    """Right first, where the line had been run before."""
    reciprocal_ranks: float = 0.0
    keys: int = 0
    keys_saved: int = 0
    forecasts: Forecasts = field(default_factory=Forecasts)

    def note(self, line: str, suggestions: Sequence[Suggestion], *, again: bool) -> None:
        """Compare what was suggested, best first, with the line that was run, for the first time or again."""
        self.commands += 1
        rank = next((rank for rank, suggestion in enumerate(suggestions, 1) if suggestion.line == line), None)
        if rank is not None:
            self.first += rank == 1
            self.first_again += again and rank == 1
            self.first_three += rank <= 3  # noqa: PLR2004 - the name says it
            self.first_five += rank <= 5  # noqa: PLR2004 - the name says it
            self.reciprocal_ranks += 1 / rank
        if suggestions:
            self.forecasts.note(suggestions[0].milli, right=rank == 1)
        else:
            self.forecasts.note_silence()

    def note_keys(self, line: str, saved: int) -> None:
        """Count a line that was typed, and the keys that its suggestions would have saved."""
        self.keys += len(line)
        self.keys_saved += saved

    def ratios(self) -> dict[str, float | None]:
        """Return the shares of commands, the mean reciprocal rank, and the share of keys saved (None: not typed)."""
        commands = max(self.commands, 1)
        return {
            "top1": self.first / commands,
            "top3": self.first_three / commands,
            "top5": self.first_five / commands,
            "again1": self.first_again / commands,
            "mrr": self.reciprocal_ranks / commands,
            "keystrokes_saved": self.keys_saved / self.keys if self.keys else None,
        }
