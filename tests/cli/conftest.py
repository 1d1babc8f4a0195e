"""Fixtures for commands that a person runs at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.person import Person, new_person

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def person() -> Iterator[Person]:
    """Give somebody who has a .bashrc and a history, and has never used segue."""
    with new_person() as somebody:
        somebody.write(".bashrc", "export A=1\n")
        somebody.write(".bash_history", "make\nmake test\nmake\nmake test\nmake\n")
        yield somebody
