"""Settings of the shells' own history that hide commands from segue, or that look as if they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.doctor.finding import note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene
    from segue.shells.probe import ShellAnswers


def history(scene: Scene) -> Iterator[Finding]:
    """Whether the shells keep a history that can be imported, and what they leave out of it."""
    for shell, state in scene.shells.items():
        if state.answers is None:
            continue
        yield from _fish(state.answers) if shell == "fish" else _kept(shell, state.answers)
        ignored = [name for name in ("HISTCONTROL", "HISTIGNORE", "HISTORY_IGNORE") if state.answers.settings.get(name)]
        ignored += sorted(state.answers.options & {"hist_ignore_space"})
        if ignored:
            yield ok("history-ignores", f"{shell}: {', '.join(ignored)} hides lines from segue, too, as it should")


def _fish(answers: ShellAnswers) -> Iterator[Finding]:
    if answers.settings.get("fish_private_mode"):
        what = "fish: private mode is on: nothing is recorded or suggested there"
        yield note("fish-private", what, "set --erase fish_private_mode")
    elif answers.settings.get("fish_history") == "":
        what = "fish: fish_history is empty: the shell keeps no history of its own to import"
        yield note("no-histfile", what, "set --erase fish_history")


def _kept(shell: str, answers: ShellAnswers) -> Iterator[Finding]:
    settings = answers.settings
    if shell == "bash" and "history" not in answers.options:
        what = "bash: the history is off, and with it what segue learns from"
        yield warning("history-off", what, "remove `set +o history` from the rc files")
    if settings.get("HISTSIZE") == "0":
        what = f"{shell}: HISTSIZE is 0, so that the shell remembers no line"
        yield warning("histsize-zero", what, "set HISTSIZE to 10000, say")
    if not settings.get("HISTFILE"):
        what = f"{shell}: HISTFILE is not set: the shell keeps no history of its own to import"
        yield note("no-histfile", what, f"HISTFILE=~/.{shell}_history")
    elif shell == "zsh" and settings.get("SAVEHIST", "0") == "0":
        what = "zsh: SAVEHIST is 0: the shell keeps no history of its own to import"
        yield note("savehist-zero", what, "SAVEHIST=10000")
