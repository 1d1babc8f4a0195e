"""Times real interactive shells in pseudo-terminals: how soon they open, and from Enter to the next prompt."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import tempfile
import termios
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.cli.background import start_in_background
from segue.config.paths import resolve_paths
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from collections.abc import Iterator

WARM_UP: Final = 10
PATIENCE: Final = 10.0
QUIET: Final = 0.01
"""Seconds without output after which a shell has also drawn its suggestion, so that the next turn starts at rest."""
COMMANDS: Final = (":", "true", "cd .", ": one two three")
FISH_PROMPT: Final = """\
set -g fish_greeting
set -g prompts 0
function count_prompts --on-event fish_prompt
    set prompts (math $prompts + 1)
end
function fish_prompt
    printf '<%s>' $prompts
end"""


def time_prompts(program: str, prompts: int) -> dict[str, list[float]]:
    """Return milliseconds from Enter to prompt for a hooked shell and two plain ones, taken in turn."""
    with ExitStack() as stack:
        scratch, environ = stack.enter_context(_scratch_daemon())
        shells = {
            name: stack.enter_context(_opened(argv, variables))
            for name, (argv, variables) in _shells(program, scratch, environ).items()
        }
        times: dict[str, list[float]] = {name: [] for name in shells}
        for turn in range(prompts + WARM_UP):
            for name, shell in shells.items():
                elapsed = shell.run(COMMANDS[turn % len(COMMANDS)])
                if turn >= WARM_UP:
                    times[name].append(elapsed)
        return times


def time_openings(program: str, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds from the start of a shell to its first prompt, for a hooked one and two plain ones.

    Their order turns around with each round, so that none always comes after the same other.
    """
    with _scratch_daemon() as (scratch, environ):
        shells = _shells(program, scratch, environ)
        times: dict[str, list[float]] = {name: [] for name in shells}
        for turn in range(rounds + WARM_UP):
            for name in sorted(shells, reverse=turn % 2 == 1):
                started = time.perf_counter()
                with _opened(*shells[name]):
                    elapsed = (time.perf_counter() - started) * 1000
                if turn >= WARM_UP:
                    times[name].append(elapsed)
        return times


@contextmanager
def _scratch_daemon() -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield a scratch directory, and an environment in which a daemon of its own answers."""
    scratch = Path(tempfile.mkdtemp(prefix="segue-bench-"))
    environ = {**os.environ, "SEGUE_HOME": str(scratch / "state"), "HOME": str(scratch)}
    try:
        daemon = start_in_background(resolve_paths(environ), environ)
        try:
            yield scratch, environ
        finally:
            daemon.terminate()
            daemon.wait()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _shells(program: str, scratch: Path, environ: dict[str, str]) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return command line and environment of a hooked shell and two plain ones."""
    kind = next((kind for kind in ("zsh", "fish") if kind in Path(program).name), "bash")
    hook = f"source {resolve_paths(environ).init_script(kind)}\n"
    return {
        name: _shell(kind, program, scratch, rc, environ)
        for name, rc in (("plain", ""), ("hooked", hook), ("plain again", ""))
    }


def _shell(
    kind: str, program: str, scratch: Path, rc: str, environ: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    if kind == "zsh":
        (folder / ".zshrc").write_text(f"setopt promptsubst\nPS1='<$((++prompts))>'\n{rc}", "utf-8")
        argv, extra = [program, "-d", "-i"], {"ZDOTDIR": str(folder)}
    elif kind == "fish":
        (folder / "fish").mkdir()
        (folder / "fish" / "config.fish").write_text(f"{FISH_PROMPT}\n{rc}", "utf-8")
        argv, extra = [program, "-i"], {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    else:
        (folder / "rc").write_text(f"PS1='<$((++prompts))>'\n{rc}", "utf-8")
        argv, extra = [program, "--noprofile", "--rcfile", str(folder / "rc"), "-i"], {}
    return argv, {**environ, **extra, "TERM": "xterm-256color", "HISTFILE": str(folder / "history")}


@contextmanager
def _opened(argv: list[str], environ: dict[str, str]) -> Iterator[_Shell]:
    """Yield the shell at its first prompt."""
    shell = _Shell(argv, environ)
    try:
        shell.wait_for_prompt()
        yield shell
    finally:
        shell.close()


class _Shell:
    """A shell whose prompts are numbered: `<1>`, `<2>` and so on."""

    def __init__(self, argv: list[str], environ: dict[str, str]) -> None:
        # Not through subprocess: fish ends where the terminal is not the one that controls it.
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir("/")
            os.execvpe(argv[0], argv, environ)  # noqa: S606 - the shell that the person named
        termios.tcsetwinsize(self._terminal, (24, 80))
        self._prompts = 0

    def run(self, command: str) -> float:
        """Run a command and return the milliseconds from Enter to the next prompt."""
        os.write(self._terminal, command.encode())
        self._drain()
        started = time.perf_counter()
        os.write(self._terminal, b"\r")
        self.wait_for_prompt()
        elapsed = time.perf_counter() - started
        self._drain()
        return elapsed * 1000

    def wait_for_prompt(self) -> None:
        """Read until the next numbered prompt stands there.

        Raises:
            SegueError: it never comes.
        """
        self._prompts += 1
        marker, seen = f"<{self._prompts}>".encode(), b""
        deadline = time.monotonic() + PATIENCE
        while marker not in seen:
            if time.monotonic() > deadline:
                raise SegueError("the shell under measurement shows no prompt")
            if select.select([self._terminal], [], [], PATIENCE)[0]:
                try:
                    seen += os.read(self._terminal, 65536)
                except OSError as error:
                    raise SegueError(
                        f"the shell under measurement has ended: {seen.decode(errors='replace')}"
                    ) from error

    def _drain(self) -> None:
        while select.select([self._terminal], [], [], QUIET)[0]:
            os.read(self._terminal, 65536)

    def close(self) -> None:
        """End the shell."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)
