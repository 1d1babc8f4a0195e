"""What lies around a prompt on the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Other names would have to be quoted on the command line.
PLAIN: Final = re.compile(r"[\w.+@%:,=][\w.+@%:,=/-]*")
MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Workplace:
    """The repository and the directory of a prompt; only names that need no quotes, directories with a slash behind.

    Attributes:
        root: the top directory of the git work tree, "" outside of one.
        branch: the branch that is checked out, "" when there is none.
        entries: what the directory holds, in alphabetical order; empty when that is too much.
        fresh: those that were not there at the session's prompt before, the latest first.
    """

    root: str = ""
    branch: str = ""
    entries: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


NOWHERE: Final = Workplace()


def is_plain(name: str) -> bool:
    """Tell whether a name can stand on the command line as it is."""
    return len(name) <= MAX_NAME and bool(PLAIN.fullmatch(name))
