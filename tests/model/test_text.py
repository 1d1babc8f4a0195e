"""Shapes: what a line looks like without its particulars."""

from __future__ import annotations

import pytest
from hypothesis import given

from segue.model.text import hash_text, last_arguments, shape_of, stem_of
from tests.model.histories import odd_lines


@pytest.mark.parametrize(
    ("line", "head"), [("sudo make install", "make"), ("LANG=C sort list", "sort"), ("sudo", "sudo"), ("A=1", "A=1")]
)
def test_head_skips_what_only_wraps(line: str, head: str) -> None:
    """Wrappers and assignments are not the command, unless there is nothing else."""
    assert shape_of(line).head == hash_text(head)


def test_template_keeps_the_subcommand_and_flags_only() -> None:
    """Lines that differ in their arguments share a template; those that do different things do not."""
    assert shape_of("git add one.txt -v").template == shape_of("git add dir/two.txt -v").template
    assert shape_of("git add one.txt").template != shape_of("git rm one.txt").template


def test_last_arguments_leave_out_flags_and_operators() -> None:
    """Only words that could be the object of another command are kept, latest first."""
    assert last_arguments("cp -r one two | less") == ["less", "two", "one"]


@given(line=odd_lines)
def test_any_text_has_a_shape(line: str) -> None:
    """No text is so odd that describing it fails, and its stem is a beginning of it."""
    assert shape_of(line) == shape_of(line)
    assert line.startswith(stem_of(line))
