"""The settings as `segue config list` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.config.listing import entries, entry, keys_of, origin, plain, plain_values, value_of
from segue.config.paths import config_file, resolve_paths
from segue.config.settings import Settings, parse_toml, read_settings, read_text
from segue.config.template import toml
from segue.domain.errors import ConfigError, SegueError

if TYPE_CHECKING:
    from collections.abc import Mapping


def rows_of(environ: Mapping[str, str]) -> tuple[list[dict[str, Any]], str]:
    """Return a row for each setting, and what is wrong with the file: then they are what goes on."""
    file = config_file(environ)
    try:
        settings = read_settings(environ, in_shell=True)
    except ConfigError as error:
        return _in_spite_of(environ), str(error)
    text = read_text(file, needed=False)
    values = parse_toml(file, text)
    return [
        _row(key, plain(value_of(settings, key)), origin(entry(key), environ, text, values))
        for key in keys_of(settings)
    ], ""


def _in_spite_of(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    from segue.client.client import Client
    from segue.protocol.messages import Settings as Ask

    try:
        with Client(resolve_paths(environ).socket) as client:
            values, source = client.ask(Ask(1, "cli", "show"))[0]["values"], "daemon"
    except SegueError:
        values, source = plain_values(Settings()), "default"
    return [_row(key, value, source if key in entries() else "daemon") for key, value in values.items()]


def _row(key: str, value: Any, source: str) -> dict[str, Any]:
    found = entry(key)
    return {
        "key": key,
        "value": value,
        "origin": source,
        "default": plain(found.default),
        "variable": found.variable,
        "help": found.help,
    }


def print_settings(rows: list[dict[str, Any]]) -> None:
    """Print the rows as a table; what is not the default stands out."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("setting", "value", "from"):
        table.add_column(title, overflow="fold")
    for row in rows:
        shown = "" if row["value"] is None else toml(row["value"])
        style = None if row["origin"] == "default" else "bold"
        table.add_row(row["key"], _escaped(shown), row["origin"], style=style)
    Console().print(table)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
