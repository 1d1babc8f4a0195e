"""Records README's demonstration: a real zsh with the hook, a real daemon, and keys that a person would press.

    .venv/bin/python -m tests.demo.record

What stands on the screen is what the shell has drawn; how long each frame is shown is written here, so that the same
session always makes the same file. The session waits for what it shows and never for a time.
"""

from __future__ import annotations

import os
import subprocess
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.assets.hooks import init_script
from segue.client.client import Client
from segue.protocol.messages import VERSION, Hello, Record
from tests.demo.svg import Frame, Piece, animation
from tests.helpers.daemon import running_daemon
from tests.helpers.keys import RIGHT
from tests.helpers.terminal import Style, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.daemon import RunningDaemon

TARGET: Final = Path(__file__).with_name("demo.svg")
COLUMNS: Final = 76
ROWS: Final = 14
KEY: Final = 90
PAUSE: Final = 700
READ: Final = 2000
WORKFLOW: Final = ("cd ~/api", "git pull --quiet", "make test", "make deploy", "cd ..")
MAKEFILE: Final = "test:\n\t@echo '42 passed in 3.1 s'\n\ndeploy:\n\t@echo 'api 1.8.2 is live'\n"
RC: Final = """\
setopt no_beep
PS1='%F{cyan}%~%f ❯ '
"""


class Recorder:
    """Presses keys in a shell, and takes a frame of every state that is worth seeing."""

    def __init__(self, shell: Terminal) -> None:
        self.frames: list[Frame] = []
        self._shell = shell

    def wait(self, condition: Callable[[Terminal], object], promise: str) -> None:
        """Wait until the screen shows something."""
        self._shell.wait_until(condition, promise)

    def look(self, caption: str, milliseconds: int = PAUSE) -> None:
        """Keep what stands on the screen."""
        rows = tuple(self._row(number) for number in range(ROWS))
        self.frames.append(Frame(rows, self._shell.cursor, caption, milliseconds))

    def type(self, text: str, lines: tuple[str, ...], caption: str) -> None:
        """Type a text, with a frame for each character, behind which the ghost makes it one of the lines, in turn."""
        before = self._shell.before_cursor
        for end, line in enumerate(lines, start=1):
            self._shell.send(text[end - 1])
            self.wait(
                lambda t, end=end, line=line: (t.before_cursor, t.ghost()) == (before + text[:end], line[end:]),  # type: ignore[misc]
                f"{line!r} while {text[:end]!r} is typed",
            )
            self.look(caption, KEY)

    def press(self, key: str, line: str, caption: str) -> None:
        """Press a key that makes the line another one."""
        self._shell.send(key)
        self.wait(lambda t: t.before_cursor.endswith(f"❯ {line}"), f"{line!r} after {key!r}")
        self.look(caption)

    def enter(self, suggestion: str, caption: str) -> None:
        """Run the line, and wait for the next prompt with this suggestion."""
        row = self._shell.cursor.row
        self._shell.send("\r")
        self.wait(
            lambda t: t.cursor.row > row and t.before_cursor.endswith("❯ ") and t.ghost() == suggestion,
            f"{suggestion!r} at the next prompt",
        )
        self.look(caption, READ)

    def _row(self, number: int) -> tuple[Piece, ...]:
        columns = range(COLUMNS)
        groups = groupby(columns, key=lambda column: self._shell.style(number, column))
        pieces = ((list(places), style) for style, places in groups)
        line = self._shell.lines[number].ljust(COLUMNS)
        return tuple(
            Piece(places[0], text, style)
            for places, style in pieces
            if (text := line[places[0] : places[-1] + 1].rstrip()) or style != Style()
        )


def learn(daemon: RunningDaemon, home: Path) -> None:
    """Let the daemon see the workflow of some days, and something else in between."""
    with Client(daemon.paths.socket, timeout=20) as client:
        client.ask(Hello(1, "900000-demo", VERSION, "zsh", os.getpid()))
        for _ in range(9):
            for line in (*WORKFLOW, "git status --short"):
                place = home / "api" if line not in {WORKFLOW[0], "git status --short"} else home
                client.ask(Record(2, "900000-demo", line, str(place), None, None, 0))


def prepare(home: Path) -> None:
    """Make the directory in which it happens: a clone with nothing new to fetch."""
    git = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "HOME": str(home)}
    identity = ["-c", "user.name=me", "-c", "user.email=me@example.org"]
    subprocess.run(["git", "init", "--quiet", "--bare", "origin.git"], cwd=home, env=git, check=True)
    subprocess.run(["git", "clone", "--quiet", "origin.git", "api"], cwd=home, env=git, check=True, capture_output=True)
    (home / "api" / "Makefile").write_text(MAKEFILE)
    for command in (["add", "Makefile"], ["commit", "--quiet", "-m", "begin"], ["push", "--quiet", "origin", "HEAD"]):
        subprocess.run(["git", *identity, *command], cwd=home / "api", env=git, check=True)


def record() -> str:
    """Play the session and return the animation."""
    with running_daemon() as daemon:
        home = daemon.home
        prepare(home)
        learn(daemon, home)
        (home / ".zshrc").write_text(RC + init_script("zsh", daemon.paths, VERSION), "utf-8")
        environ = {"PATH": os.environ["PATH"], "HOME": str(home), "ZDOTDIR": str(home), "LANG": "C.UTF-8"}
        with Terminal(["zsh", "-d", "-i"], env=environ, cwd=home, columns=COLUMNS, rows=ROWS) as shell:
            return animation(play(Recorder(shell)), COLUMNS)


def play(recorder: Recorder) -> list[Frame]:
    """Work as somebody does who has done this before."""
    recorder.wait(lambda t: t.before_cursor == "~ ❯ " and t.ghost() == "cd ~/api", "the first suggestion")
    recorder.look("the next command, in grey, before a key is pressed", READ)
    recorder.press(RIGHT, "cd ~/api", "→ takes it")
    recorder.enter("git pull --quiet", "Enter runs it, as ever; what comes next is there")
    recorder.press(RIGHT, "git pull --quiet", "→")
    recorder.enter("make test", "learned from what you do, where you do it")
    recorder.press(RIGHT, "make test", "→")
    recorder.enter("make deploy", "and after that")
    recorder.press(RIGHT, "make deploy", "→")
    recorder.enter("cd ..", "something else this time:")
    recorder.type("git st", ("git pull --quiet",) * 4 + ("git status --short",) * 2, "typing replaces it")
    recorder.look("typing replaces it", PAUSE)
    recorder.press(RIGHT, "git status --short", "→")
    recorder.look("nothing runs before you press Enter", READ)
    return recorder.frames


if __name__ == "__main__":
    TARGET.write_text(record(), "utf-8")
