"""Suggests only what can work here and now, and what destroys only when it is nearly certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.validity.destructive import is_destructive, unsure
from segue.validity.prober import Finding
from segue.validity.rules import needs_of, plain_objection
from segue.validity.verdict import Rule, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.domain.observation import Prompt, Suggestion
    from segue.predictor.predictor import Predictor
    from segue.validity.prober import Prober
    from segue.validity.verdict import Need, Surroundings

CERTAIN: Final = 1_000
IMPOSSIBLE: Final = frozenset({Rule.MISSING_PATH, Rule.ALREADY_HERE, Rule.UNKNOWN_COMMAND, Rule.NO_JOB})
"""The rules that nobody can run a line against; against the others one can."""
SPARE: Final = 16
"""How many lines more than wanted are asked for, to stand in for those that cannot work."""


class Validation:
    """Stands between the predictor and whoever shows its lines.

    Args:
        predictor: what would be suggested.
        prober: what looks at the disk.
    """

    def __init__(self, predictor: Predictor, prober: Prober) -> None:
        self._predictor = predictor
        self._prober = prober

    async def suggest(
        self,
        prompt: Prompt,
        prefix: str,
        k: int,
        around: Surroundings,
        blend: Callable[[list[Suggestion]], list[Suggestion]] = list,
    ) -> list[Suggestion]:
        """Return at most `k` lines that can work, the most probable first.

        `blend` adds what others than the predictor know. What is probable of lines that cannot be run here is shared
        out among all that may come instead.
        """
        candidates = blend(self._predictor.suggest(prompt, prefix, k + SPARE))
        valid: list[Suggestion] = []
        impossible = 0
        # Mostly the first ones will do, and then the disk is not asked about the others.
        for some in (candidates[:k], candidates[k:]):
            if len(valid) < k:
                verdicts = await self.verdicts(prompt, some, around)
                valid += [suggestion for suggestion in some if suggestion.line not in verdicts]
                impossible += sum(
                    suggestion.milli
                    for suggestion in some
                    if suggestion.line in verdicts and verdicts[suggestion.line].rule in IMPOSSIBLE
                )
        possible = max(CERTAIN - impossible, 1)
        return [
            suggestion._replace(
                milli=min(suggestion.milli * CERTAIN // possible, CERTAIN),
                destructive=is_destructive(suggestion.line),
            )
            for suggestion in valid[:k]
        ]

    async def verdicts(
        self, prompt: Prompt, suggestions: Sequence[Suggestion], around: Surroundings
    ) -> dict[str, Verdict]:
        """Return the lines that would not be suggested, each with what speaks against it."""
        verdicts: dict[str, Verdict] = {}
        needs: dict[str, list[Need]] = {}
        outcomes = self._predictor.outcomes(prompt, [suggestion.line for suggestion in suggestions])
        for suggestion in suggestions:
            line = suggestion.line
            objection = plain_objection(line, around, outcomes[line]) or unsure(line, suggestion.milli)
            if objection:
                verdicts[line] = objection
            else:
                needs[line] = needs_of(line, around)
        findings = await self._prober.find(need for wanted in needs.values() for need in wanted)
        for line, wanted in needs.items():
            objections = (_objection(need, findings[need]) for need in wanted)
            verdict = next(filter(None, objections), None)
            if verdict:
                verdicts[line] = verdict
        return verdicts


def _objection(need: Need, finding: Finding) -> Verdict | None:
    match finding:
        case Finding.UNMET:
            return need.verdict
        case Finding.LATE:
            return Verdict(Rule.UNCHECKED, f"the disk did not answer in time whether {need.verdict.detail}")
        case Finding.UNREACHABLE if need.enters:
            return Verdict(Rule.UNCHECKED, f"the file system of {need.path} does not answer")
    return None
