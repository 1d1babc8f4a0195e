"""`segue config`: shows and changes the settings."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from segue.config.paths import config_file
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from segue.config.listing import Entry


@click.group("config")
def command() -> None:
    """Show and change the settings: ~/.config/segue/config.toml, or the file that SEGUE_CONFIG names.

    A variable of a shell comes before the file, in that shell. A running daemon takes a saved file into use at once;
    where a file is broken, the settings in use stay.
    """


@command.command("path")
def path_command() -> None:
    """Print where the file is, whether it exists or not."""
    click.echo(config_file(os.environ))


@command.command("get")
@click.argument("key")
def get_command(key: str) -> None:
    """Print what setting KEY is, such as suggestions.threshold; a list as TOML has it."""
    from segue.config.listing import entry, value_of
    from segue.config.settings import read_settings

    entry(key)
    click.echo(_shown(value_of(read_settings(os.environ, in_shell=True), key)))


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print values, defaults and who sets them as JSON.")
def list_command(*, as_json: bool) -> None:
    """Show every setting, its value, and who says so: the default, a line of the file, or a variable."""
    from segue.cli.settings_report import print_settings, rows_of

    rows, problem = rows_of(os.environ)
    if as_json:
        click.echo(json.dumps({"file": str(config_file(os.environ)), "problem": problem, "settings": rows}, indent=2))
    else:
        print_settings(rows)
    if problem:
        raise ConfigError(f"the file is not in use: {problem}")


@command.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("values", nargs=-1, required=True, metavar="VALUE…")
def set_command(key: str, values: tuple[str, ...]) -> None:
    """Set KEY to VALUE in the file; comments stay. Several values, or some with commas between, are a list."""
    from segue.config.editing import value_from, with_value
    from segue.config.listing import entry

    found = entry(key)
    is_list = isinstance(found.default, tuple)
    if not is_list and len(values) > 1:
        raise ConfigError(f"{key} is no list: quote a value with blanks")
    value = list(values) if len(values) > 1 else value_from(values[0], found.default)
    _change(lambda text: with_value(text, found.path, value))
    click.echo(f"{key} = {_shown(value)}")
    _tell(found)


@command.command("unset")
@click.argument("key")
def unset_command(key: str) -> None:
    """Take KEY out of the file, so that it is as it was made."""
    from segue.config.editing import without
    from segue.config.listing import entries

    path = key.split(".")
    before, after = _change(lambda text: without(text, path))
    if before == after:
        raise ConfigError(f"{key} is not set in {config_file(os.environ)}")
    found = entries().get(key)
    click.echo(f"{key} = {_shown(found.default)}" if found else f"{key} is gone")
    if found:
        _tell(found)


@command.command("init")
def init_command() -> None:
    """Write the file with every setting as a comment; a file that is there stays as it is."""
    from segue.config.config_writing import write_config
    from segue.config.template import template

    file = config_file(os.environ)
    if file.exists():
        raise ConfigError(f"{file} is there already; `segue config edit` opens it")
    write_config(file, template())
    click.echo(file)
    _reload()


@command.command("edit")
def edit_command() -> None:
    """Open the file in $VISUAL or $EDITOR; what cannot be right is kept beside it and not taken."""
    from segue.cli.config_edit import edit_config

    click.echo("The settings are saved." if edit_config(os.environ) else "Nothing is changed.")
    _reload()


def _change(change: Any) -> tuple[str, str]:
    """Change the file's text where what comes of it can be right; return it before and after."""
    from segue.config.config_writing import write_config
    from segue.config.settings import alone, read_settings, read_text

    file = config_file(os.environ)
    before = read_text(file, needed=False)
    after = change(before)
    try:
        # The environment of this shell is not the daemon's, and could hide what is wrong in the file.
        read_settings(alone(os.environ), text=after)
    except ConfigError as error:
        raise ConfigError(f"nothing is changed, for then {error}") from None
    if after != before:
        write_config(file, after)
    return before, after


def _tell(found: Entry) -> None:
    """Say when a changed setting is in use."""
    running = _reload()
    if running and not found.live:
        click.echo("It is in use once the daemon has been restarted: segue stop; segue start")
    elif found.is_array and found.key.startswith("keys."):
        click.echo("zsh takes it into use at its next prompts, bash in new shells.")
    if not found.is_array and os.environ.get(found.variable):
        click.echo(f"In this shell {found.variable} comes before it.")


def _reload() -> bool:
    """Let the daemon read the file now, and tell whether there is one."""
    from segue.client.client import Client
    from segue.config.paths import resolve_paths
    from segue.domain.errors import DaemonUnavailableError
    from segue.protocol.messages import Settings

    try:
        with Client(resolve_paths(os.environ).socket) as client:
            client.ask(Settings(1, "cli", "reload"))
    except DaemonUnavailableError:
        return False
    return True


def _shown(value: Any) -> str:
    from segue.config.template import toml

    return "" if value is None else value if isinstance(value, str) else toml(value)
