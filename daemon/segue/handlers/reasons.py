"""Why a line is predicted, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.workflows.template import template_of

if TYPE_CHECKING:
    from segue.predictor.evidence import Evidence
    from segue.workflows.offers import Offer
    from segue.workflows.transitions import Transitions


def reason_for(line: str, offer: Offer | None, evidence: Evidence, graph: Transitions | None) -> str:
    """Return what speaks for a line: the workflow that it is a step of, what it has followed, how often it was run."""
    before = evidence.before[0] if evidence.before else ""
    told = [
        _of_workflow(offer) if offer else "",
        _of_graph(before, line, graph) if graph and before else "",
        f"run {evidence.runs.count}×" if evidence.runs else "never run as it stands",
    ]
    return "; ".join(filter(None, told))


def _of_workflow(offer: Offer) -> str:
    workflow, tally = offer.workflow, offer.workflow.tally
    told = f"step {offer.place + 1} of {len(workflow.steps)} of “{workflow.label}”"
    if tally.finished:
        told += f", which succeeded {tally.succeeded} of {tally.finished} times"
    return told if offer.similarity == 1 else f"{told}, to which this is {offer.similarity:.0%} similar"


def _of_graph(before: str, line: str, graph: Transitions) -> str:
    first, second = template_of(before), template_of(line)
    edge = graph.counts.edges.get((first, second))
    node = graph.counts.nodes.get(first)
    if edge is None or node is None:
        return ""
    return f"followed `{first}` {edge.count} of {node.count} times"
