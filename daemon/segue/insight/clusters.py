"""The lines of a person grouped by what they mean, as plain values in the form that `segue clusters --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.insight.kmeans import kmeans
from segue.insight.labels import label_clusters
from segue.insight.silhouette import choose_k, mean_silhouette
from segue.insight.statistics import endings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors
    from segue.store.figures import LineRuns

SEED: Final = 1
TYPICAL: Final = 3


def clusters(
    lines: Sequence[LineRuns], vectors: Vectors, count: int | None = None, typical: int = TYPICAL
) -> dict[str, Any]:
    """Return the clusters, those first that were run most; the same lines and vectors make the same ones.

    `vectors` has a row of unit length for each line. Without a `count` the silhouette chooses it. Each cluster comes
    with its most `typical` lines: those nearest to its centre.
    """
    if not lines:
        return {"lines": 0, "runs": 0, "count": 0, "silhouette": None, "clusters": []}
    random = np.random.default_rng(SEED)
    k = min(count or choose_k(vectors, random), len(lines))
    found = kmeans(vectors, k, random)
    nearness = np.vecdot(vectors, found.centres[found.labels])
    # Lines are in the order of their runs, so that of two that are as near the one that was run more comes first.
    order = np.argsort(-nearness, kind="stable")
    members = [[lines[row] for row in order if found.labels[row] == cluster] for cluster in range(len(found.centres))]
    names = label_clusters([[line.text for line in cluster] for cluster in members])
    runs = sum(line.runs for line in lines)
    described = [_described(name, cluster, runs, typical) for name, cluster in zip(names, members, strict=True)]
    return {
        "lines": len(lines),
        "runs": runs,
        "count": len(members),
        "silhouette": mean_silhouette(vectors, found.labels) if len(members) > 1 else None,
        "clusters": sorted(described, key=lambda cluster: (-cluster["runs"], cluster["label"])),
    }


def _described(label: str, members: Sequence[LineRuns], runs: int, typical: int) -> dict[str, Any]:
    own = sum(line.runs for line in members)
    return {
        "label": label,
        "lines": len(members),
        "runs": own,
        "share": own / runs,
        **endings(members),
        "typical": [{"line": line.text, "runs": line.runs} for line in members[:typical]],
    }
