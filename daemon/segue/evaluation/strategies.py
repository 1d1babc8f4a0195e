"""The strategies that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.evaluation.daemon_strategy import DaemonStrategy
from segue.evaluation.frecency import Frecency
from segue.evaluation.ipam import Ipam
from segue.evaluation.match_previous import MatchPrevious
from segue.evaluation.most_recent import MostRecent

if TYPE_CHECKING:
    from segue.evaluation.strategy import Strategy

SEGUE: Final = "segue"


def all_strategies() -> dict[str, Strategy]:
    """Return segue and, in the order in which they are shown, the yardsticks; none has observed anything."""
    return {
        SEGUE: DaemonStrategy(),
        "most_recent": MostRecent(),
        "match_prev_cmd": MatchPrevious(),
        "frecency": Frecency(),
        "ipam": Ipam(),
    }
