"""Answers what comes next, from a model that it only reads."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from segue.domain.observation import Suggestion
from segue.model.candidates import is_welcome, others_extending
from segue.model.lines import ABSENT
from segue.model.scene import look
from segue.model.text import hash_text
from segue.predictor.estimates import estimate
from segue.predictor.evidence import gather

if TYPE_CHECKING:
    from segue.domain.observation import Prompt
    from segue.domain.outcomes import Outcomes
    from segue.model.contexts import Context
    from segue.model.refusals import Verdict
    from segue.model.scene import Scene
    from segue.model.state import Model
    from segue.predictor.evidence import Evidence


class Predictor:
    """Suggests lines from what a model has learned."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._changes = -1
        self._scene: Scene | None = None

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the most probable first.

        Beyond what is worth ranking follow other known lines, the most recent first, at no probability.
        """
        model, context = self.model, self._context(prompt)
        if k <= 0 or not len(model.window):
            return []
        scene = self._look(context)
        estimates = estimate(scene, prefix)
        pool = estimates.ranking.pool
        ranked = [
            Suggestion(pool.text(model.lines, place), chance_of)
            for place, chance_of in zip(estimates.order[:k], estimates.milli, strict=False)
        ]
        if len(ranked) < k:
            most = k - len(ranked) + len(scene.refused)
            others = map(model.lines.text, others_extending(model, prefix, without=pool.ids, most=most))
            shown = (line for line in others if prefix or is_welcome(scene, line))
            ranked += [Suggestion(line, 0) for line in islice(shown, k - len(ranked))]
        return ranked

    def prepare(self, prompt: Prompt) -> None:
        """Recall what a prompt that is about to be drawn will need, so that its suggestions take less time."""
        if len(self.model.window):
            self._look(self._context(prompt))

    def outcomes(self, prompt: Prompt, lines: list[str]) -> dict[str, Outcomes]:
        """Tell of each line how its runs have ended."""
        context = self._context(prompt)
        return {line: self.model.outcomes(line, context) for line in lines}

    def verdict(self, prompt: Prompt, line: str) -> Verdict:
        """Return whether a line is kept from the empty prompt because it was turned down there, and how often."""
        return self.model.refusals.verdict(self._context(prompt), line)

    def refused(self, prompt: Prompt) -> list[str]:
        """Return the lines of the window that are kept from the empty prompt because they were turned down there."""
        refused = self.model.refusals.refused_in(self._context(prompt))
        held = self.model.window.line_of
        texts = map(self.model.lines.text, held[held != ABSENT].tolist()) if refused else ()
        return [text for text in texts if hash_text(text) in refused]

    def evidence(self, prompt: Prompt, line: str) -> Evidence:
        """Return what speaks for a line at the empty prompt, and what was made of it there."""
        return gather(self.model, self._context(prompt), line)

    def _look(self, context: Context) -> Scene:
        """Return the scene of a prompt; the one before, as long as only the time and what is typed are others."""
        scene = self._scene
        if scene is None or self._changes != self.model.changes or not scene.context.agrees(context):
            scene = look(self.model, context)
            self._changes = self.model.changes
        else:
            scene = replace(scene, context=context)
        self._scene = scene
        return scene

    def _context(self, prompt: Prompt) -> Context:
        if prompt.after is None:
            return self.model.context(prompt.session, prompt.cwd, prompt.now, prompt.workplace, prompt.jobs)
        return self.model.context_after(prompt.after, prompt.session, prompt.cwd, prompt.now)
