"""A person with a home directory of their own, and nothing on PATH that could touch the machine's services."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.config.paths import Paths, resolve_paths
from tests.helpers.command import segue

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

TOOLS: Final = ("bash", "cat", "env", "ls", "mkfifo", "rm", "sh", "sleep", "zsh")
LINE: Final = b"# segue setup"


class Trace(NamedTuple):
    """What a comparison of two moments looks at."""

    mode: int
    content: bytes
    modified: int


class Person:
    """Somebody who uses segue through its command."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environ = {"HOME": str(home), "PATH": str(home.with_name("bin")), "SHELL": "/bin/bash", "LANG": "C.UTF-8"}

    @property
    def paths(self) -> Paths:
        """Where segue keeps what is theirs."""
        return resolve_paths(self.environ)

    def segue(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return segue(self.environ, *arguments)

    def write(self, name: str, content: bytes | str, mode: int = 0o644) -> Path:
        """Make a file below the home directory, long ago."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        os.utime(path, ns=(10**18, 10**18 + 5))
        return path

    def tree(self) -> dict[str, Trace]:
        """Return everything below the home directory: modes, contents, links, and when files were written."""
        return {os.fspath(path.relative_to(self.home)): _trace(path) for path in sorted(self.home.rglob("*"))}


def _trace(path: Path) -> Trace:
    found = path.lstat()
    if path.is_symlink():
        return Trace(found.st_mode, os.fsencode(path.readlink()), found.st_mtime_ns)
    if stat.S_ISREG(found.st_mode):
        return Trace(found.st_mode, path.read_bytes(), found.st_mtime_ns)
    return Trace(found.st_mode, b"", 0)


@contextmanager
def new_person() -> Iterator[Person]:
    """Yield a person with an empty home directory, and clean up after them."""
    folder = Path(tempfile.mkdtemp(prefix="segue-"))
    home, programs = folder / "home", folder / "bin"
    home.mkdir()
    programs.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (programs / tool).symlink_to(found)
    person = Person(home)
    try:
        yield person
    finally:
        person.segue("stop")
        run = person.paths.run
        shutil.rmtree(folder)
        if run.parent != person.paths.state:
            shutil.rmtree(run, ignore_errors=True)
