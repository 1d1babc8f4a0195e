"""The settings of shells as assignments: hooks read them with the file that rc files source, and when they change."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final
from zlib import crc32

from segue.config.key_names import for_bash, for_zsh, sequences
from segue.config.tables import Keys
from segue.domain.quoting import quote

if TYPE_CHECKING:
    from segue.config.settings import Settings

SHELLS: Final = ("zsh", "bash")
SPELLINGS: Final = {"zsh": for_zsh, "bash": for_bash}


def shell_settings(shell: str, settings: Settings) -> str:
    """Return the assignments for `zsh` or `bash`.

    Keys that are as they were made are left to the hook, which knows where Alt is Escape and what an old shell can do.
    """
    suggestions = settings.suggestions
    values = {each.name: getattr(suggestions, each.name) for each in fields(suggestions)}
    lines = [f"_segue_settings={settings_mark(settings)}"]
    lines += [f"_segue_setting_{name}={_word(shell, value)}" for name, value in values.items()]
    changed = [each.name for each in fields(Keys) if getattr(settings.keys, each.name) != each.default]
    lines.append(f"_segue_setting_keys={_word(shell, ' '.join(['', *changed, '']).upper())}")
    for name in changed:
        keys = [quote(shell, SPELLINGS[shell](keys)) for keys in sequences(getattr(settings.keys, name))]
        lines.append(f"_segue_setting_{name.upper()}_keys=({' '.join(keys)})")
    return "\n".join(lines)


def settings_mark(settings: Settings) -> int:
    """Return a number that other settings of shells hardly have: by it a shell knows whether its own are the latest."""
    return crc32(repr((settings.suggestions, settings.keys)).encode()) & 0x7FFFFFFF


def _word(shell: str, value: object) -> str:
    return str(int(value)) if isinstance(value, bool | int) else quote(shell, str(value))
