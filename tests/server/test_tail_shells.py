"""I use a real shell with my own history options: each command is learned once, in its order."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pexpect
import pytest

from segue.server.tail import HistoryTail

if TYPE_CHECKING:
    from pathlib import Path

    from segue.ingest.history.entry import Entry

TYPED = ["echo one", "for x in a b; do", "echo $x", "done", "echo 'three'", "exit"]

PROMPT = r"\[P\] (\x1b\[\?2004h)?$"

ZSH = {
    "at exit": "",
    "appending at exit": "setopt append_history",
    "extended": "setopt extended_history",
    "at once": "setopt inc_append_history",
    "when done": "setopt inc_append_history_time extended_history",
    "shared": "setopt share_history",
    "without duplicates": "setopt hist_ignore_all_dups hist_save_no_dups share_history",
    "not by a copy": "unsetopt hist_save_by_copy",
    "trimmed": "SAVEHIST=12; setopt share_history",
}
BASH = {
    "at exit": "shopt -s histappend",
    "rewriting": "shopt -u histappend",
    "timed": "HISTTIMEFORMAT='%F '; shopt -s cmdhist lithist",
    "at each prompt": "PROMPT_COMMAND='history -a'",
    "merging": "HISTCONTROL=erasedups; PROMPT_COMMAND='history -n; history -w; history -c; history -r'",
}
SHELLS = [("zsh", how, options) for how, options in ZSH.items()] + [
    ("bash", how, options) for how, options in BASH.items()
]


def type_into(shell: str, home: Path, options: str) -> None:
    """Type the commands at a real prompt."""
    sizes = "HISTSIZE=1000 SAVEHIST=1000 HISTFILESIZE=1000"
    history = f"HISTFILE={home}/.{shell}_history {sizes} PS1='[P] ' PS2='[P] '\n{options}\n"
    (home / ".zshrc").write_text(history)
    (home / "bashrc").write_text(history)
    arguments = {"zsh": ["-d", "-i"], "bash": ["--rcfile", str(home / "bashrc"), "-i"]}[shell]
    environment = {"HOME": str(home), "ZDOTDIR": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "dumb"}
    child = pexpect.spawn(shell, arguments, env=environment, timeout=30)
    for line in TYPED:
        child.expect(PROMPT)
        child.sendline(line)
    child.expect(pexpect.EOF)
    child.close()


@pytest.mark.parametrize(("shell", "how", "options"), SHELLS, ids=[f"{shell} {how}" for shell, how, _ in SHELLS])
async def test_each_command_is_learned_once(tmp_path: Path, shell: str, how: str, options: str) -> None:
    """Whenever and however the shell writes its file, with a past of the same commands in it."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / f".{shell}_history"
    past = [f"echo past {number}" for number in range(10)] + ["echo one", "ls"]
    stamp = "#1600000000\n" if how == "timed" else ""
    file.write_text("".join(f"{stamp}{line}\n" for line in past))
    learned: list[str] = []
    last = asyncio.Event()

    async def deliver(_path: Path, _shell: str, entries: list[Entry]) -> None:
        learned.extend(entry.line for entry in entries)
        if learned[-1] in TYPED[-2:]:
            last.set()

    tail = HistoryTail([file], deliver, settle=0.0)
    await tail.start()
    await asyncio.to_thread(type_into, shell, tmp_path, options)
    await last.wait()
    await tail.close()
    loop = "for x in a b; do\necho $x\ndone" if shell == "zsh" or how == "timed" else "for x in a b; do echo $x; done"
    assert [line for line in learned if line != "exit"] == ["echo one", loop, "echo 'three'"]
