"""Who types in this shell, by its environment: somebody who wants privacy, an agent, a terminal without a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.doctor.finding import note, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene


def person(scene: Scene) -> Iterator[Finding]:
    """Whether this shell is one in which nothing is suggested on purpose."""
    if "SEGUE_PRIVATE" in scene.environ:
        yield note(
            "private-shell", "SEGUE_PRIVATE is set: nothing is recorded or suggested here", "unset SEGUE_PRIVATE"
        )
    author = scene.environ.get("SEGUE_AUTHOR", "human")
    if author not in {"", "human"}:
        what = f"SEGUE_AUTHOR is {author}: what is typed here is stored and never learned"
        yield note("other-author", what, "unset SEGUE_AUTHOR")
    if scene.environ.get("SEGUE_EMPTY_PROMPT") == "0":
        yield note("empty-prompt-off", "SEGUE_EMPTY_PROMPT is 0: nothing stands on the empty prompt")
    if scene.environ.get("TERM") == "dumb":
        yield note("dumb-terminal", "TERM is dumb: the hook draws nothing in such a terminal")


def settings(scene: Scene) -> Iterator[Finding]:
    """Whether the configuration file can be used."""
    if scene.settings:
        yield warning("settings", scene.settings, "correct that line; until then the daemon may not start")
