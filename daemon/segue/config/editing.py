"""Changes one setting in the text of the configuration file; comments, order and blanks stay as they are."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

_TRUTHS: Final = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def value_from(text: str, default: Any) -> Any:
    """Return what a person has typed as a value of the kind that the default is; the reader judges whether it fits."""
    match default:
        case bool():
            return _TRUTHS.get(text.lower(), text)
        case str():
            return text
        case tuple() if not text.startswith("["):
            return [word.strip() for word in text.split(",") if word.strip()]
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, KeyError):
        return text


def with_value(text: str, path: Sequence[str], value: Any) -> str:
    """Return the text with a setting at this value; a commented line of the template that names it makes way.

    Raises:
        ConfigError: the text is no TOML, or what should hold the setting is no table.
    """
    document = _parsed(text)
    *tables, key = path
    table: Any = document
    for depth, name in enumerate(tables, 1):
        if name not in table:
            table[name] = tomlkit.table(is_super_table=depth < len(tables))
        table = table[name]
        if not isinstance(table, dict):
            raise ConfigError(f"{'.'.join(tables[:depth])} is no table in the file")
    if key not in table and (changed := _uncommented(text, path, value)):
        return changed
    table[key] = value
    return tomlkit.dumps(document)


def without(text: str, path: Sequence[str]) -> str:
    """Return the text without a setting, and without what it stands in where nothing else does.

    Raises:
        ConfigError: the text is no TOML.
    """
    document = _parsed(text)
    _remove(document, path)
    return tomlkit.dumps(document)


def _remove(table: MutableMapping[str, Any], path: Sequence[str]) -> None:
    first, *rest = path
    if first not in table:
        return
    if not rest:
        del table[first]
    elif isinstance(table[first], dict):
        _remove(table[first], rest)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(f"the file is no TOML: {error}; `segue config edit` opens it") from None


def _uncommented(text: str, path: Sequence[str], value: Any) -> str:
    """Return the text with the value in the place of a comment such as `# threshold = 30`; "" where there is none."""
    *tables, key = path
    header = re.compile(rf"\s*\[\s*{re.escape('.'.join(tables))}\s*\]\s*(?:#.*)?")
    comment = re.compile(rf"#\s?{re.escape(key)} = ")
    lines = text.splitlines(keepends=True)
    inside = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            inside = header.fullmatch(line.rstrip("\n")) is not None
        elif inside and comment.match(line):
            lines[number] = f"{key} = {tomlkit.item(value).as_string()}\n"
            return "".join(lines)
    return ""
