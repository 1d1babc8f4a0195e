"""Secrets that give themselves away by their shape, wherever they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.values import looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.ingest.secrets.words import Found

# Each begins with a literal and consumes what it scans, so a search stays linear.
SHAPES: Final = {
    "aws": ("key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])"),
    "github": ("token", r"gh[pousr]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{22,}+"),
    "gitlab": ("token", r"gl(?:pat|ptt|dt|rt|cbt|oas|agent)-[A-Za-z0-9_.-]{20,}+"),
    "slack": ("token", r"xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}+|xapp-[0-9]-[A-Za-z0-9-]{10,}+"),
    "stripe": ("key", r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,}+|whsec_[A-Za-z0-9+/=]{24,}+"),
    "google": ("key", r"AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}+|GOCSPX-[A-Za-z0-9_-]{20,}+"),
    "npm": ("token", r"npm_[A-Za-z0-9]{36,}+"),
    "pypi": ("token", r"pypi-[A-Za-z0-9_-]{50,}+"),
    "jwt": ("token", r"eyJ[A-Za-z0-9_-]{8,}+\.eyJ[A-Za-z0-9_-]{8,}+(?:\.[A-Za-z0-9_-]*+)?"),
    "huggingface": ("token", r"hf_[A-Za-z0-9]{30,}+"),
    "docker": ("token", r"dckr_[a-z]{3}_[A-Za-z0-9_-]{20,}+"),
    "vault": ("token", r"hv[sbr]\.[A-Za-z0-9_-]{24,}+"),
    "digitalocean": ("token", r"do[opr]_v1_[a-f0-9]{64}"),
    "shopify": ("token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    "sendgrid": ("key", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,}+"),
    "telegram": ("token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"),
    "tailscale": ("key", r"tskey-[a-z]{2,12}-[A-Za-z0-9-]{10,}+"),
    "atlassian": ("token", r"ATATT3[A-Za-z0-9_=-]{20,}+"),
    "linear": ("key", r"lin_api_[A-Za-z0-9]{32,}+"),
    "age": ("key", r"AGE-SECRET-KEY-1[0-9A-Z]{40,}+"),
    "webhook": ("token", r"(?<=hooks\.slack\.com/services/)[A-Za-z0-9/]{20,}+"),
}

# The part behind the prefix has to look random: sk-learn-notes-for-2024 is a file.
PREFIXES: Final = r"sk-(?:proj-|ant-|or-v1-|svcacct-)?([A-Za-z0-9_-]{20,}+)"

_SHAPE: Final = re.compile(
    r"(?<![A-Za-z0-9_-])(?:" + "|".join(f"(?P<{name}>{shape})" for name, (_, shape) in SHAPES.items()) + ")"
)
_PREFIX: Final = re.compile(r"(?<![A-Za-z0-9_-])" + PREFIXES)
_KEY_BEGIN: Final = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_END: Final = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----")


def shapes_in(line: str) -> Iterator[Found]:
    """Yield the place and the kind of every secret that its shape shows."""
    for match in _SHAPE.finditer(line):
        yield *match.span(), SHAPES[match.lastgroup or ""][0]
    for match in _PREFIX.finditer(line):
        if looks_random(match[1]):
            yield *match.span(), "key"
    yield from _private_keys(line)


def _private_keys(line: str) -> Iterator[Found]:
    """A key block goes to its end mark, or to the end of a line that was cut."""
    place = 0
    while (begin := _KEY_BEGIN.search(line, place)) is not None:
        end = _KEY_END.search(line, begin.end())
        place = end.end() if end else len(line)
        yield begin.start(), place, "private-key"
