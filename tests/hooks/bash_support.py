"""bash with the hook in a terminal, as after `source init.bash` in somebody's .bashrc, and a daemon to talk to."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import pytest

from segue.assets.hooks import init_script
from segue.config.limits import Limits
from segue.config.paths import Paths
from segue.protocol.messages import VERSION, Kind
from segue.server.spool import Spool
from tests.helpers.keys import CTRL_SPACE, RIGHT
from tests.helpers.shell import PROMPT
from tests.helpers.waiting import wait_until
from tests.hooks.spool_shell import SpoolShell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def version(bash: str) -> tuple[int, int]:
    """Return the version of a shell."""
    script = "echo ${BASH_VERSINFO[0]} ${BASH_VERSINFO[1]}"
    major, minor = subprocess.run([bash, "-c", script], capture_output=True, check=True).stdout.split()
    return int(major), int(minor)


SHELLS: Final = [
    path
    for path in (
        shutil.which("bash") or "",
        os.environ.get("BASH32", ""),
        *os.environ.get("SEGUE_TEST_BASH", "").split(os.pathsep),
    )
    if path
]
"""The shells under test: the bash on PATH, and those that SEGUE_TEST_BASH (joined like PATH) and BASH32 name."""

VERSIONS: Final = {path: version(path) for path in SHELLS}

every_bash = pytest.mark.parametrize(
    "bash", SHELLS or [pytest.param("", marks=pytest.mark.skip(reason="bash is not installed"))]
)
"""Runs a test once for each of the shells."""

needs_line = pytest.mark.parametrize(
    "bash",
    [path for path in SHELLS if VERSIONS[path] >= (4, 0)]
    or [pytest.param("", marks=pytest.mark.skip(reason="only bash 3.2 is here, and it hides the input line"))],
)
"""The same for the shells that let a key see the input line."""

lacks_line = pytest.mark.parametrize(
    "bash",
    [path for path in SHELLS if VERSIONS[path] < (4, 0)]
    or [pytest.param("", marks=pytest.mark.skip(reason="BASH32 does not name a bash 3.2"))],
)
"""The same for the one that does not."""


def accept_key(bash: str) -> str:
    """Return the key that takes the whole suggestion: 3.2 hides the line, so that Right cannot go on moving there."""
    return RIGHT if VERSIONS[bash] >= (4, 0) else CTRL_SPACE


class Bash(SpoolShell):
    """An interactive bash."""

    fragile: bool = False
    """Whether this is a bash 3.2, which runs traps in the middle of whatever it does, and may crash of it."""

    def send(self, keys: str | bytes) -> None:
        """Press keys; a person does not press them within milliseconds of the prompt."""
        if self.fragile:
            # A signal makes readline write the line anew.
            with contextlib.suppress(AssertionError):
                self.wait_until(lambda t: b"\r\x1b[K" in bytes(t.output).rpartition(b"\n")[2], seconds=0.15)
        super().send(keys)

    @property
    def suggestion(self) -> str:
        """The hint."""
        return self.hint

    @property
    def hint(self) -> str:
        """What is drawn faint on the row below the cursor, and nowhere else."""
        found = self.hints(self.cursor.row + 1) if self.cursor.row + 1 < len(self.lines) else []
        return found[0] if len(found) == 1 and self.hints() == found else ""


@contextmanager
def open_bash(
    bash: str,
    paths: Paths,
    *,
    before: str = "",
    after: str = "",
    wait: bool = True,
    prompt: str = PROMPT,
    columns: int = 80,
    rows: int = 50,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Bash]:
    """Yield a bash at its first prompt.

    Args:
        bash: the shell.
        paths: where the hook finds the daemon. The shell starts in the directory above.
        before: the part of .bashrc above the line that loads the hook.
        after: the part below it.
        wait: whether to wait for the prompt, and for the daemon, if there is one, to listen.
        prompt: the last line of the prompt.
        columns: width of the terminal.
        rows: its height.
        environ: more of its environment, which is otherwise almost empty: what surrounds the tests, such as a
            coding agent's markers, must not leak in.
    """
    with tempfile.TemporaryDirectory(prefix="segue-bash-") as name:
        folder = Path(name)
        (folder / "init.bash").write_text(init_script("bash", paths, VERSION), "utf-8")
        (folder / "bashrc").write_text(
            f"PS1='{prompt}'\n{before}\nsource {folder}/init.bash\n{after}\n", "utf-8", "surrogateescape"
        )
        env = {
            "PATH": os.environ["PATH"],
            "HOME": name,
            "LANG": "C.UTF-8",
            "HISTFILE": f"{name}/history",
            "INPUTRC": "/dev/null",
            **(environ or {}),
        }
        argv = [bash, "--noprofile", "--rcfile", str(folder / "bashrc"), "-i"]
        with Bash(argv, env=env, cwd=paths.state.parent, columns=columns, rows=rows) as shell:
            shell.folder = folder
            shell.paths = paths
            shell.prompt = prompt
            shell.fragile = VERSIONS[bash] < (4, 0)
            if wait:
                shell.wait_until(lambda t: t.before_cursor == prompt, "the first prompt")
                shell.wait_to_be_heard()
            yield shell


class ScriptedSpool:
    """Answers bash as the daemon would, from `lines`, and keeps what it is told.

    Attributes:
        requests: every request in the order of arrival.
        lines: what is suggested.
        known: what is said to a `record`.
        milli: how probable each line is said to be, in thousandths.
        silent: whether to answer later.
    """

    def __init__(self, *lines: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="segue-"))
        self.paths = Paths(state=self.home / "state", run=self.home / "state" / "run")
        self.paths.run.mkdir(parents=True, mode=0o700)
        self.requests: list[list[Any]] = []
        self.lines = list(lines)
        self.known = 1
        self.milli = 500
        self.silent = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.paths.socket))
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._run()))

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(self.paths.bell.exists, "the bell")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self._loop.close()
        self._listener.close()
        shutil.rmtree(self.home)

    def of(self, kind: Kind) -> list[list[Any]]:
        """Return the fields of every request of a kind, without kind, sequence and session."""
        return [fields for number, _, _, *fields in list(self.requests) if number == kind]

    @property
    def recorded(self) -> list[str]:
        """The lines that were recorded."""
        return [line for line, *_ in self.of(Kind.RECORD)]

    async def _serve(self, message: list[Any]) -> list[Any]:
        self.requests.append(message)
        kind, sequence = message[0], message[1]
        while self.silent:  # noqa: ASYNC110 - it is set in another thread
            await asyncio.sleep(0.001)
        match kind:
            case Kind.RECORD:
                return [kind | 0x80, sequence, self.known]
            case Kind.SUGGEST:
                return [kind | 0x80, sequence, *(part for line in self.lines for part in (line, self.milli))]
            case _:
                return [kind | 0x80, sequence, 0]

    async def _run(self) -> None:
        spool = Spool(self.paths, Limits(), self._serve)
        spool.start()
        await self._ended.wait()
        await spool.close()
