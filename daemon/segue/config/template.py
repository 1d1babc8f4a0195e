"""The configuration file as `segue config init` writes it: every setting as a comment, with what it does."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from segue.config.listing import entries

if TYPE_CHECKING:
    from segue.config.listing import Entry

WIDTH: Final = 100
EXAMPLE: Final = "256"
"""Where nothing is a value of its own: all such settings are sizes of vectors."""
HEAD: Final = """\
# The settings of segue. What is commented out is as it stands there; take the # away to change it.
# A saved file is in use within a second, unless it says otherwise; `segue config list` shows what is in use and why.
"""


def template() -> str:
    """Return the text; it sets nothing."""
    lines, table = [HEAD.rstrip("\n")], ""
    for each in entries().values():
        *tables, name = each.path
        if table != (table := ".".join(tables)):
            lines += ["", f"[{table}]"]
        lines += [*_comment(each), f"# {name} = {toml(each.default)}"]
    return "\n".join(lines) + "\n"


def _comment(each: Entry) -> list[str]:
    notes = [each.help, f"({each.bounds})" if each.bounds else "", "" if each.live else "Needs a restart."]
    return textwrap.wrap(" ".join(filter(None, notes)), WIDTH, initial_indent="# ", subsequent_indent="# ")


def toml(value: Any) -> str:
    """Return a value as TOML has it, or an example of one."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case tuple() | list():
            return f"[{', '.join(map(toml, value))}]"
        case None:
            return EXAMPLE
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
