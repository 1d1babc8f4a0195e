"""Keys: the user's choice counts, and a key that has nothing to do for segue does what it did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import ALT_F, ALT_N, ALT_P, ALT_X, ESC, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.zsh import Zsh

pytestmark = every_zsh

ONE, TWO = "echo one word", "echo two"
VI = "bindkey -v; KEYTIMEOUT=1"


@pytest.fixture
def daemon() -> Iterator[ScriptedDaemon]:
    """Give a daemon with two suggestions."""
    with ScriptedDaemon({"": [ONE, TWO]}) as scripted:
        yield scripted


def bindings(shell: Zsh, keymap: str) -> dict[str, str]:
    """Return what every key of a keymap does, as bindkey prints it."""
    lines = shell.evaluate(f"$(bindkey -M {keymap})").splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.endswith('"'))


def test_every_key_can_be_changed(zsh: str, daemon: ScriptedDaemon) -> None:
    """The arrays replace our keys, wherever they stand in .zshrc."""
    keys = (
        "SEGUE_ACCEPT_KEYS=('^ ') SEGUE_ACCEPT_WORD_KEYS=('^Xw' '\\ew') "
        "SEGUE_NEXT_KEYS=('^N') SEGUE_PREVIOUS_KEYS=('^P') SEGUE_FORGET_KEYS=('^[[3;2~')"
    )
    for before, after in ((keys, ""), ("", keys)):
        with open_zsh(zsh, daemon.paths, before=before, after=after) as shell:
            shell.see(ONE)
            shell.press("\x0e", typed="", ghost=TWO)
            shell.press("\x10", typed="", ghost=ONE)
            shell.press("\x18w", typed="echo ", ghost="one word")
            shell.press("\x1bw", typed="echo one ", ghost="word")
            shell.press("\x00", typed=ONE)
            shell.interrupt()
            shell.see(ONE)
            shell.press("\x1b[3;2~", typed="", ghost=TWO)
            shell.settle()
            shell.see(TWO)
            assert bindings(shell, "emacs")['"^F"'] == "forward-char"
            assert bindings(shell, "emacs")['"^[x"'] == "execute-named-cmd"


def test_an_empty_array_binds_no_key(zsh: str, daemon: ScriptedDaemon) -> None:
    """With every array empty the keymaps are as zsh made them."""
    names = ("ACCEPT", "ACCEPT_WORD", "NEXT", "PREVIOUS", "DISMISS", "FORGET", "PICK")
    with open_zsh(zsh, daemon.paths, after=" ".join(f"SEGUE_{name}_KEYS=()" for name in names)) as shell:
        shell.see(ONE)
        for keymap in ("emacs", "viins", "vicmd"):
            assert not [key for key, widget in bindings(shell, keymap).items() if "_segue" in widget]


def test_escape_and_tab_are_never_taken(zsh: str, daemon: ScriptedDaemon) -> None:
    """Bare Esc, Tab and Enter stay what they are, in every keymap."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        for keymap in ("emacs", "viins", "vicmd"):
            bound = bindings(shell, keymap)
            for key in ('"^["', '"^I"', '"^M"', '"^J"'):
                assert "_segue" not in bound.get(key, "")


def test_without_a_ghost_the_keys_do_what_they_did(zsh: str) -> None:
    """Movements move, Alt-X asks for a widget, and keys bound by the user run the user's widget or text."""
    after = """
    bindkey '^[n' mine '^E' theirs; bindkey -s '^[p' ' typed^Xz'; bindkey '^Xz' beginning-of-line
    mine() { LBUFFER+=mine }; zle -N mine; theirs() { LBUFFER+=theirs }; zle -N theirs
    """
    with ScriptedDaemon() as daemon, open_zsh(zsh, daemon.paths, after=after) as shell:
        shell.press("echo a b", typed="echo a b")
        shell.press("\x01", typed="")
        shell.press(ALT_F, typed="echo ")
        shell.press(RIGHT, typed="echo a")
        shell.press("\x06", typed="echo a ")
        shell.press(ALT_N, typed="echo a mine")
        shell.press("\x05", typed="echo a minetheirs")
        shell.press(ALT_P, typed="")
        assert shell.line == "> echo a minetheirs typedb"
        shell.send(ALT_X)
        shell.wait_until(lambda t: "execute:" in t.text, "the named command prompt")


def test_in_the_middle_of_the_line_the_keys_move(zsh: str, daemon: ScriptedDaemon) -> None:
    """Right, Alt-F and Ctrl-E go through what is typed before they touch the ghost."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        shell.press("echo", typed="echo", ghost=" one word")
        shell.press("\x01", typed="")
        shell.press(RIGHT, typed="e")
        shell.press(ALT_F, typed="echo", ghost=" one word")
        shell.press("\x01", typed="")
        shell.press("\x05", typed="echo", ghost=" one word")
        shell.press("\x05", typed=ONE)


def test_a_selection_or_a_count_is_for_the_movement(zsh: str, daemon: ScriptedDaemon) -> None:
    """With a region or a numeric argument Right is a movement, and takes nothing."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        shell.press("echo", typed="echo", ghost=" one word")
        shell.send("\x1b3" + RIGHT)
        shell.press("\x00" + RIGHT + "x", typed="echox")


def test_accepting_needs_no_daemon(zsh: str, daemon: ScriptedDaemon) -> None:
    """What is shown can be taken after the daemon has gone."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        daemon.hang_up()
        shell.press(RIGHT, typed=ONE)


def test_forgetting_is_sent_as_soon_as_it_can_be(zsh: str, daemon: ScriptedDaemon) -> None:
    """What is forgotten while the daemon is away disappears here, and is asked of the daemon when it is back."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        shell.settle()
        daemon.hang_up()
        shell.wait_until(lambda _: shell.evaluate("$_segue_fd") == "0", "the end of the connection")
        shell.press(ALT_X, typed="", ghost=TWO)
        shell.run("true")
        shell.wait_until(lambda _: daemon.of(Kind.FORGET) == [[ONE]], "the request")
        # The scripted daemon goes on suggesting it, and may: once it has confirmed, it knows better.
        shell.settle()
        assert shell.evaluate("$#_segue_forgotten") == "0"


def test_more_alternatives_are_asked_for(zsh: str, daemon: ScriptedDaemon) -> None:
    """Walking on from the only candidate for a prefix asks the daemon for others."""
    daemon.lines["echo t"] = [TWO, "echo three"]
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        shell.press("echo t", typed="echo t", ghost="wo")
        shell.send(ALT_N)
        shell.wait_until(lambda _: "echo t" in daemon.questions(), "the question")
        shell.settle()
        shell.press(ALT_N, typed="echo t", ghost="hree")


def test_vi_insert_mode(zsh: str, daemon: ScriptedDaemon) -> None:
    """All keys work in vi's insert mode, and without a ghost insert or move as before."""
    with open_zsh(zsh, daemon.paths, after=VI) as shell:
        shell.see(ONE)
        shell.press(ALT_N, typed="", ghost=TWO)
        shell.press(ALT_P, typed="", ghost=ONE)
        shell.press(ALT_F, typed="echo ", ghost="one word")
        shell.press("\x1b[1;5C", typed="echo one ", ghost="word")
        shell.press(RIGHT, typed=ONE)
        shell.press("\x06", typed=f"{ONE}^F")


@pytest.mark.parametrize(("key", "taken"), [("l", ONE), ("$", ONE), (RIGHT, ONE), ("w", "echo ")])
def test_vi_command_mode(zsh: str, daemon: ScriptedDaemon, key: str, taken: str) -> None:
    """On the last character l, $ and Right take the ghost, w a word of it; anywhere else they move."""
    with open_zsh(zsh, daemon.paths, after=VI) as shell:
        shell.see(ONE)
        shell.press("ec", typed="ec", ghost="ho one word")
        shell.send(ESC)
        shell.wait_until(lambda _: shell.typed == "e", "command mode")
        shell.press("0", typed="")
        shell.press("l", typed="e")
        shell.send(key)
        shell.wait_until(lambda _: shell.evaluate("$BUFFER") == taken, f"{key} to take {taken!r}")


def test_vi_operators_and_visual_mode_see_no_ghost(zsh: str, daemon: ScriptedDaemon) -> None:
    """d$, cw and a visual selection work on what is typed, and the ghost is not drawn into it."""
    with open_zsh(zsh, daemon.paths, after=VI) as shell:
        shell.see(ONE)
        shell.press("echo", typed="echo", ghost=" one word")
        shell.send(ESC)
        shell.wait_until(lambda _: shell.typed == "ech", "command mode")
        shell.send("d$")
        shell.wait_until(lambda _: shell.evaluate("$BUFFER") == "ech", "one character to be deleted")
        shell.send("v$d")
        shell.wait_until(lambda _: shell.evaluate("$BUFFER") == "ec", "another one")


def test_esc_and_a_letter_in_a_hurry_is_no_alt(zsh: str, daemon: ScriptedDaemon) -> None:
    """With zsh's usual KEYTIMEOUT, Esc and x typed quickly still delete a character, and forget nothing."""
    with open_zsh(zsh, daemon.paths, after="bindkey -v") as shell:
        shell.see(ONE)
        shell.press("echo", typed="echo", ghost=" one word")
        shell.send(ALT_X)
        shell.wait_until(lambda _: shell.evaluate("$BUFFER") == "ech", "the character to be deleted")
    assert not daemon.of(Kind.FORGET)


def test_keys_are_given_back_when_the_choice_changes(zsh: str, daemon: ScriptedDaemon) -> None:
    """After other arrays and `source` again the old keys are what they were, and no key calls itself."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(ONE)
        shell.run("SEGUE_ACCEPT_KEYS=('^Xx') SEGUE_NEXT_KEYS=()")
        shell.run("source $ZDOTDIR/init.zsh")
        shell.see(ONE)
        bound = bindings(shell, "emacs")
        assert bound['"^F"'] == "forward-char"
        assert bound['"^[n"'] == "history-search-forward"
        shell.press(ALT_F, typed="echo ", ghost="one word")
        shell.press("\x18x", typed=ONE)
        shell.press("\x01", typed="")
        shell.press(ALT_F, typed="echo ")
