"""`segue uninstall`: leaves the home directory as it was before `segue setup`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from segue.domain.errors import SegueError, SetupError

if TYPE_CHECKING:
    from pathlib import Path

    from segue.cli.setup_record import SetupRecord
    from segue.config.paths import Paths
    from segue.service.supervisor import Supervisor


@click.command("uninstall")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; the learned history and models go too.")
@click.option("--keep-data", is_flag=True, help="Keep the learned history, the models and the settings.")
@click.option("--dry-run", is_flag=True, help="Show what would go; remove nothing.")
def command(*, yes: bool, keep_data: bool, dry_run: bool) -> None:
    """Remove the service, the lines in rc files, and everything that segue has kept.

    Your shells' own history files are never touched. Shells that are open go on without suggestions.
    """
    from segue.cli.removal import end_daemon, leftovers, remove_empty, remove_state
    from segue.cli.setup_record import SetupRecord
    from segue.config.paths import config_file, resolve_paths
    from segue.service.choice import supervisor_of

    paths = resolve_paths(os.environ)
    record = SetupRecord.read(paths) or SetupRecord(had_config=False)
    supervisor = supervisor_of(os.environ, paths)
    files = _rc_files(record)
    config = config_file(os.environ)
    for sentence in _sentences(paths, supervisor, files):
        click.echo(f"• {sentence}")
    if not dry_run and not yes:
        keep_data = _ask(keep_data=keep_data)
    click.echo(f"• {'keep' if keep_data else 'remove'} the learned history, the models and the settings")
    if dry_run:
        return
    if supervisor.name != "none":
        supervisor.uninstall()
    end_daemon(paths)
    problems = _clean(files, record)
    remove_state(paths, keep_data=keep_data, kept=[config] if record.had_config else [])
    if not keep_data and not record.had_config:
        config.unlink(missing_ok=True)
        remove_empty([config.parent])
    remove_empty([paths.state, *_directories(record)])
    for path in leftovers(paths):
        click.echo(f"left: {path}")
    if problems:
        raise SetupError("; ".join(problems))
    click.echo("segue is gone from your shells. `pip uninstall segue` (or pipx, uv tool) removes the program.")


def _rc_files(record: SetupRecord) -> list[Path]:
    """Return the files that hold a line of ours, or have a copy beside them."""
    from pathlib import Path

    from segue.shells.rc_files import possible_rc_files
    from segue.shells.rc_line import has_line
    from segue.shells.rewriting import read

    recorded = [Path(each.path) for each in record.rc]
    found = [path for path in possible_rc_files(os.environ) if has_line(read(path) or b"")]
    return list(dict.fromkeys([*recorded, *found]))


def _sentences(paths: Paths, supervisor: Supervisor, files: list[Path]) -> list[str]:
    service = [f"stop the {supervisor.name} service and remove {path}" for path in supervisor.files() if path.exists()]
    return [
        *(service or ["stop the daemon"]),
        *(f"take segue's line out of {path}" for path in files),
        f"remove the hooks, caches and sockets in {paths.state}",
    ]


def _ask(*, keep_data: bool) -> bool:
    """Return whether the data stays.

    Raises:
        SegueError: nobody can be asked.
        click.Abort: the person does not want this.
    """
    from rich.prompt import Confirm

    if not sys.stdin.isatty():
        raise SegueError(
            "nobody can be asked here: look at `segue uninstall --dry-run`, then use `segue uninstall --yes`"
        )
    if not Confirm.ask("Do this?", default=False):
        raise click.Abort
    return keep_data or not Confirm.ask("Remove the learned history, the models and the settings too?", default=False)


def _clean(files: list[Path], record: SetupRecord) -> list[str]:
    """Take our line out of each file and return what went wrong: one bad file must not keep the others."""
    from segue.cli.removal import clean_rc_file

    problems = []
    for path in files:
        try:
            clean_rc_file(path, record)
        except (SegueError, OSError) as error:
            problems.append(str(error))
    return problems


def _directories(record: SetupRecord) -> list[Path]:
    from pathlib import Path

    return [Path(each) for each in record.directories]
