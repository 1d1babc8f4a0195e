"""The part of a graph that lies around some of its nodes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def neighbourhood(
    weights: Mapping[tuple[str, str], float], centres: Iterable[str], depth: int, most: int
) -> list[tuple[str, str]]:
    """Return at most so many edges within `depth` steps of the centres in either direction.

    The nearest come first, among those of one distance the heaviest.
    """
    touching: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in weights:
        for end in set(edge):
            touching[end].append(edge)
    chosen: dict[tuple[str, str], None] = {}
    reached = ring = set(centres)
    for _ in range(depth):
        near = {edge for node in ring for edge in touching[node] if edge not in chosen}
        for edge in sorted(near, key=lambda edge: (-weights[edge], edge)):
            if len(chosen) == most:
                return list(chosen)
            chosen[edge] = None
        ring = {end for edge in near for end in edge} - reached
        reached = reached | ring
    return list(chosen)


def named(templates: Iterable[str], text: str, template: str) -> set[str]:
    """Return the templates that a person can mean: the one of the line itself, and all that begin with its words."""
    words = text.split()
    return {each for each in templates if each == template or (words and each.split()[: len(words)] == words)}
