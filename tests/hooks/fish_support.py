"""fish with the hook in a terminal, as after `source init.fish` in somebody's config.fish."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION
from tests.helpers.shell import PROMPT
from tests.hooks.spool_shell import SpoolShell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.config.paths import Paths

FISH: Final = shutil.which("fish") or ""

needs_fish = pytest.mark.skipif(not FISH, reason="fish is not installed")


class Fish(SpoolShell):
    """An interactive fish."""

    @property
    def suggestion(self) -> str:
        """What stands faint in the right prompt."""
        end = self.lines[self.cursor.row][self.cursor.column :].lstrip()
        found = [hint for hint in self.hints(self.cursor.row) if hint in end]
        return " ".join(found)


@contextmanager
def open_fish(
    paths: Paths,
    *,
    before: str = "",
    after: str = "",
    wait: bool = True,
    columns: int = 80,
    rows: int = 50,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Fish]:
    """Yield a fish at its first prompt.

    Args:
        paths: where the hook finds the daemon. The shell starts in the directory above.
        before: the part of config.fish above the line that loads the hook.
        after: the part below it.
        wait: whether to wait for the prompt, and for the daemon, if there is one, to listen.
        columns: width of the terminal.
        rows: its height.
        environ: more of its environment, which is otherwise almost empty: what surrounds the tests, such as a
            coding agent's markers, must not leak in.
    """
    with tempfile.TemporaryDirectory(prefix="segue-fish-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "init.fish").write_text(init_script("fish", paths, VERSION), "utf-8")
        settings = folder / ".config" / "fish"
        settings.mkdir(parents=True)
        (settings / "config.fish").write_text(
            f"set -g fish_greeting\nfunction fish_prompt\n    printf '{PROMPT}'\nend\n"
            f"{before}\nsource {folder}/init.fish\n{after}\n",
            "utf-8",
        )
        env = {"PATH": os.environ["PATH"], "HOME": name, "LANG": "C.UTF-8", **(environ or {})}
        with Fish([FISH], env=env, cwd=paths.state.parent, columns=columns, rows=rows) as shell:
            shell.folder = folder
            shell.paths = paths
            if wait:
                shell.wait_until(lambda t: t.before_cursor == PROMPT, "the first prompt")
                shell.wait_to_be_heard()
            yield shell
