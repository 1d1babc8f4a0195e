"""Decides what `segue setup` has to do here, and changes nothing."""

from __future__ import annotations

import os
import pwd
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from segue.assets.hooks import SHELLS
from segue.cli.background import is_answering
from segue.cli.setup_record import SetupRecord
from segue.config.config import Config
from segue.config.history_files import existing
from segue.domain.errors import SetupError
from segue.service.choice import supervisor_of
from segue.shells.rc_files import persons_shells, rc_files
from segue.shells.rc_line import has_line, loading_line, loads_segue, with_line
from segue.shells.rewriting import is_read_only, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from segue.service.supervisor import Supervisor


class Edit(NamedTuple):
    """A line of ours that an rc file does not have yet."""

    path: Path
    line: bytes
    exists: bool
    by_hand: bool
    """The file is protected against writing, so that only the person can put the line in."""


@dataclass(frozen=True)
class Plan:
    """What is to be done; everything that is already so is left out."""

    config: Config
    supervisor: Supervisor
    shells: tuple[str, ...]
    edits: tuple[Edit, ...]
    stop_first: bool
    """A daemon runs without the service that is to be installed."""
    install: bool
    start: bool
    imports: tuple[Path, ...]
    model: str | None
    directories: tuple[Path, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.edits or self.install or self.start or self.imports or self.model)

    def sentences(self) -> Iterator[str]:
        """Say each change."""
        if self.stop_first:
            yield "stop the daemon that runs without a service"
        if self.install:
            for path in self.supervisor.files():
                yield f"write {path}, and let {self.supervisor.name} run the daemon"
        elif self.start:
            yield "start the daemon in the background" + (
                "" if self.supervised else "; nothing restarts it after a reboot"
            )
        for path in self.imports:
            yield f"learn from {path}, which is only read"
        if self.model:
            yield f"fetch the model {self.model}"
        for edit in self.edits:
            if edit.by_hand:
                yield f"nothing in {edit.path}, which is read-only: put the line in yourself"
            else:
                yield f"add a line to {edit.path}" if edit.exists else f"make {edit.path} with one line"

    @property
    def supervised(self) -> bool:
        """Whether something restarts the daemon on this machine."""
        return self.supervisor.name != "none"


def make_plan(
    environ: Mapping[str, str], chosen: Sequence[str], model: str | None, *, platform: str = sys.platform
) -> Plan:
    """Return what there is to do for the chosen shells, or else for those that the person has.

    Raises:
        SetupError: there is no shell to set up.
        ConfigError: the configuration file cannot be right.
    """
    config = Config.from_environment(environ)
    supervisor = supervisor_of(environ, config.paths, platform=platform)
    shells = tuple(chosen) or tuple(s for s in persons_shells(environ, login_shell(environ), platform) if s in SHELLS)
    if not shells:
        raise SetupError(f"neither {' nor '.join(SHELLS)} is installed here")
    if unknown := set(shells) - set(SHELLS):
        raise SetupError(f"this segue has no hook for {', '.join(sorted(unknown))}")
    record = SetupRecord.read(config.paths) or SetupRecord()
    home = Path(environ.get("HOME") or Path.home())
    edits = []
    for shell in shells:
        line = loading_line(shell, config.paths.init_script(shell), home)
        edits += [edit for path in rc_files(shell, environ, platform) if (edit := _edit(path, line))]
    answers, state = is_answering(config.paths), supervisor.state()
    install = supervisor.name != "none" and not (state.installed and _are_there(supervisor.files()))
    imports = [path for path in existing(config.histories) if os.fspath(path) not in record.imported]
    return Plan(
        config=config,
        supervisor=supervisor,
        shells=shells,
        edits=tuple(edits),
        stop_first=install and answers and not state.running,
        install=install,
        start=install or not answers,
        imports=tuple(imports),
        model=model,
        directories=tuple(_missing([config.paths.state, *(e.path.parent for e in edits), *_folders(supervisor)])),
    )


def login_shell(environ: Mapping[str, str]) -> str:
    """Return the program that the person logs in with."""
    if environ.get("SHELL"):
        return environ["SHELL"]
    try:
        return pwd.getpwuid(os.getuid()).pw_shell
    except KeyError:
        return ""


def _edit(path: Path, line: bytes) -> Edit | None:
    """Return what has to be done to an rc file, None where it loads segue already."""
    text = read(path)
    wanted = with_line(text or b"", line)
    if wanted == text or (text is not None and loads_segue(text) and not has_line(text)):
        return None
    return Edit(path, line, exists=text is not None, by_hand=is_read_only(path))


def _are_there(files: Mapping[Path, str]) -> bool:
    return all(path.is_file() and path.read_text("utf-8") == text for path, text in files.items())


def _folders(supervisor: Supervisor) -> list[Path]:
    return [path.parent for path in supervisor.files()]


def _missing(directories: Iterable[Path]) -> list[Path]:
    """Return those that would have to be made, with all above them, the outer ones first."""
    wanted = {folder for directory in directories for folder in (directory, *directory.parents)}
    return sorted(folder for folder in wanted if not folder.exists())
