"""zsh with the hook in a terminal, as after `source init.zsh` in somebody's .zshrc."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION
from tests.helpers.keys import CTRL_C
from tests.helpers.shell import PROMPT, HookedShell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.config.paths import Paths
    from tests.helpers.terminal import Terminal

PROBE: Final = "\x18\x05"

_PROBE = """
_test_probe() { print -rn -- "${(e)$(<$ZDOTDIR/question)}"$'\\0' >| $ZDOTDIR/answer }
zle -N _test_probe
for map in emacs viins vicmd; do bindkey -M $map '^X^E' _test_probe; done
"""

SHELLS: Final = [
    path for path in (os.environ.get("SEGUE_TEST_ZSH") or shutil.which("zsh") or "").split(os.pathsep) if path
]
"""The shells under test: SEGUE_TEST_ZSH, paths joined like those of PATH, or the zsh that is on PATH."""

every_zsh = pytest.mark.parametrize(
    "zsh", SHELLS or [pytest.param("", marks=pytest.mark.skip(reason="zsh is not installed"))]
)
"""Runs a test once for each of the shells."""


class Zsh(HookedShell):
    """An interactive zsh whose prompt is `> `."""

    @property
    def suggestion(self) -> str:
        """The ghost behind the cursor."""
        return self.ghost()

    @property
    def typed(self) -> str:
        """What stands on the line between the prompt and the cursor."""
        return self.before_cursor.removeprefix(PROMPT)

    def press(self, keys: str, *, typed: str, ghost: str = "") -> None:
        """Press keys and wait until the line and its ghost are these."""
        self.send(keys)
        self.see(ghost, typed)

    def see_right(self, text: str) -> None:
        """Wait until this is the right prompt of the line with the cursor."""
        self.wait_until(lambda t: t.line.endswith(f" {text}") and t.before_cursor == PROMPT, f"{text} on the right")

    def press_any(self, keys: str, shown: str) -> None:
        """Press keys and wait until this stands left of the cursor, after whatever prompt."""
        self.send(keys)
        self.wait_until(lambda t: t.before_cursor.endswith(shown), shown)

    def interrupt(self) -> None:
        """Press Ctrl-C and wait for the next prompt.

        zsh defers a Ctrl-C that comes while a widget of anybody's runs to the next key: press again, as a person does.
        """
        before = self.prompts
        until = 0.0

        def prompted(terminal: Terminal) -> bool:
            nonlocal until
            if self.prompts > before and terminal.before_cursor == PROMPT:
                return True
            if time.monotonic() > until:
                self.send(CTRL_C)
                until = time.monotonic() + 1
            return False

        self.wait_until(prompted, "a prompt after Ctrl-C")

    def settle(self) -> None:
        """Wait until the daemon has answered everything, and the shell has read it."""
        self.wait_until(
            lambda _: self.evaluate("$_segue_answered $_segue_greet") == self.evaluate("$_segue_sequence 0"),
            "the answers",
        )

    def cpu_seconds(self) -> float:
        """Return the processor time that the shell has used."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def evaluate(self, expression: str) -> str:
        """Return what an expression expands to in the line editor, where no command runs for it."""
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        (self.folder / "question").write_text(expression, "utf-8")
        self.send(PROBE)
        self.wait_until(lambda _: answer.exists() and answer.read_bytes().endswith(b"\0"), f"{expression}")
        return answer.read_bytes().decode("utf-8", "surrogateescape").removesuffix("\0")


@contextmanager
def open_zsh(
    zsh: str,
    paths: Paths,
    *,
    before: str = "",
    after: str = "",
    wait: bool = True,
    columns: int = 80,
    rows: int = 50,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Zsh]:
    """Yield a zsh at its first prompt.

    Args:
        zsh: the shell.
        paths: where the hook finds the daemon. The shell starts in the directory above.
        before: the part of .zshrc above the line that loads the hook.
        after: the part below it.
        wait: whether to wait for the prompt.
        columns: width of the terminal.
        rows: its height.
        environ: more of its environment, which is otherwise almost empty: what surrounds the tests, such as a
            coding agent's markers, must not leak in.
    """
    with tempfile.TemporaryDirectory(prefix="segue-zsh-") as folder:
        dot = Path(folder)
        (dot / "init.zsh").write_text(init_script("zsh", paths, VERSION), "utf-8")
        (dot / ".zshrc").write_text(
            f"{_PROBE}\nPS1='{PROMPT}'\n{before}\nsource {dot}/init.zsh\n{after}\n", "utf-8", "surrogateescape"
        )
        env = {"PATH": os.environ["PATH"], "HOME": folder, "ZDOTDIR": folder, "LANG": "C.UTF-8", **(environ or {})}
        with Zsh([zsh, "-d", "-i"], env=env, cwd=paths.state.parent, columns=columns, rows=rows) as shell:
            shell.folder = dot
            if wait:
                shell.wait_until(lambda t: t.before_cursor == PROMPT, "the first prompt")
            yield shell
