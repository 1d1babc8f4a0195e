"""The picker with fzf: it draws and reads keys, segue finds. At each change of what is typed fzf runs us again.

What such a run has to know goes through the environment, and the present filter through a file, because fzf can hand on
nothing but what is typed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from segue.assets.hooks import segue_program
from segue.cli.picking.scopes import Scope
from segue.cli.search_report import about
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from segue.cli.picking.source import Source

OLDEST: Final = (0, 25)
"""The first fzf that lets others search (`--disabled`)."""
PROGRAM: Final = "SEGUE_PICK_PROGRAM"
STATE: Final = "SEGUE_PICK_STATE"
SESSION: Final = "SEGUE_PICK_SESSION"
HELP: Final = "Ctrl-R looks elsewhere · Alt-X forgets it"
BETWEEN: Final = "\x1f"
"""Between a line and what is known of it."""
AGAIN: Final = f'"${PROGRAM}" pick --rows --query={{q}}'
LEFT: Final = frozenset({1, 130})
"""What fzf answers when nothing was chosen."""


def usable_fzf() -> str | None:
    """Return the fzf on PATH, None if there is none that is new enough."""
    program = shutil.which("fzf")
    if program is None:
        return None
    try:
        shown = subprocess.run(  # noqa: S603 - what the person has on PATH
            [program, "--version"], capture_output=True, text=True, check=False, timeout=5
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"(\d+)\.(\d+)", shown)
    return program if version and tuple(map(int, version.groups())) >= OLDEST else None


def pick_with_fzf(program: str, source: Source, query: str) -> str | None:
    """Return the line that was chosen, None for none.

    Raises:
        SegueError: the daemon does not answer, or fzf fails.
    """
    with tempfile.TemporaryDirectory(prefix="segue-pick-") as folder, Path("/dev/tty").open("wb") as terminal:
        state = Path(folder) / "scope"
        state.write_text(Scope.EVERYWHERE, "utf-8")
        environ = os.environ | {
            PROGRAM: segue_program(),
            STATE: str(state),
            SESSION: source.place.session or "",
            "SHELL": "/bin/sh",  # which our commands are written for
            "FZF_DEFAULT_OPTS": "",
        }
        done = subprocess.run(  # noqa: S603 - what the person has on PATH
            [program, *_arguments(query)],
            input=rows(source, query, Scope.EVERYWHERE),
            stdout=subprocess.PIPE,
            stderr=terminal,
            env=environ,
            check=False,
        )
    if done.returncode in LEFT:
        return None
    if done.returncode:
        raise SegueError(f"fzf has failed with status {done.returncode}; `segue pick --ui own` does without it")
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\0").partition(BETWEEN)[0] or None


def rows(source: Source, query: str, scope: Scope) -> bytes:
    """Return what fzf shows: a header, and the lines with what is known of each."""
    picks, now = source.find(query, scope), time.time()
    by = f"by {picks.by}" if query.strip() else "latest first"
    shown = [f"{scope} · {by} · {HELP}", *(row for hit in picks.hits if (row := _row(hit, now)))]
    return "".join(f"{each}\0" for each in shown).encode("utf-8", "surrogateescape")


def present_scope() -> Scope:
    """Return the filter that the picker which has started us uses."""
    return Scope(Path(os.environ[STATE]).read_text("utf-8"))


def use_next_scope(source: Source) -> None:
    """Let the picker that has started us use the next filter."""
    Path(os.environ[STATE]).write_text(source.place.next_scope(present_scope()), "utf-8")


def _arguments(query: str) -> list[str]:
    forget = f'execute("${PROGRAM}" pick --forget={{1}})+reload({AGAIN})'
    return [
        "--disabled",
        "--read0",
        "--print0",
        "--no-multi",
        "--no-sort",
        "--layout=reverse",
        "--header-lines=1",
        f"--delimiter={BETWEEN}",
        "--with-nth=1",
        f"--query={query}",
        "--preview=printf '%s' {2}",
        "--preview-window=down:3:wrap",
        f"--bind=change:reload({AGAIN})",
        f'--bind=ctrl-r:execute-silent("${PROGRAM}" pick --next-scope)+reload({AGAIN})',
        f"--bind=alt-x:{forget}",
        f"--bind=del:{forget}",
    ]


def _row(hit: dict[str, Any], now: float) -> str:
    line = str(hit["line"])
    # fzf could not tell where such a line ends.
    return "" if BETWEEN in line or "\0" in line else f"{line}{BETWEEN}{about(hit, now)}"
