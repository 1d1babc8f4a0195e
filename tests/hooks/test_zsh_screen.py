"""What zsh draws: the ghost is never mistaken for typed text, and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_F, CTRL_D, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.shell import PROMPT
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = every_zsh

GHOST = "echo ghost text"


@pytest.fixture
def daemon() -> Iterator[ScriptedDaemon]:
    """Give a daemon that always suggests the same."""
    with ScriptedDaemon({"": [GHOST]}) as scripted:
        yield scripted


def test_the_ghost_is_grey_and_in_a_colour_of_the_users_choice(zsh: str, daemon: ScriptedDaemon) -> None:
    """It is drawn in fg=8, or as SEGUE_HIGHLIGHT_STYLE or zsh-autosuggestions' variable says."""
    for setting, colour, bold in [
        ("", "brightblack", False),
        ("ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE=fg=4", "blue", False),
        ("SEGUE_HIGHLIGHT_STYLE=fg=cyan,bold ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE=fg=4", "cyan", True),
    ]:
        with open_zsh(zsh, daemon.paths, after=setting) as shell:
            shell.see(GHOST)
            shell.press("echo", typed="echo", ghost=" ghost text")
            runs = shell.runs(shell.cursor.row)
            assert [(run.text, run.style.foreground, run.style.bold) for run in runs] == [(" ghost text", colour, bold)]


def test_enter_leaves_only_what_was_typed(zsh: str, daemon: ScriptedDaemon) -> None:
    """On an empty line, behind a prefix, and when nothing of it was wanted, no ghost stays behind."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        shell.run("")
        shell.see(GHOST)
        shell.press("echo", typed="echo", ghost=" ghost text")
        shell.run("")
        shell.see(GHOST)
        assert shell.lines[:3] == [">", "> echo", ""]


def test_ctrl_c_leaves_only_what_was_typed_and_the_next_prompt_has_a_ghost(zsh: str, daemon: ScriptedDaemon) -> None:
    """Ctrl-C on an empty and on a begun line wipes the ghost, sets $? to 130, and the next prompt suggests again."""
    with open_zsh(
        zsh,
        daemon.paths,
        after="precmd() { seen+=first }; later() { seen+=later }\nprecmd_functions=(later $precmd_functions)",
    ) as shell:
        shell.see(GHOST)
        shell.run("seen=")
        shell.see(GHOST)
        shell.interrupt()
        shell.see(GHOST)
        # All of them, whether or not zsh has skipped the first.
        assert shell.evaluate("$seen") in {"firstlater" * 2, "firstlaterlaterfirst"}
        shell.press("echo", typed="echo", ghost=" ghost text")
        shell.interrupt()
        shell.see(GHOST)
        assert [line for line in shell.lines if line] == ["> seen=", ">", "> echo", f"> {GHOST}"]
        assert shell.run("echo $?").startswith("130")


@pytest.mark.parametrize(
    ("trap", "printed"),
    [
        ("TRAPINT() { print trapped; return $(( 128 + $1 )) }", "trapped"),
        ("TRAPINT() { print trapped; false }", "trapped"),
        ("trap 'print trapped' INT", "trapped"),
        ("trap '' INT", ""),
    ],
    ids=["function", "function-that-goes-on", "list", "ignored"],
)
def test_the_users_own_trap_is_kept(zsh: str, daemon: ScriptedDaemon, trap: str, printed: str) -> None:
    """A TRAPINT function or a trap is called on Ctrl-C as before, and is all there is while commands run."""
    with open_zsh(zsh, daemon.paths, after=trap) as shell:
        shell.see(GHOST)
        shell.press("e", typed="e", ghost="cho ghost text")
        if printed:
            shell.send("\x03")
            shell.wait_until(lambda t: printed in t.text, "the trap to run")
        shell.run("\x15trap > traps")
        shell.see(GHOST)
        kept = (daemon.home / "traps").read_text()
        assert "_segue" not in kept
        assert printed in kept
        assert "INT" in kept


def test_no_trap_is_set_while_a_command_runs(zsh: str, daemon: ScriptedDaemon) -> None:
    """Without a trap of the user's, none is left once the line has been accepted."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        assert shell.run("trap") == ""
        shell.see(GHOST)
        shell.interrupt()
        assert shell.run("trap; echo ${+functions[TRAPINT]}") == "0"


def test_ctrl_d_leaves_only_what_was_typed(zsh: str, daemon: ScriptedDaemon) -> None:
    """The last line of a shell that is left by Ctrl-D shows the prompt alone, and the one around it goes on below."""
    prompt = "setopt prompt_subst; x='%F{red}> %f'; PS1=$'top\\n${x}'; RPROMPT=right"
    with open_zsh(zsh, daemon.paths, after=prompt) as shell:
        shell.see(GHOST)
        shell.run(f"{zsh} -d -i")
        shell.see(GHOST)
        row = shell.cursor.row
        shell.send(CTRL_D)
        shell.wait_until(lambda _: shell.cursor.row > row and shell.before_cursor == PROMPT, "the outer prompt")
        assert shell.lines[row].split() == [">", "right"]
        assert shell.lines[row + 1 : shell.cursor.row] == ["top"]


@pytest.mark.parametrize("key", ["\x1ba", "\x07"], ids=["accept-and-hold", "send-break"])
def test_other_ways_to_end_a_line_leave_only_what_was_typed(zsh: str, daemon: ScriptedDaemon, key: str) -> None:
    """accept-and-hold and send-break take the ghost with them."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        shell.press("echo", typed="echo", ghost=" ghost text")
        shell.send(key)
        shell.wait_until(lambda _: shell.prompts == 2, "the next prompt")
        assert shell.lines[0] == "> echo"


def test_a_long_ghost_does_not_push_the_prompt_away(zsh: str) -> None:
    """A suggestion that would fill the screen is shown in part, marked with an ellipsis, and accepted whole."""
    long = "echo " + " ".join(f"word{number}" for number in range(150))
    with ScriptedDaemon({"": [long]}) as daemon, open_zsh(zsh, daemon.paths, rows=30) as shell:
        shell.wait_until(lambda t: t.ghost().endswith("…"), "the shortened ghost")
        assert len(shell.ghost()) < 200
        assert long.startswith(shell.ghost().removesuffix(" …"))
        shell.send(ALT_F)
        shell.wait_until(lambda _: shell.typed == "echo " and shell.ghost().endswith("…"), "one word to be taken")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.line.endswith("word149"), "all of it")
        assert shell.evaluate("$BUFFER") == long


def test_a_suggestion_of_several_lines_shows_the_first_and_gives_all(zsh: str) -> None:
    """The ghost stays on one line with an ellipsis behind it; accepting inserts every line."""
    several = "for x in 1 2; do\necho $x\ndone"
    with ScriptedDaemon({"": [several]}) as daemon, open_zsh(zsh, daemon.paths) as shell:
        shell.see("for x in 1 2; do …")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.line.endswith("done"), "the last line")
        assert shell.evaluate("$BUFFER") == several


def test_a_locale_without_utf8_gets_plain_dots(zsh: str) -> None:
    """Where the ellipsis cannot be drawn three dots stand for it, and bytes are accepted as they came."""
    with (
        ScriptedDaemon({"": ["echo caf\udcc3\udca9\nsecond"]}) as daemon,
        open_zsh(zsh, daemon.paths, environ={"LANG": "C"}) as shell,
    ):
        shell.wait_until(lambda t: t.line.endswith(" ...") and t.line.startswith("> echo caf"), "the ghost")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.line == "second", "the second line")
        assert shell.evaluate("$BUFFER").encode() == "echo café\nsecond".encode()


def test_nothing_is_drawn_into_a_line_of_several_lines(zsh: str, daemon: ScriptedDaemon) -> None:
    """While the line holds a newline, or a command is continued, nothing is suggested or asked."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        shell.send("\x1b[200~echo one\necho\x1b[201~")
        shell.wait_until(lambda t: t.line == "echo", "the second line")
        shell.evaluate("")
        assert not shell.hints()
        shell.interrupt()
        shell.send("if true; then\r")
        shell.wait_until(lambda t: t.line.startswith("then>"), "the continuation prompt")
        shell.evaluate("")
        assert not shell.hints()
    assert not [prefix for prefix in daemon.questions() if "\n" in prefix]


@pytest.mark.parametrize(
    "magic", ["", "autoload -Uz bracketed-paste-magic; zle -N bracketed-paste bracketed-paste-magic"]
)
def test_pasted_text_is_taken_as_it_is(zsh: str, daemon: ScriptedDaemon, magic: str) -> None:
    """A paste replaces the ghost, is not mixed with it, and is asked about at most once."""
    daemon.lines["echo pasted"] = daemon.lines["echo pasted w"] = ["echo pasted words"]
    with open_zsh(zsh, daemon.paths, after=magic) as shell:
        shell.see(GHOST)
        shell.send("\x1b[200~echo pasted\x1b[201~")
        # bracketed-paste-magic waits for the next key before zle calls anybody.
        shell.see("" if magic else " words", typed="echo pasted")
        shell.press(" w", typed="echo pasted w", ghost="ords")
    assert len(daemon.questions()) == 2


def test_typing_into_the_ghost_asks_nothing(zsh: str, daemon: ScriptedDaemon) -> None:
    """Letters that agree with the ghost are not worth a question, and going back is none either."""
    daemon.lines["ex"] = ["exit 0"]
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        for end in range(1, 9):
            shell.press(GHOST[end - 1], typed=GHOST[:end], ghost=GHOST[end:])
        for end in range(7, 0, -1):
            shell.press("\x7f", typed=GHOST[:end], ghost=GHOST[end:])
        assert daemon.questions() == [""]
        shell.press("x", typed="ex", ghost="it 0")
        assert daemon.questions() == ["", "ex"]


def test_the_empty_prompt_can_be_kept_empty(zsh: str, daemon: ScriptedDaemon) -> None:
    """SEGUE_EMPTY_PROMPT=0 suggests only once something has been typed."""
    daemon.lines["e"] = [GHOST]
    with open_zsh(zsh, daemon.paths, after="SEGUE_EMPTY_PROMPT=0") as shell:
        shell.press("e", typed="e", ghost=GHOST[1:])
        shell.press("\x7f", typed="")
    assert daemon.questions() == ["e"]


def test_very_long_lines_are_not_asked_about(zsh: str, daemon: ScriptedDaemon) -> None:
    """Beyond SEGUE_BUFFER_MAX_SIZE characters the daemon is left alone."""
    with open_zsh(zsh, daemon.paths, after="SEGUE_BUFFER_MAX_SIZE=3") as shell:
        for end in range(1, 6):
            shell.press("a", typed="a" * end)
            shell.settle()
        shell.settle()
    assert daemon.questions() == ["", "a", "aa", "aaa"]


def test_prompts_of_any_shape_stay_in_shape(zsh: str, daemon: ScriptedDaemon) -> None:
    """A right prompt, a prompt of two lines and output without a newline are drawn as without a ghost."""
    with open_zsh(zsh, daemon.paths, after="RPROMPT=right; PS1=$'top\\n> '") as shell:
        shell.see(GHOST)
        assert shell.lines[0] == "top"
        assert shell.line.endswith("right")
        shell.send("printf partial\r")
        shell.wait_until(lambda _: shell.prompts == 2, "the prompt")
        shell.see(GHOST)
        assert any(line.startswith("partial") for line in shell.lines)


def test_searching_the_history_is_not_disturbed(zsh: str, daemon: ScriptedDaemon) -> None:
    """Lines that come from the history, by search or by walking, get no ghost until they are edited."""
    daemon.lines["echo found"] = ["echo found it"]
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo found")
        shell.see(GHOST)
        shell.send("\x12fou")
        shell.wait_until(lambda t: "bck-i-search: fou" in t.text, "the search")
        shell.evaluate("")
        assert not shell.hints()
        shell.send("\x07")
        shell.wait_until(lambda t: "bck-i-search" not in t.text)
        shell.see(GHOST)
        shell.press("\x1b[A", typed="echo found")
        shell.press("\x7f", typed="echo foun")
        shell.press("d", typed="echo found", ghost=" it")


def test_answers_do_not_come_between_two_widgets(zsh: str, daemon: ScriptedDaemon) -> None:
    """What looks at LASTWIDGET to continue, such as a repeated history search, is not interrupted by a reply."""
    daemon.lines["z"] = ["zle ghost"]
    with open_zsh(zsh, daemon.paths, after="probe() { LAST+=$LASTWIDGET }; zle -N probe; bindkey '^Xa' probe") as shell:
        shell.see(GHOST)
        shell.press("z", typed="z", ghost="le ghost")
        if shell.evaluate("$ZSH_VERSION").startswith("5.8"):
            pytest.skip("zsh 5.8 cannot keep LASTWIDGET")
        shell.press("\x7f", typed="", ghost=GHOST)
        shell.press("z", typed="z", ghost="le ghost")
        shell.send("\x18a")
        assert shell.evaluate("$LAST") == "self-insert"


def test_other_questions_of_the_line_editor_get_no_ghost(zsh: str, daemon: ScriptedDaemon) -> None:
    """Vared and mini-buffers are no command lines."""
    after = """
    autoload -Uz read-from-minibuffer
    ask() { local REPLY; read-from-minibuffer 'mini? '; print -r -- $REPLY > reply }; zle -N ask; bindkey '^Xa' ask
    """
    with open_zsh(zsh, daemon.paths, after=after) as shell:
        shell.see(GHOST)
        shell.send("\x18a")
        shell.wait_until(lambda t: "mini?" in t.text, "the mini-buffer")
        shell.press_any("e", "mini? e")
        assert not shell.hints()
        shell.send("\r")
        shell.see(GHOST)
        shell.send("v=; vared -p 'vared? ' v\r")
        shell.wait_until(lambda t: t.line.startswith("vared?"), "vared")
        shell.press_any("e", "vared? e")
        assert not shell.hints()


def test_completion_still_works_beside_the_ghost(zsh: str, daemon: ScriptedDaemon) -> None:
    """Tab completes what is typed; the ghost comes back for the completed line, in its own colour only."""
    (daemon.home / "ghost_file").touch()
    daemon.lines["cat gho"] = daemon.lines["cat ghost_file "] = ["cat ghost_file | wc"]
    with open_zsh(zsh, daemon.paths, after="autoload -Uz compinit; compinit -D -u") as shell:
        shell.press("cat gho", typed="cat gho", ghost="st_file | wc")
        shell.press("\t", typed="cat ghost_file ", ghost="| wc")
        assert shell.hints(shell.cursor.row) == ["| wc"]
        shell.press("x", typed="cat ghost_file x")
        assert not shell.hints()


def test_the_cursor_may_leave_and_come_back(zsh: str, daemon: ScriptedDaemon) -> None:
    """Moving to the left keeps the ghost at the end of the line; Right moves until it is there."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.see(GHOST)
        shell.press("echo", typed="echo", ghost=" ghost text")
        shell.press("\x02", typed="ech")
        assert shell.hints() == [" ghost text"]
        shell.press(RIGHT, typed="echo", ghost=" ghost text")
        shell.press(RIGHT, typed=GHOST)
