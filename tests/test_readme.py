"""Every command that README shows works: in a scratch home, with a real daemon and the real shells."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.messages import VERSION, Hello, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

README: Final = Path(__file__).parent.parent / "README.md"
BIN: Final = str(Path(sys.executable).parent)
FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT: Final = re.compile(r"^\S+ ❯ (segue .*)$", re.MULTILINE)
SHELLS: Final = ("sh", "bash", "zsh", "fish")
NOT_RUN: Final = {
    "make try": "it builds an environment of its own; .ci/run runs it",
    "uv tool install .": "test_packaging.py does so with the wheel",
    "pipx install .": "test_packaging.py does so with the wheel",
    "pip install .": "the tests run in what it would change",
    "segue workflows show 43d8": "the id is that of somebody's workflow",
    "curl -s http://127.0.0.1:8767/embed": "another program may have the port; tests/gateway asks on others",
}
"""What begins so is not run here, and why."""


class Line(NamedTuple):
    """A line of a block, and the shell that it is for."""

    shell: str
    text: str


def lines() -> list[Line]:
    """Return the commands of every block of a shell, and those behind the prompts of samples, in README's order."""
    found: list[Line] = []
    for language, text in FENCE.findall(README.read_text("utf-8")):
        if language in SHELLS:
            found += [Line(language, line) for line in text.splitlines() if line.strip()]
        elif not language:
            found += [Line("sh", line) for line in PROMPT.findall(text)]
    return found


def is_run(line: Line) -> bool:
    """Tell whether nothing speaks against running a line here."""
    return not any(line.text.startswith(beginning) for beginning in NOT_RUN)


@contextmanager
def scratch_home() -> Iterator[dict[str, str]]:
    """Yield the environment of somebody who has a history and nothing else; whatever daemon they start ends."""
    home = Path(tempfile.mkdtemp(prefix="segue-readme-"))
    environ = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm"}
    (home / ".zsh_history").write_text(": 1700000000:0;make test\n: 1700000009:0;git push\n")
    try:
        yield environ
    finally:
        subprocess.run([f"{BIN}/segue", "stop"], env=environ, capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def work(environ: dict[str, str]) -> None:
    """Do in a shell what the samples speak of."""
    with Client(resolve_paths(environ).socket, timeout=20) as client:
        client.ask(Hello(1, "900000-readme", VERSION, "zsh", os.getpid()))
        for line in ("git add -A", "git commit -m 'fix: retry on 429'", "git push", "cat notes.txt") * 4:
            client.ask(Record(2, "900000-readme", line, environ["HOME"], None, None, 0))


def test_the_readme_shows_commands() -> None:
    """Blocks are found, in every language that they are written in, and no reason for skipping is left over."""
    assert {line.shell for line in lines()} == set(SHELLS)
    for beginning in NOT_RUN:
        assert any(line.text.startswith(beginning) for line in lines()), beginning


def test_no_block_is_of_an_unknown_kind() -> None:
    """A block is a shell's, a sample without a language, or settings."""
    assert {language for language, _ in FENCE.findall(README.read_text("utf-8"))} <= {*SHELLS, "", "toml", "json"}


@pytest.mark.timeout(120)
def test_every_command_works_in_its_order() -> None:
    """From `segue start` on, each ends with status 0 and says nothing on standard error."""
    with scratch_home() as environ:
        for line in filter(is_run, lines()):
            if line.text == "segue why":
                work(environ)
            program = shutil.which(line.shell)
            if program is None:
                continue
            done = subprocess.run(
                [program, "-c", line.text],
                env=environ,
                cwd=environ["HOME"],
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, ""), line
