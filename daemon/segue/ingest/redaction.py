"""Takes secrets out of a command line and leaves typed holes, so that `export TOKEN=…` stays a step of a workflow.

What is a secret is decided by where a value stands (behind a secret's name, an option, in a URL or a header) or by
its shape. References such as `$TOKEN`, paths, hashes and prose stay as they are. The tables are in `secrets/`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.finding import secrets_in
from segue.ingest.secrets.tools import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.ingest.secrets.words import Found

# Nearly every line has nothing of this and is left alone after one search.
_SUSPECT: Final = re.compile(
    r"""pass|pwd|secret|token|key|auth|cred|cookie|bearer|jwt|salt|session|sid=|sig|_pat|@
    |akia|asia|abia|acca|gh[pousr]_|gl[a-z]{2,5}-|xox|xapp-|[sr]k[-_]|whsec_|aiza|ya29|gocspx|npm_|pypi-|eyj|hf_|dckr_
    |hv[sbr]\.|_v1_|shp[acs]|SG\.|:AA|ATATT|lin_api|hooks\.slack|private|pw\b|chpasswd|sudo"""
    + "".join(rf"|\b{re.escape(tool)}\b" for tool in OPTIONS),
    re.IGNORECASE | re.VERBOSE,
)


def redact(line: str) -> str:
    """Return the line with every secret replaced by a hole that names its kind, such as `‹password›`."""
    if not _SUSPECT.search(line):
        return line
    return _with_holes(line, secrets_in(line))


def _with_holes(line: str, secrets: Iterable[Found]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, kind in sorted(secrets):
        if start >= done:
            parts += line[done:start], f"\u2039{kind}\u203a"
        done = max(done, end)
    return "".join([*parts, line[done:]])
