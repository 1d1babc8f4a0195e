"""The settings of shells as assignments: hooks read them with the file that rc files source, and when they change."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final
from zlib import crc32

from segue.config.key_names import for_bash, for_fish, for_zsh, sequences
from segue.config.tables import Keys
from segue.domain.quoting import array_assignment, assignment

if TYPE_CHECKING:
    from segue.config.settings import Settings

SPELLINGS: Final = {"zsh": for_zsh, "bash": for_bash, "fish": for_fish}


def shell_settings(shell: str, settings: Settings) -> str:
    """Return the assignments for `zsh`, `bash` or `fish`.

    Keys that are as they were made are left to the hook, which knows where Alt is Escape and what an old shell can do.
    """
    suggestions = settings.suggestions
    changed = [each.name for each in fields(Keys) if getattr(settings.keys, each.name) != each.default]
    values: dict[str, str | int] = {"_segue_settings": settings_mark(settings)}
    values |= {f"_segue_setting_{each.name}": getattr(suggestions, each.name) for each in fields(suggestions)}
    values["_segue_setting_keys"] = " ".join(["", *changed, ""]).upper()
    lines = [assignment(shell, name, value) for name, value in values.items()]
    for name in changed:
        spelled = filter(None, map(SPELLINGS[shell], sequences(getattr(settings.keys, name))))
        lines.append(array_assignment(shell, f"_segue_setting_{name.upper()}_keys", spelled))
    return "\n".join(lines)


def settings_mark(settings: Settings) -> int:
    """Return a number that other settings of shells hardly have: by it a shell knows whether its own are the latest."""
    return crc32(repr((settings.suggestions, settings.keys)).encode()) & 0x7FFFFFFF
