"""The typed holes that stand where a secret was."""

from __future__ import annotations

import pytest

from segue.domain.holes import has_hole


@pytest.mark.parametrize(
    ("line", "holed"),
    [
        ("curl -u \u2039password\u203a example.test", True),
        ("export KEY=\u2039api key\u203a", True),
        ("echo \u2039\u203a", False),
        ("echo \u2039 alone", False),
        ("echo <password>", False),
        ("", False),
    ],
)
def test_a_hole_is_a_kind_between_angle_marks(line: str, *, holed: bool) -> None:
    """Only a closed pair of marks with a kind inside is a hole."""
    assert has_hole(line) is holed
