"""The model that turns commands into vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.doctor.finding import error, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene


def model(scene: Scene) -> Iterator[Finding]:
    """Whether the chosen model is there and can run."""
    chosen = scene.model
    if chosen.problem:
        yield error("model-broken", chosen.problem, "segue models list, then segue models use NAME or --none")
    elif not chosen.name:
        yield ok("no-model", "commands are compared by their words; `segue models list` shows what else there is")
    elif not chosen.has_mlx:
        what = f"{chosen.name} is chosen, but MLX is not installed: commands are compared by their words"
        yield warning("no-mlx", what, "pip install 'segue[mlx]'")
    else:
        yield ok("model", f"{chosen.name} is in use")
    if scene.status and (scene.status.get("vectors") or {}).get("problem"):
        what = f"commands cannot be embedded now: {scene.status['vectors']['problem']}"
        yield warning("not-embedded", what, "segue embed health")
