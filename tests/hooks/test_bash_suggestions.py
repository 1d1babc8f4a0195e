"""What a person sees and does with suggestions in bash, with the real daemon behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.daemon import running_daemon
from tests.helpers.keys import ALT_F, ALT_N, ALT_P, ALT_X, CTRL_C, CTRL_SPACE, CTRL_U, LEFT, RIGHT
from tests.helpers.lessons import WORKFLOW, teach_workflow
from tests.hooks.bash_support import ScriptedSpool, accept_key, every_bash, lacks_line, needs_line, open_bash

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows the workflow by heart."""
    teach_workflow(daemon)
    return daemon


@every_bash
def test_the_next_command_stands_below_the_empty_prompt(bash: str) -> None:
    """What is done again and again in the shell itself is suggested before a key is pressed."""
    with running_daemon() as daemon, open_bash(bash, daemon.paths) as shell:
        for _ in range(3):
            for line in WORKFLOW:
                shell.run(line)
        shell.run("echo build")
        shell.see("echo check it")
        shell.run("echo check it")
        shell.see("echo ship")


@needs_line
@pytest.mark.parametrize("key", [RIGHT, "\x1bOC", "\x06", "\x1b[F", "\x05"], ids=["right", "right2", "^F", "end", "^E"])
def test_one_key_accepts_it_all(bash: str, daemon: RunningDaemon, key: str) -> None:
    """Right, Ctrl-F, End or Ctrl-E turn the whole hint into typed text, and nothing is run."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press(key, typed="echo check it")
        assert shell.run("") == "check it"
        shell.see("echo ship")
    assert [line for line, *_ in daemon.events()][-2:] == ["echo build", "echo check it"]


@needs_line
@pytest.mark.parametrize("key", [ALT_F, "\x1b[1;3C", "\x1b[1;5C"], ids=["alt-f", "alt-right", "ctrl-right"])
def test_another_key_accepts_a_word(bash: str, daemon: RunningDaemon, key: str) -> None:
    """Alt-F, Alt-Right and Ctrl-Right take the suggestion word by word."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press(key, typed="echo")
        shell.press(key, typed="echo check")
        shell.press(key, typed="echo check it")


@lacks_line
def test_bash_3_accepts_with_ctrl_space(bash: str, daemon: RunningDaemon) -> None:
    """There no key can see the line, so none that is needed for editing is taken."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press(CTRL_SPACE, typed="echo check it")
        shell.press(CTRL_U + "ec" + CTRL_SPACE, typed="echo check it")
        assert shell.run("") == "check it"


@every_bash
def test_alternatives_can_be_walked_through(bash: str, daemon: RunningDaemon) -> None:
    """Alt-N and Alt-P show the other candidates, round and round, and what is shown is accepted."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.send(ALT_N)
        shell.wait_until(lambda _: shell.hint not in {"", "echo check it"}, "another candidate")
        second = shell.hint
        shell.send(ALT_P)
        shell.see("echo check it")
        shell.send(ALT_N)
        shell.see(second)
        shell.press(accept_key(bash), typed=second)


@every_bash
def test_a_suggestion_can_be_forgotten_for_good(bash: str, daemon: RunningDaemon) -> None:
    """Alt-X removes the line that is shown from this shell's lists at once, and from everything learned."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.send(ALT_X)
        shell.wait_until(lambda _: shell.hint not in {"", "echo check it"}, "the next best")
        shell.wait_until(
            lambda _: "echo check it" not in {line for line, *_ in daemon.events()}, "the daemon to forget"
        )
        shell.run("echo build")
        shell.wait_until(lambda _: shell.hint not in {"", "echo check it"}, "something else")


@every_bash
def test_a_key_finds_the_answer_before_the_signal_does(bash: str) -> None:
    """Alt-N shows what came a moment ago and has not been told of."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.SUGGEST), "the first question")
        shell.wait_to_be_answered(daemon)
        daemon.silent = True
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
        (_, sequence, session, *_) = daemon.requests[-1]
        (daemon.paths.run / f"{session}.reply").write_text(f"{sequence + 1} 10\x1egit push\x1e\n")
        shell.send(ALT_N)
        shell.see("git push")
        daemon.silent = False


@needs_line
def test_what_is_typed_chooses_among_the_candidates(bash: str) -> None:
    """Taking works when a candidate begins with what is typed, and otherwise the key just moves."""
    with ScriptedSpool("git push", "make test", "größe zwei") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("git push")
        shell.press("ma" + RIGHT, typed="make test")
        shell.press(CTRL_U + "gr" + ALT_F, typed="größe")
        shell.press(ALT_F, typed="größe zwei")
        shell.press(CTRL_U + "größe z" + RIGHT, typed="größe zwei")
        shell.press(CTRL_U + "x" + RIGHT, typed="x")
        shell.press(CTRL_U + "gi" + LEFT + RIGHT, typed="gi")
        shell.press(RIGHT, typed="git push")


@needs_line
@pytest.mark.parametrize("mode", ["emacs", "vi"])
def test_a_key_with_nothing_to_take_does_what_it_did_before(bash: str, mode: str) -> None:
    """Functions, macros and shell commands of the user stay behind the keys."""
    rc = f"""
set -o {mode}
bind -m {mode.replace("vi", "vi-insert")} '"\\C-f": "macro \\\\ \\"x\\""'
bind -m {mode.replace("vi", "vi-insert")} -x '"\\e[1;5C": READLINE_LINE="a \\"b\\" \\\\$HOME"; READLINE_POINT=3'
"""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        shell.run("echo first")
        shell.wait_until(lambda _: "echo first" in daemon.recorded, "the hook at work")
        shell.press("abc" + LEFT + LEFT, typed="a")
        shell.press(RIGHT, typed="ab")
        shell.press(RIGHT + RIGHT, typed="abc")
        shell.press(CTRL_U + "\x06", typed='macro \\ "x"')
        shell.press(CTRL_U + "\x1b[1;5C", typed='a "')
        shell.press("\x1b[F", typed=f'a "b" \\{shell.folder}')


@needs_line
def test_the_keys_follow_into_the_other_editing_mode(bash: str) -> None:
    """From the next prompt on; what the keys did there before stays behind them."""
    rc = 'bind -m vi-insert \'"\\C-f": "macro"\''
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        shell.see("git push")
        for mode in ("vi", "emacs", "vi"):
            shell.run(f"set -o {mode}")
            shell.see("git push")
            shell.press(RIGHT, typed="git push")
            shell.press(CTRL_U, typed="")
        shell.press("x\x06", typed="xmacro")


@needs_line
def test_emacs_keys_with_nothing_to_take_move_by_word_and_to_the_end(bash: str) -> None:
    """Alt-F, Ctrl-E and Ctrl-F are what hands know without thinking."""
    with ScriptedSpool("other") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("other")
        shell.press("one two three\x01" + ALT_F, typed="one")
        shell.press(ALT_F, typed="one two")
        shell.press("\x06", typed="one two ")
        shell.press("\x05", typed="one two three")
        shell.press(CTRL_U + ALT_P, typed=":")


@needs_line
def test_keys_are_the_users_choice(bash: str) -> None:
    """Each purpose has an array of keys, and an empty one leaves every key as it was."""
    rc = "SEGUE_ACCEPT_KEYS=('\\C-g' '\\M-z') SEGUE_ACCEPT_WORD_KEYS=()"
    with ScriptedSpool("git push --all") as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        shell.see("git push --all")
        shell.press("git" + RIGHT + ALT_F + "\x05", typed="git")
        shell.press("\x07", typed="git push --all")
        shell.press(CTRL_U + "\x1bz", typed="git push --all")


@needs_line
def test_the_keys_work_without_a_hint(bash: str) -> None:
    """With SEGUE_EMPTY_PROMPT=0 nothing is drawn, and the suggestion can still be taken."""
    with (
        ScriptedSpool("git push") as daemon,
        open_bash(bash, daemon.paths, before="SEGUE_EMPTY_PROMPT=0") as shell,
    ):
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
        shell.wait_to_be_answered(daemon)
        shell.press("git", typed="git")
        shell.press(RIGHT, typed="git push")
        assert not shell.hints()


@needs_line
def test_taking_keeps_the_status_and_the_last_argument(bash: str) -> None:
    """A key is not a command: $? and $_ are those of the last one that ran."""
    with ScriptedSpool("echo $?-$_") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.run("(exit 3) || ! echo some words")
        shell.see("echo $?-$_")
        shell.press(ALT_F, typed="echo")
        shell.press("\x1b[F", typed="echo $?-$_")
        assert shell.run("") == "1-words"


@every_bash
def test_two_shells_learn_from_each_other_and_keep_their_own_thread(bash: str, daemon: RunningDaemon) -> None:
    """Each shell is suggested what follows its own last command."""
    with open_bash(bash, daemon.paths) as one, open_bash(bash, daemon.paths) as other:
        one.run("echo build")
        other.run("echo check it")
        one.see("echo check it")
        other.see("echo ship")
        one.run("echo check it")
        one.see("echo ship")


@every_bash
def test_an_interrupted_line_is_no_command(bash: str, daemon: RunningDaemon) -> None:
    """After Ctrl-C and after an empty line the same suggestion is there again."""
    with open_bash(bash, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        row = shell.cursor.row
        shell.send("something" + CTRL_C)
        shell.wait_until(lambda t: t.cursor.row > row and t.before_cursor == "> ", "a new prompt")
        shell.see("echo check it")
        shell.run("")
        shell.see("echo check it")
    assert daemon.events()[-1][0] == "echo build"


@every_bash
def test_what_agents_type_is_marked_and_gets_no_hint(bash: str) -> None:
    """A coding agent's marker in the environment makes it the author; SEGUE_AUTHOR goes before it."""
    with (
        ScriptedSpool("git push") as daemon,
        open_bash(bash, daemon.paths, environ={"CLAUDECODE": "1"}) as shell,
    ):
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
        shell.run("SEGUE_AUTHOR=robot")
        shell.run("SEGUE_AUTHOR=human")
        shell.see("git push")
        assert [hello[3] for hello in daemon.of(1)] == ["claude-code", "robot", "human"]  # type: ignore[arg-type]
