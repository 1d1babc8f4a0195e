"""Tells a secret from what merely stands where one could: references, paths, switches, placeholders."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from segue.domain.holes import HOLE

SWITCHES: Final = frozenset(
    {"", "-", "0", "1", "2", "3", "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "auto", "always",
     "never", "default", "required", "optional", "enabled", "disabled", "store", "cache", "keychain", "prompt"}
)  # fmt: skip

FILE_ENDINGS: Final = (
    ".age", ".asc", ".cer", ".conf", ".crt", ".enc", ".env", ".gpg", ".ini", ".json", ".key", ".p12", ".pem",
    ".pfx", ".properties", ".pub", ".toml", ".txt", ".yaml", ".yml",
)  # fmt: skip

MIN_RANDOM: Final = 16
MAX_JUDGED: Final = 128
"""Characters that show whether a value is random; more would show the same."""

# $VAR, ${VAR:-x}, $(command), `command`, {{ template }}, %VAR%, <placeholder>: they name a secret.
_REFERENCE: Final = re.compile(
    r"""(?: \$\w++ | \$\{[^}]*+\}? | [-_.:/@,] )++ | \$\(.* | `.* | \{\{.* | %\w++% | <[^<>]*+>""",
    re.VERBOSE | re.DOTALL,
)
_SOURCE: Final = re.compile(
    r"(?:arn|env|fd|file|gopass|keyring|op|secretsmanager|ssm|vault):.*|(?:env|id|src|type)=.*", re.DOTALL
)
_PATH: Final = re.compile(r"@?(?:~[\w.-]*+|\.{1,2}|\$\w++|\$\{\w++\})?/[^\s'\"?=]*+")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RANDOM: Final = re.compile(rf"[A-Za-z0-9+/_=~.-]{{{MIN_RANDOM},}}")


def is_secret(value: str) -> bool:
    """Tell whether the value of a secret name, without its quotes, has to be taken out."""
    return not (
        value.strip().lower() in SWITCHES
        or HOLE.fullmatch(value)
        or _REFERENCE.fullmatch(value)
        or _SOURCE.fullmatch(value)
        or is_path(value)
    )


def is_path(value: str) -> bool:
    """Tell whether a value names a file; a base64 key may begin with a slash, but no path looks random."""
    if value.lower().endswith(FILE_ENDINGS):
        return True
    return _PATH.fullmatch(value) is not None and not any(map(looks_random, value.split("/")))


def looks_random(value: str) -> bool:
    """Tell whether a value is a long mixture such as keys are; words, paths and UUIDs are not."""
    if not _RANDOM.fullmatch(value) or _UUID.fullmatch(value):
        return False
    value = value[:MAX_JUDGED]
    digits = sum(map(str.isdigit, value))
    upper = sum(map(str.isupper, value))
    letters = sum(map(str.isalpha, value))
    mixed = 0 < upper < letters
    # In "release-2024-notes" the digits stand in one place; in a key they are spread.
    return digits > 1 and letters > 1 and (mixed or _runs(value) >= len(value) // 4)


def _runs(value: str) -> int:
    """Count how often digits and letters take turns."""
    return sum(before != after for before, after in pairwise(map(str.isdigit, value)))
