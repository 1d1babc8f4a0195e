"""Keys that the person has bound to something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.doctor.finding import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

FREE: Final = frozenset({"", "undefined-key", "self-insert"})


def keys(scene: Scene) -> Iterator[Finding]:
    """Whether segue takes a key that rc files have given a meaning, as long as a suggestion stands there."""
    for shell, state in scene.shells.items():
        if state.answers is None or state.bare is None:
            continue
        for key, action in state.answers.keys.items():
            if action in FREE or action.startswith("autosuggest-") or action == state.bare.keys.get(key, action):
                continue
            what = f"{shell}: {key} is bound to {_name(action)}, and does that only while no suggestion is shown"
            yield note("key-taken", what, "bind another key: SEGUE_ACCEPT_KEYS and its kin, see `hooks/README.md`")


def _name(action: str) -> str:
    """Return the name of a widget; macros and shell commands may hold text of the person's."""
    return action if action.replace("-", "").replace("_", "").replace(".", "").isalnum() else "a macro or a command"
