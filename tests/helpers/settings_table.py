"""The table of settings as README.md shows it."""

from __future__ import annotations

from segue.config.listing import entries
from segue.config.template import toml


def settings_table() -> str:
    """Return a row for each setting but those of embedding, which have a table of their own."""
    rows = ["| key | | default | variable |", "|---|---|---|---|"]
    for each in entries().values():
        if each.key.startswith("embedding.") and not each.key.startswith("embedding.cache"):
            continue
        text = each.help + (f" ({each.bounds})" if each.bounds else "") + ("" if each.live else " †")
        rows.append(f"| `{each.key}` | {text} | `{toml(each.default)}` | `{each.variable}` |")
    return "\n".join(rows)
