"""Other plugins that draw, colour and suggest in the same line editor."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import CTRL_U, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.terminal import Run
    from tests.helpers.zsh import Zsh

pytestmark = every_zsh

GHOST = "echo ghost text"
SUGGESTIONS = Path("/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh")
HIGHLIGHTING = Path("/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh")
HERE = "source $ZDOTDIR/init.zsh"

needs_suggestions = pytest.mark.skipif(not SUGGESTIONS.exists(), reason="zsh-autosuggestions is not installed")
needs_highlighting = pytest.mark.skipif(not HIGHLIGHTING.exists(), reason="zsh-syntax-highlighting is not installed")


@pytest.fixture
def daemon() -> Iterator[ScriptedDaemon]:
    """Give a daemon that knows what its neighbours do not."""
    with ScriptedDaemon({"": [GHOST], "ls": ["ls -la from segue"]}) as scripted:
        yield scripted


@needs_suggestions
@pytest.mark.parametrize("asynchronous", ["ZSH_AUTOSUGGEST_USE_ASYNC=1", "unset ZSH_AUTOSUGGEST_USE_ASYNC"])
@pytest.mark.parametrize("first", [True, False], ids=["loaded-before", "loaded-after"])
def test_zsh_autosuggestions(zsh: str, daemon: ScriptedDaemon, asynchronous: str, first: bool) -> None:  # noqa: FBT001 - parametrised
    """The empty prompt is ours; what we do not know is suggested from its history; its keys accept ours."""
    theirs = f"source {SUGGESTIONS}; {asynchronous}; bindkey '^G' autosuggest-accept; print -s 'print from history'"
    with open_zsh(zsh, daemon.paths, before=theirs if first else "", after="" if first else theirs) as shell:
        shell.see(GHOST)
        shell.press("p", typed="p", ghost="rint from history")
        shell.press("r", typed="pr", ghost="int from history")
        shell.press(RIGHT, typed="print from history")
        shell.press(CTRL_U, typed="", ghost=GHOST)
        shell.press("e", typed="e", ghost=GHOST[1:])
        shell.press("c", typed="ec", ghost=GHOST[2:])
        shell.press("\x1bf", typed="echo ", ghost="ghost text")
        shell.press("\x07", typed=GHOST)
        shell.press(CTRL_U, typed="", ghost=GHOST)
        shell.press("\x07", typed=GHOST)
        assert shell.run("") == "ghost text"
        shell.see(GHOST)
        shell.press("ls", typed="ls", ghost=" -la from segue")
        shell.press(" ", typed="ls ", ghost="-la from segue")
        shell.interrupt()
        shell.see(GHOST)
        assert [line for line in shell.lines if line] == [f"> {GHOST}", "ghost text", "> ls", f"> {GHOST}"]
        assert shell.evaluate("$ZSH_AUTOSUGGEST_STRATEGY") == "segue history"


@needs_suggestions
def test_their_late_answer_does_not_wipe_our_ghost(zsh: str, daemon: ScriptedDaemon) -> None:
    """An empty answer of zsh-autosuggestions that arrives after ours leaves the ghost where it is."""
    with open_zsh(zsh, daemon.paths, before=f"source {SUGGESTIONS}") as shell:
        shell.see(GHOST)
        shell.run("late() { zle autosuggest-suggest -- '' }; zle -N late; bindkey '^Xl' late")
        shell.see(GHOST)
        shell.press("\x18l", typed="", ghost=GHOST)
        shell.press("ls", typed="ls", ghost=" -la from segue")
        shell.press("\x18l", typed="ls", ghost=" -la from segue")
        shell.evaluate("")
        shell.see(" -la from segue", typed="ls")


@needs_suggestions
def test_a_suggestion_of_several_lines_is_whole_for_their_widgets(zsh: str) -> None:
    """Their widgets accept what stands behind the line, so nothing is left out or added there."""
    several = "for x in 1 2; do\necho $x\ndone"
    with (
        ScriptedDaemon({"": [several]}) as daemon,
        open_zsh(zsh, daemon.paths, before=f"source {SUGGESTIONS}; bindkey '^G' autosuggest-accept") as shell,
    ):
        shell.wait_until(lambda t: "done" in t.text, "the whole suggestion")
        shell.send("\x07")
        shell.wait_until(lambda t: t.line.endswith("done"), "the last line")
        assert shell.evaluate("$BUFFER") == several


@needs_suggestions
def test_they_may_be_loaded_behind_the_first_prompt(zsh: str, daemon: ScriptedDaemon) -> None:
    """A plugin manager that loads it later finds us as well, once."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        for _ in range(2):
            shell.run(f"source {SUGGESTIONS}")
            shell.see(GHOST)
        assert shell.evaluate("$ZSH_AUTOSUGGEST_STRATEGY") == "segue history"
        shell.press("ls", typed="ls", ghost=" -la from segue")


@needs_highlighting
@pytest.mark.parametrize("first", [True, False], ids=["loaded-before", "loaded-after"])
def test_zsh_syntax_highlighting(zsh: str, daemon: ScriptedDaemon, first: bool) -> None:  # noqa: FBT001 - parametrised
    """Typed text keeps its colours, the ghost its grey, and accepted text is coloured at once."""
    theirs = f"source {HIGHLIGHTING}"
    with open_zsh(zsh, daemon.paths, before=theirs if first else "", after="" if first else theirs) as shell:
        shell.see(GHOST)
        assert colours(shell.runs(shell.cursor.row)) == [(GHOST, "brightblack")]
        shell.press("echo", typed="echo", ghost=" ghost text")
        shell.wait_until(
            lambda _: colours(shell.runs(shell.cursor.row)) == [("echo", "green"), (" ghost text", "brightblack")],
            "both colours",
        )
        shell.press(RIGHT, typed=GHOST)
        shell.wait_until(lambda _: colours(shell.runs(shell.cursor.row)) == [("echo", "green")], "the command's colour")
        shell.press(CTRL_U, typed="", ghost=GHOST)
        shell.press("nope", typed="nope")
        shell.wait_until(lambda _: [run.text for run in shell.runs(shell.cursor.row)] == ["nope"], "an unknown command")


def colours(runs: list[Run]) -> list[tuple[str, str]]:
    """Return text and colour of what is not plain."""
    return [(run.text, run.style.foreground) for run in runs]


@needs_suggestions
@needs_highlighting
@pytest.mark.parametrize("order", list(permutations(("ours", "suggestions", "highlighting"))), ids="-".join)
def test_all_together_in_any_order(zsh: str, daemon: ScriptedDaemon, order: tuple[str, ...]) -> None:
    """Whoever is loaded first, the ghost is drawn, coloured and accepted."""
    lines = {"ours": HERE, "suggestions": f"source {SUGGESTIONS}", "highlighting": f"source {HIGHLIGHTING}"}
    position = order.index("ours")
    before, after = ("; ".join(lines[name] for name in part) for part in (order[:position], order[position + 1 :]))
    with open_zsh(zsh, daemon.paths, before=before, after=after) as shell:
        shell.see(GHOST)
        shell.press("e", typed="e", ghost=GHOST[1:])
        assert colours(shell.runs(shell.cursor.row))[-1] == (GHOST[1:], "brightblack")
        shell.press(RIGHT, typed=GHOST)
        shell.interrupt()
        shell.see(GHOST)
        assert shell.lines[0] == f"> {GHOST}"


def test_highlighters_that_rebuild_everything(zsh: str, daemon: ScriptedDaemon) -> None:
    """A plugin that replaces region_highlight at every redraw takes no colour away, and ours none from it."""
    rebuild = """
    zmodload zsh/zle; autoload -Uz add-zle-hook-widget
    rebuild() { region_highlight=("0 2 fg=magenta") }; add-zle-hook-widget line-pre-redraw rebuild
    """
    with open_zsh(zsh, daemon.paths, before=rebuild) as shell:
        shell.see(GHOST)
        for end in range(1, 5):
            shell.press(GHOST[end - 1], typed=GHOST[:end], ghost=GHOST[end:])
        assert colours(shell.runs(shell.cursor.row)) == [("ec", "magenta"), (GHOST[4:], "brightblack")]


@pytest.mark.parametrize("style", ["fg=8", "fg=#5A548B", "bold,fg=cyan", "fg=1,underline"])
def test_no_colour_is_left_on_typed_text(zsh: str, daemon: ScriptedDaemon, style: str) -> None:
    """However zsh rewrites a style, typing, deleting, accepting and pasting leave only the ghost coloured."""
    foreign = "once() { region_highlight+=('0 1 fg=red') }; zle -N once; bindkey '^Xo' once"
    with open_zsh(zsh, daemon.paths, before=foreign, after=f"SEGUE_HIGHLIGHT_STYLE='{style}'") as shell:
        expect_coloured(shell, GHOST)
        for keys, rest in (("e", GHOST[1:]), ("ch", GHOST[3:]), ("\x7f\x7f", GHOST[1:]), ("\x1bf", GHOST[5:])):
            shell.send(keys)
            expect_coloured(shell, rest)
        shell.send("\x18o")
        expect_coloured(shell, "e", GHOST[5:])
        shell.send(RIGHT)
        expect_coloured(shell, "e")


def expect_coloured(shell: Zsh, *texts: str) -> None:
    """Wait until exactly these texts are not plain."""
    shell.wait_until(lambda _: [run.text for run in shell.runs()] == list(texts), f"only {texts} to be coloured")


def test_hooks_of_the_user_are_kept_and_ours_restored(zsh: str, daemon: ScriptedDaemon) -> None:
    """A zle-line-init of the user's still runs, and one that is put in the place of ours does not push us out."""
    before = "zle-line-init() { (( INITS++ )) }; zle -N zle-line-init"
    with open_zsh(zsh, daemon.paths, before=before) as shell:
        shell.see(GHOST)
        assert shell.evaluate("$INITS") == "1"
        shell.run("late() { (( LATE++ )) }; zle -N zle-line-pre-redraw late; zle -N zle-line-finish late")
        shell.see(GHOST)
        shell.press("echo", typed="echo", ghost=" ghost text")
        assert int(shell.evaluate("$LATE")) > 0
        shell.run("")
        shell.see(GHOST)
        assert "> echo" in shell.lines
