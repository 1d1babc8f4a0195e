"""The hook is a guest in somebody's shell: it changes nothing there, costs no process, and says nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import psutil
import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION, Kind
from tests.helpers.keys import ALT_N, ALT_X, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.shell import PROMPT
from tests.helpers.terminal import Terminal
from tests.helpers.zsh import Zsh, every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = every_zsh

GHOST = "echo ghost text"


@pytest.fixture
def daemon() -> Iterator[ScriptedDaemon]:
    """Give a daemon with a suggestion for the empty prompt and one for a prefix."""
    with ScriptedDaemon({"": [GHOST, "echo other"], "tr": ["true too"]}) as scripted:
        yield scripted


def test_status_and_last_argument_belong_to_the_user(zsh: str, daemon: ScriptedDaemon) -> None:
    """$?, $_, $! and $pipestatus are after a prompt what the last command has made them."""
    with open_zsh(zsh, daemon.paths, after="RPROMPT='%?'") as shell:
        shell.run("(exit 3)")
        shell.see_right("3")
        shell.press("tr", typed="tr", ghost="ue too")
        shell.press("\x7f\x7fecho $? $pipestatus", typed="echo $? $pipestatus")
        assert shell.run("") == "3 3"
        shell.run("true | (exit 4) | true one two")
        assert shell.run("echo $pipestatus") == "0 4 0"
        shell.run(": first last")
        assert shell.run("echo $_") == "last"
        shell.run("sleep 60 & started=$!")
        assert shell.run("[[ $! == $started ]] && echo same && kill $!").splitlines()[0] == "same"


def test_the_status_of_the_last_line_survives_an_empty_one(zsh: str, daemon: ScriptedDaemon) -> None:
    """Enter on an empty line changes $? no more than it does without the hook."""
    with open_zsh(zsh, daemon.paths, after="RPROMPT='%?'") as shell:
        shell.run("(exit 7)")
        shell.run("")
        shell.see_right("7")
        assert shell.run("echo $?") == "7"


def test_commands_inherit_no_descriptor(zsh: str, daemon: ScriptedDaemon) -> None:
    """A command sees the descriptors that it would see without the hook, and no connection to the daemon."""
    script = "for fd in {3..40}; do { true >&$fd } 2>/dev/null && print -n $fd,; done; print ."
    before = f"look() {{ {zsh} -f ~/look }}; print '{script}' > ~/look; look > ~/fds"
    with open_zsh(zsh, daemon.paths, before=before) as shell:
        without = (shell.folder / "fds").read_text().strip()
        shell.see(GHOST)
        assert shell.run("look") == without
        assert shell.run("(look)") == without
        assert shell.run("look | cat") == without


def test_no_descriptor_is_leaked(zsh: str, daemon: ScriptedDaemon) -> None:
    """After many prompts, lines, interrupts and reconnections as many are open as after the first few."""
    with open_zsh(zsh, daemon.paths, rows=200) as shell:
        shell.run("true")
        shell.interrupt()
        shell.see(GHOST)
        shell.settle()
        before = psutil.Process(shell.pid).num_fds()
        for number in range(30):
            shell.run("true")
            if number % 10 == 0:
                daemon.hang_up()
                shell.interrupt()
        shell.wait_until(lambda _: shell.run("true") == "" and shell.evaluate("$_segue_fd") != "0", "a connection")
        shell.see(GHOST)
        shell.settle()
        assert psutil.Process(shell.pid).num_fds() == before


@pytest.mark.skipif(not shutil.which("strace"), reason="strace, which counts processes, is not installed")
def test_no_process_is_started(zsh: str, daemon: ScriptedDaemon, tmp_path: Path) -> None:
    """From the first prompt on, through recording, typing, accepting, walking, forgetting and Ctrl-C: no fork."""
    trace = tmp_path / "trace"
    (tmp_path / "init.zsh").write_text(init_script("zsh", daemon.paths, VERSION), "utf-8")
    (tmp_path / ".zshrc").write_text(f"PS1='{PROMPT}'\nsource {tmp_path}/init.zsh\n", "utf-8")
    argv = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=fork,vfork,clone,clone3",
        "-e",
        "signal=none",
        "-o",
        str(trace),
        zsh,
        "-d",
        "-i",
    ]
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "LANG": "C.UTF-8"}
    with Zsh(argv, env=env, cwd=tmp_path) as shell:
        try:
            shell.wait_until(lambda t: t.before_cursor == PROMPT, "the first prompt")
        except AssertionError:
            pytest.skip(f"strace cannot trace here: {shell}")
        shell.see(GHOST)
        for line in ("true", "cd /", " true", ""):
            shell.run(line)
            shell.see(GHOST)
        shell.press("tr", typed="tr", ghost="ue too")
        shell.interrupt()
        shell.see(GHOST)
        shell.press(ALT_N, typed="", ghost="echo other")
        shell.press(ALT_X, typed="", ghost=GHOST)
        shell.press("\x1bf", typed="echo ", ghost="ghost text")
        shell.press(RIGHT, typed=GHOST)
        shell.run("")
        assert trace.read_text() == ""
        shell.run("/bin/true")
        assert trace.read_text() != "", "strace has seen nothing at all"


CHAOS = """
setopt {options}
alias -g L='| less' G=grep
alias local=false emulate=false zle=false typeset=false print=false
HISTORY_IGNORE=nothing
"""


@pytest.mark.parametrize(
    "options",
    [
        "ksh_arrays sh_word_split glob_subst no_unset",
        "err_return warn_create_global warn_nested_var all_export no_clobber",
        "ksh_glob null_glob rc_quotes ignore_braces csh_null_glob extended_glob",
        "posix_builtins posix_identifiers ksh_typeset local_options local_traps prompt_subst c_bases octal_zeroes",
        "no_short_loops no_function_argzero magic_equal_subst c_precedences no_bare_glob_qual numeric_glob_sort",
    ],
)
def test_any_options_and_aliases_will_do(zsh: str, daemon: ScriptedDaemon, options: str) -> None:
    """However the user's shell is set up, recording and suggestions work and nothing is printed or changed."""
    with open_zsh(zsh, daemon.paths, before=CHAOS.format(options=options)) as shell:
        shell.see(GHOST)
        shell.press("echo o", typed="echo o", ghost="ther")
        shell.interrupt()
        shell.see(GHOST)
        shell.press(ALT_N, typed="", ghost="echo other")
        shell.press("\x1bf", typed="echo ", ghost="other")
        shell.press(RIGHT, typed="echo other")
        assert shell.run("") == "other"
        shell.see(GHOST)
        assert [line for line in shell.lines if line] == ["> echo o", "> echo other", "other", f"> {GHOST}"]
        shell.wait_until(lambda _: daemon.records() == ["echo other"], "the record")


def test_an_error_trap_hears_nothing_from_us(zsh: str, daemon: ScriptedDaemon) -> None:
    """With a ZERR trap or err_exit the hook's own tests and refusals are no errors of the user's."""
    with open_zsh(zsh, daemon.paths, after="TRAPZERR() { print zerr }") as shell:
        shell.see(GHOST)
        shell.press("tr", typed="tr", ghost="ue too")
        shell.press("x", typed="trx")
        shell.interrupt()
        shell.see(GHOST)
        shell.press(RIGHT, typed=GHOST)
        shell.interrupt()
        daemon.hang_up()
        shell.run("true")
        daemon.paths.stalled.touch()
        shell.run("true")
        assert "zerr" not in shell.text
        assert shell.run("false") == "zerr"
    with open_zsh(zsh, daemon.paths, after="setopt err_exit") as shell:
        shell.press("tr", typed="tr")
        shell.interrupt()
        assert shell.run("echo alive") == "alive"


def test_loading_it_twice_is_loading_it_once(zsh: str, daemon: ScriptedDaemon) -> None:
    """A reloaded .zshrc keeps the session, records each command once and leaves every key working."""
    with open_zsh(zsh, daemon.paths, after="source $ZDOTDIR/init.zsh") as shell:
        shell.see(GHOST)
        shell.run("source $ZDOTDIR/.zshrc")
        shell.see(GHOST)
        shell.run("true")
        shell.see(GHOST)
        shell.press("\x1bf", typed="echo ", ghost="ghost text")
        shell.press(RIGHT, typed=GHOST)
        shell.press(RIGHT, typed=GHOST)
        shell.press("\x1b[200~ pasted\x1b[201~", typed=f"{GHOST} pasted")
        shell.interrupt()
        shell.see(GHOST)
        assert daemon.records() == ["source $ZDOTDIR/.zshrc", "true"]
        assert len(daemon.of(Kind.HELLO)) == 1
        assert len({request[2] for request in daemon.requests}) == 1


@pytest.mark.parametrize(
    "load", ['eval "$(<$ZDOTDIR/init.zsh)"', "load() { source $ZDOTDIR/init.zsh }; load"], ids=["eval", "function"]
)
def test_it_may_be_evaluated_or_loaded_by_a_function(zsh: str, daemon: ScriptedDaemon, load: str) -> None:
    """`eval "$(segue init zsh)"` and plugin managers that source from a function work like a plain source."""
    skip = "source() { unfunction source }"
    with open_zsh(zsh, daemon.paths, before=skip, after=load) as shell:
        shell.see(GHOST)
        shell.press(RIGHT, typed=GHOST)
        assert shell.run("") == "ghost text"
        shell.wait_until(lambda _: daemon.records() == [GHOST], "the record")


def test_only_our_own_names_are_defined(zsh: str, daemon: ScriptedDaemon) -> None:
    """No function, parameter, option, alias or trap of the shell is added or changed but those with our name."""
    before = """
    zmodload zsh/zle zsh/zleparameter zsh/parameter zsh/datetime zsh/system zsh/zselect zsh/net/socket
    look() {
      print -rl -- ${(ok)functions}; print -rl -- ${(ok)parameters}; print -rl -- ${(okv)options} ${(okv)aliases}; trap
    }
    look > ~/before
    """
    with open_zsh(zsh, daemon.paths, before=before) as shell:
        shell.see(GHOST)
        shell.run("look > ~/after")
        then, now = ((shell.folder / name).read_text().splitlines() for name in ("before", "after"))
    # What zsh's own add-zle-hook-widget and the hooks are made of, and what the tests define further below.
    known = (
        "azhw:",
        "add-zle-hook-widget",
        "precmd_functions",
        "preexec_functions",
        "zshexit_functions",
        "_test_",
        "map",
    )
    added = {name for name in set(now) - set(then) if "segue" not in name}
    assert {name for name in added if not name.startswith(known)} == set()
    assert set(then) - set(now) == set()


def test_a_script_or_a_dumb_terminal_gets_nothing(zsh: str, daemon: ScriptedDaemon, tmp_path: Path) -> None:
    """Where no line editor works, sourcing the hook does nothing, quietly."""
    script = tmp_path / "init.zsh"
    script.write_text(init_script("zsh", daemon.paths, VERSION), "utf-8")
    command = f"source {script}; print -l $precmd_functions; print end"
    done = subprocess.run([zsh, "-fc", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("\nend\n", "")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PS1": PROMPT}
    with Terminal([zsh, "-f", "-i"], env=env, cwd=tmp_path) as shell:
        shell.wait_until(lambda t: t.before_cursor == PROMPT)
        shell.send(f"TERM=dumb; source {script}; print -l hooks $precmd_functions\r")
        shell.wait_until(lambda t: "\nhooks" in t.text and t.before_cursor == PROMPT)
        assert "_segue" not in shell.text
