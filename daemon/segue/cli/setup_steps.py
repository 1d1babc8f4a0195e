"""Does what `segue setup` has planned; when a step fails, those before it are taken back."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import click

from segue.cli.background import START_SECONDS, is_answering, start_in_background
from segue.cli.removal import end_daemon, remove_empty, remove_state
from segue.cli.setup_record import RcRecord, SetupRecord, record_path
from segue.config.paths import config_file
from segue.domain.errors import SegueError, SetupError
from segue.shells.rc_line import with_line
from segue.shells.rewriting import back_up, read, remove_file, restore_times, rewrite

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from segue.cli.setup_plan import Edit, Plan
    from segue.config.paths import Paths

    Undo = Callable[[str, Callable[[], object]], object]

POLL_SECONDS: Final = 0.02


def carry_out(plan: Plan, environ: Mapping[str, str]) -> None:
    """Do it all, or leave everything as it was.

    Raises:
        SetupError: a step failed; the message says why, and what could not be taken back.
    """
    left: list[str] = []
    try:
        with ExitStack() as undo:
            _steps(plan, environ, lambda what, step: undo.callback(_take_back, what, step, left))
            undo.pop_all()
    except (SegueError, OSError) as error:
        raise SetupError(f"{error}. {_state_after(left)}") from error
    except (KeyboardInterrupt, EOFError) as error:
        raise SetupError(f"interrupted. {_state_after(left)}") from error


def _steps(plan: Plan, environ: Mapping[str, str], undo: Undo) -> None:
    paths = plan.config.paths
    record = SetupRecord.read(paths) or SetupRecord(had_config=config_file(environ).exists())
    undo("directories", lambda: remove_empty(plan.directories))
    if paths.state in plan.directories:
        undo(str(paths.state), lambda: remove_state(paths, keep_data=False))
    _make_private(paths)
    before = read(record_path(paths))
    undo(str(record_path(paths)), lambda: _put_back(record_path(paths), before))
    record.directories += [os.fspath(each) for each in plan.directories if os.fspath(each) not in record.directories]
    record.write(paths)
    if plan.start:
        _start(plan, environ, undo)
    record.imported += [os.fspath(path) for path in _learn_from(paths, plan.imports)]
    record.write(paths)
    for edit in plan.edits:
        if not edit.by_hand:
            _add_line(edit, record, paths, undo)


def _start(plan: Plan, environ: Mapping[str, str], undo: Undo) -> None:
    paths = plan.config.paths
    if plan.stop_first:
        undo("the daemon in the background", lambda: start_in_background(paths, environ))
        end_daemon(paths)
    started: list[subprocess.Popen[bytes]] = []
    undo("the daemon", lambda: _end(paths, started))
    if plan.install:
        undo(f"the {plan.supervisor.name} service", plan.supervisor.uninstall)
        plan.supervisor.install()
    elif plan.supervised:
        plan.supervisor.start()
    else:
        started.append(start_in_background(paths, environ))
        return
    deadline = time.monotonic() + START_SECONDS
    while not is_answering(paths):
        if time.monotonic() > deadline:
            raise SetupError(f"the {plan.supervisor.name} service does not answer: {plan.supervisor.state().detail}")
        time.sleep(POLL_SECONDS)


def _end(paths: Paths, started: list[subprocess.Popen[bytes]]) -> None:
    end_daemon(paths)
    for process in started:
        process.wait()


def _learn_from(paths: Paths, files: Sequence[Path]) -> list[Path]:
    """Import history files and return those that were; what cannot be read is no reason to do without the rest."""
    from segue.cli.import_command import HistoryFile, import_files

    found = []
    try:
        for path in files:
            try:
                HistoryFile(path)
            except (SegueError, OSError) as error:
                click.echo(f"not learned: {path}: {error}", err=True)
            else:
                found.append(path)
        if found:
            import_files(paths, found)
    except SegueError as error:
        click.echo(f"the history is not learned: {error}. Try `segue import` later.", err=True)
        return []
    return found


def _add_line(edit: Edit, record: SetupRecord, paths: Paths, undo: Undo) -> None:
    # Read again: the person may have saved it since the plan was made.
    text = read(edit.path)
    known = any(each.path == os.fspath(edit.path) for each in record.rc)
    backup = back_up(edit.path, text) if text is not None and not known else None
    if backup:
        undo(str(backup), backup.unlink)
    if not known:
        record.rc.append(RcRecord(os.fspath(edit.path), os.fspath(backup) if backup else None))
        record.write(paths)
    found = edit.path.stat() if text is not None else None
    undo(str(edit.path), lambda: _put_back(edit.path, text, found))
    rewrite(edit.path, with_line(text or b"", edit.line))


def _make_private(paths: Paths) -> None:
    paths.state.parent.mkdir(parents=True, exist_ok=True)
    paths.state.mkdir(mode=0o700, exist_ok=True)


def _put_back(path: Path, content: bytes | None, found: os.stat_result | None = None) -> None:
    if content is None:
        remove_file(path)
    elif read(path) != content:
        rewrite(path, content)
        if found:
            restore_times(path, found)


def _take_back(what: str, step: Callable[[], object], left: list[str]) -> None:
    try:
        step()
    except (SegueError, OSError) as error:
        left.append(f"{what} ({error})")


def _state_after(left: list[str]) -> str:
    return f"What is left: {'; '.join(left)}" if left else "Everything is as it was"


def lines_by_hand(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Yield the lines that the person has to put into files that are protected."""
    for edit in plan.edits:
        if edit.by_hand:
            yield edit.path, os.fsdecode(edit.line)
