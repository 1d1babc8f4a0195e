"""Which model would answer now, from what the daemon knows without asking or loading any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.gateway.answers import Health

if TYPE_CHECKING:
    from segue.client.vectors import Origin


def health_of(figures: dict[str, Any], last: Origin | None) -> Health:
    """Return the health of the first step that does not rest after a failure.

    Args:
        figures: what the daemon answers to `health`.
        last: where the latest vectors came from; of a service nothing else is known.
    """
    step = next((state["step"] for state in figures["steps"] if not state["rest"]), "")
    mlx, index = figures["mlx"], figures["index"]
    model, dimensions = None, None
    # Lines are indexed with the model of this machine, or with their words when it has none.
    if index and step == ("mlx" if mlx else "lexical"):
        model, dimensions = index["model"], index["dims"]
    elif last and last["by"] == step:
        model, dimensions = last["model"], last["dimensions"]
    return Health(
        status="ok" if step else "failing",
        model=model,
        dimensions=dimensions,
        loaded=bool(mlx["loaded"]) if step == "mlx" else bool(step),
    )
