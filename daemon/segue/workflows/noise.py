"""Lines that say nothing about what is being done: looking around, moving, tidying the screen."""

from __future__ import annotations

import re
from typing import Final

_HEADS: Final = """
. .. ... ls ll la l lsd exa eza dir tree cd pushd popd dirs z j pwd clear cls reset exit logout history which type
whereis whoami id date cal man tldr df du free top htop btop ps w who uptime jobs fg bg true false time gs gst gd gl
"""
_LOOKING: Final = "status st s ss diff d df dc log l lg ll lol show blame reflog"
HEADS: Final = frozenset(_HEADS.split())
SUBCOMMANDS: Final = dict.fromkeys(["git", "g"], frozenset(_LOOKING.split()))

_COMPOUND: Final = re.compile(r"&&|\|\||[;|&\n]")


def is_trivial(template: str) -> bool:
    """Tell whether lines of the template are a step only where they always occur."""
    head, _, rest = template.partition(" ")
    if _COMPOUND.search(template):
        return False
    return not head or head in HEADS or rest.partition(" ")[0] in SUBCOMMANDS.get(head, ()) or template == "git branch"
