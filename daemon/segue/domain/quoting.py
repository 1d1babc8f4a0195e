"""Any text as one word of a shell's language."""

from __future__ import annotations


def quote(shell: str, text: str) -> str:
    """Return the text as one word for `zsh`, `bash` or `fish`.

    Unlike `shlex.quote` it always quotes, so that no path is ever taken for an option or an assignment.
    """
    if shell == "fish":
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "'\\''") + "'"
