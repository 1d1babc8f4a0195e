"""A shell completes segue's commands, in real shells, and without loading what they need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest
from click.shell_completion import FishComplete

from segue.cli.completions_command import completion_script
from segue.cli.main import COMMANDS, cli
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN: Final = str(Path(sys.executable).parent)


def completed(*words: str, begun: str = "") -> set[str]:
    """Return what may follow these words."""
    found = FishComplete(cli, {}, "segue", "_SEGUE_COMPLETE").get_completions(list(words), begun)
    return {item.value for item in found}


def groups() -> Iterator[tuple[str, click.Group]]:
    """Yield the commands that have sub-commands."""
    for name in COMMANDS:
        found = cli.get_command(click.Context(cli), name)
        if isinstance(found, click.Group):
            yield name, found


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_its_options_are_completed(name: str) -> None:
    """The name from its beginning, and behind it every option."""
    assert name in completed(begun=name[:2])
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    options = {
        text for param in found.params if isinstance(param, click.Option) and not param.hidden for text in param.opts
    }
    assert {text for text in options if text.startswith("--")} <= completed(name, begun="--")


def test_sub_commands_are_completed() -> None:
    """Behind a group stand the names of what it holds, each with its options."""
    assert list(groups())
    for name, group in groups():
        inner = set(group.list_commands(click.Context(group)))
        assert inner <= completed(name)
        for sub in inner:
            assert "--help" in completed(name, sub, begun="--")


def test_completing_a_name_imports_no_command() -> None:
    """Names and their help come from the table of contents."""
    code = (
        "import sys; from segue.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    environ = {**os.environ, "_SEGUE_COMPLETE": "fish_complete", "COMP_WORDS": "segue ", "COMP_CWORD": "st"}
    program = "import sys; sys.argv[0] = 'segue'\n" + code
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert {"plain,start\tStart the daemon."} <= set(done.stdout.split("\n"))
    loaded = done.stderr.split()
    assert not [name for name in loaded if name.endswith("_command")]
    assert not {"numpy", "msgpack", "rich", "asyncio", "sqlite3"} & set(loaded)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes(tmp_path: Path) -> None:
    """Fish offers the commands that begin so, with what they do."""
    (tmp_path / "segue.fish").write_text(completion_script("fish"))
    script = f"source {tmp_path}/segue.fish; complete --do-complete 'segue sta'"
    environ = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(["fish", "-c", script], env=environ, capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["start", "stats", "status"]


def test_bash_completes(tmp_path: Path) -> None:
    """Two tabs list the commands that begin so."""
    (tmp_path / "bashrc").write_text(f"PS1='> '\n{completion_script('bash')}")
    environ = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path), "INPUTRC": "/dev/null"}
    with Terminal(["bash", "--noprofile", "--rcfile", str(tmp_path / "bashrc")], env=environ, cwd=tmp_path) as shell:
        shell.wait_until(lambda t: t.before_cursor == "> ", "the prompt")
        shell.send("segue sta\t\t")
        shell.wait_until(lambda t: "start" in t.text and "status" in t.text, "both commands")
        shell.send("r\t")
        shell.wait_until(lambda t: t.before_cursor == "> segue start ", "the only one")


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_completes(tmp_path: Path) -> None:
    """From a file `_segue` of a directory in fpath, as packages install it."""
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_segue").write_text(completion_script("zsh"))
    (tmp_path / ".zshrc").write_text(
        f"PS1='> '\nfpath=({tmp_path}/functions $fpath)\nautoload -U compinit; compinit -u\n"
    )
    environ = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path)}
    with Terminal(["zsh", "-i"], env=environ, cwd=tmp_path) as shell:
        shell.wait_until(lambda t: t.before_cursor == "> ", "the prompt")
        shell.send("segue star\t")
        shell.wait_until(lambda t: t.before_cursor == "> segue start ", "the command")
