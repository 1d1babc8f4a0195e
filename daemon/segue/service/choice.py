"""Which supervisor this machine has."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from segue.service.unsupervised import Unsupervised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.paths import Paths
    from segue.service.supervisor import Supervisor


def supervisor_of(environ: Mapping[str, str], paths: Paths, *, platform: str = sys.platform) -> Supervisor:  # noqa: ARG001 - those who choose need them
    """Return what runs the daemon on this machine."""
    return Unsupervised()
