"""A gateway in front of a daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.gateway import Gateway, running_gateway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def gateway(daemon: RunningDaemon) -> Iterator[Gateway]:
    """Give a gateway on a free port, and the daemon behind it."""
    with running_gateway(daemon.environ) as running:
        yield running
