"""Takes secrets out of a command line and leaves typed holes, so that `export TOKEN=…` stays a step of a workflow.

What is a secret is decided by where a value stands (behind a secret's name, an option, in a URL or a header) or by
its shape. References such as `$TOKEN`, paths, hashes and prose stay as they are. The tables are in `secrets/`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.finding import secrets_in
from segue.ingest.secrets.tools import OPTIONS, STDIN_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.ingest.secrets.words import Found

# Nearly every line has nothing of this and is left alone after two quick searches; in lower case, because
# ignoring case makes the search ten times slower.
SUSPECT_PARTS: Final = (
    "auth", "bearer", "cookie", "cred", "identified", "jwt", "key", "pass", "_pat", "pat=", "pw", "salt", "secret",
    "session", "sid", "sig", "token", "://", "begin ",
    "akia", "asia", "abia", "acca", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat-", "glptt-", "gldt-", "glrt-",
    "glcbt-", "gloas-", "glagent-", "xox", "xapp-", "sk_", "sk-", "rk_", "whsec_", "aiza", "ya29.", "gocspx-",
    "npm_", "pypi-", "eyj", "hf_", "dckr_", "hvs.", "hvb.", "hvr.", "_v1_", "shpat_", "shpca_", "shppa_", "shpss_",
    "sg.", ":aa", "atatt", "lin_api_", "age-",
)  # fmt: skip
MAX_LOOKS: Final = 8
SUSPECT_TOOLS: Final = frozenset({*OPTIONS, *STDIN_TOOLS, "sudo"})

_PARTS: Final = re.compile("|".join(map(re.escape, SUSPECT_PARTS)))
_NAMES: Final = re.compile(r"[\w.+-]+")


def redact(line: str) -> str:
    """Return the line with every secret replaced by a hole that names its kind, such as `‹password›`."""
    if not _PARTS.search(line.lower()) and SUSPECT_TOOLS.isdisjoint(_NAMES.findall(line)):
        return line
    # A hole can change what the words around it mean: the second look makes the result final.
    for _ in range(MAX_LOOKS):
        before, line = line, _with_holes(line, secrets_in(line))
        if line == before:
            break
    return line


def _with_holes(line: str, secrets: Iterable[Found]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, kind in sorted(secrets):
        if start >= done:
            parts += line[done:start], f"\u2039{kind}\u203a"
        done = max(done, end)
    return "".join([*parts, line[done:]])
