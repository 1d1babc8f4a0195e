"""Ranks workflows for some queries, by their words and by what they mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.search import Ending, Match, WorkflowHit
from segue.embedding.embedder import Kind
from segue.retrieval.ranking import WORDS_ALONE, WordQuery, faded, fading, fused, merged, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from segue.domain.search import RunFilter, SearchQuery
    from segue.domain.workflow import Workflow
    from segue.embedding.space import Space
    from segue.retrieval.asking import Asking
    from segue.retrieval.question import Question
    from segue.retrieval.ranking import Meaning

BATCH: Final = 32


class WorkflowVectors:
    """The vectors of workflows' texts, in memory alone, and of no workflow that is not there any more."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._space: Space | None = None
        self._rows: dict[str, NDArray[np.float32]] = {}

    async def cosines(self, question: Question, texts: Sequence[str], wait: float) -> list[dict[str, float]]:
        """Return for each vector of a question how near the texts are, as far as they are embedded in time."""
        if self._space != question.space:
            self._space, self._rows = question.space, {}
        self._rows = {text: self._rows[text] for text in texts if text in self._rows}
        missing = [text for text in dict.fromkeys(texts) if text not in self._rows]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found = await self._asking.embed(batch, wait, Kind.DOCUMENT)
            if found is None or found.space != self._space:
                break
            self._rows.update(zip(batch, found.vectors, strict=True))
        known = list(self._rows)
        if not known:
            return [{} for _ in question.vectors]
        rows = np.stack([self._rows[text] for text in known]) @ question.vectors.T
        return [dict(zip(known, column.tolist(), strict=True)) for column in rows.T]

    def clear(self) -> None:
        """Hold nothing."""
        self._rows = {}


class WorkflowTexts:
    """What workflows are found by, made once for each list of them."""

    def __init__(self) -> None:
        self._of: Sequence[Workflow] = ()
        self._texts: list[str] = []

    def of(self, workflows: Sequence[Workflow]) -> list[str]:
        """Return the text of each workflow; the same list is told by its identity."""
        if workflows is not self._of:
            self._of, self._texts = workflows, [text_of(workflow) for workflow in workflows]
        return self._texts

    def clear(self) -> None:
        """Hold nothing."""
        self._of, self._texts = (), []


def text_of(workflow: Workflow) -> str:
    """Return what a workflow is found by."""
    return "\n".join([workflow.label, workflow.category, *steps_of(workflow)])


def steps_of(workflow: Workflow) -> tuple[str, ...]:
    """Return the steps as patterns."""
    return tuple(map(workflow.pattern, range(len(workflow.steps))))


def best_workflows(
    workflows: Sequence[Workflow],
    texts: Sequence[str],
    query: SearchQuery,
    now: float,
    *,
    cosines: Sequence[dict[str, float]] = (),
    readings: Sequence[Meaning] = (),
) -> list[WorkflowHit]:
    """Return the best workflows that pass the filter, by their texts; without a query those that ran last."""
    scores: dict[int, list[Match]] = {} if query.texts else {number: [Match(1.0)] for number in range(len(workflows))}
    for place, asked in enumerate(query.texts):
        words = _weighed(asked, texts)
        reading = readings[place] if readings else WORDS_ALONE
        near = cosines[place] if cosines else {}
        for number, text in enumerate(texts):
            held = words.score(text)
            meaning = reading.of(near.get(text, -1.0))
            if held or meaning >= reading.least:
                scores.setdefault(number, []).append(Match(fused(held, meaning, reading.weight), meaning, held))
    found = (
        (faded(merged(matches), fading(query.decay, now, workflows[number].last_run)), workflows[number])
        for number, matches in scores.items()
        if passes(workflows[number], query.filter)
    )
    best = sorted(found, key=lambda each: (-each[0].score, -(each[1].last_run or 0)))
    return [_hit(workflow, match) for match, workflow in best[: query.count]]


def passes(workflow: Workflow, runs: RunFilter) -> bool:
    """Tell whether a workflow can have a run that passes; what is not known of its runs speaks for none."""
    if runs.within is not None or runs.author not in {None, "human"}:
        return False
    ended = {Ending.OK: workflow.tally.succeeded, Ending.FAILED: workflow.tally.failed, None: 1}
    last, first = workflow.last_run, workflow.first_run
    return all(
        (
            runs.host is None or not workflow.hosts or runs.host in workflow.hosts,
            runs.shell is None or runs.shell in workflow.shells,
            runs.cwd is None or runs.cwd in workflow.places,
            runs.repo is None or any(f"{place}/".startswith(f"{runs.repo.rstrip('/')}/") for place in workflow.places),
            runs.since is None or (last is not None and last >= runs.since),
            runs.until is None or (first is not None and first < runs.until),
            not isinstance(runs.exit, Ending | None) or ended[runs.exit] > 0,
        )
    )


def _weighed(asked: str, texts: Sequence[str]) -> WordQuery:
    words = words_of(asked)
    lowered = [text.lower() for text in texts]
    holders = Counter({word: sum(word in text for text in lowered) for word in words})
    return WordQuery.among(asked, words, holders, len(texts))


def _hit(workflow: Workflow, match: Match) -> WorkflowHit:
    return WorkflowHit(
        match=match,
        id=workflow.id,
        title=workflow.label,
        category=workflow.category,
        steps=steps_of(workflow),
        runs=workflow.tally.finished,
        success_rate=workflow.tally.success_rate,
        last=workflow.last_run,
    )
