"""Fixtures for every room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.daemon import RunningDaemon, running_daemon

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def daemon() -> Iterator[RunningDaemon]:
    """Give a real daemon that has learned nothing yet."""
    with running_daemon() as running:
        yield running
