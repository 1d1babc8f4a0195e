"""The options by which `segue search` and `segue pick` choose among runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from segue.cli.options import with_options
from segue.cli.times import Moment
from segue.protocol.memory_messages import MAX_HITS


class Ended(click.ParamType):  # type: ignore[type-arg] # generic only in newer versions
    """How a run ended."""

    name = "N|ok|failed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Return a status, or the word."""
        if value in {"ok", "failed"} or isinstance(value, int):
            return value  # type: ignore[no-any-return] # one of the two
        try:
            return int(value)
        except ValueError:
            self.fail(f"{value!r} is neither an exit status nor ok or failed", param, ctx)


def here() -> str:
    """Return the present directory as the shell calls it, where that is still true."""
    named = os.environ.get("PWD", "")
    try:
        if Path(named).is_absolute() and Path(named).samefile(Path.cwd()):
            return named
    except OSError:
        pass
    return str(Path.cwd())


def repository(directory: str) -> str | None:
    """Return the top of the git work tree that a directory is in, None outside of any."""
    place = Path(directory)
    return next((str(each) for each in (place, *place.parents) if (each / ".git").exists()), None)


def _directory(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else os.path.normpath(Path(here()) / Path(value).expanduser())


def _repository(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    directory = _directory(ctx, param, value)
    if directory is None:
        return None
    root = repository(directory)
    if root is None:
        raise click.BadParameter(f"{directory} is in no git repository", ctx, param)
    return root


search_options = with_options(
    click.option("--cwd", metavar="DIR", callback=_directory, help="Run in this directory (. for the present one)."),
    click.option("--repo", metavar="DIR", callback=_repository, help="Run in the git repository that DIR is in."),
    click.option("--since", type=Moment(), metavar="TIME", help="Not before: 2h, 3d, yesterday, 2024-05-01, 14:30."),
    click.option("--until", type=Moment(end=True), metavar="TIME", help="Before that; a day is included."),
    click.option("--exit", type=Ended(), help="Ended with this status."),
    click.option("--session", "within", metavar="NAME", help="Run in this shell's life."),
    click.option("--host", metavar="NAME", help="Run on that machine; this one unless given, `all` for any."),
    click.option("--shell", metavar="NAME", help="Run in zsh, bash …"),
    click.option(
        "--author", metavar="NAME", help="Typed by a person unless given; or by claude-code …, `all` for any."
    ),
    click.option(
        "--decay", type=click.FloatRange(min=0), metavar="RATE", help="How fast old hits fade, per day; 0: not."
    ),
    click.option(
        "--top", "count", default=20, show_default=True, type=click.IntRange(1, MAX_HITS), help="So many hits."
    ),
)
