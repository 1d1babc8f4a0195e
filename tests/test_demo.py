"""README's demonstration is what segue does."""

from __future__ import annotations

import re
import shutil
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from tests.demo.record import TARGET, record

LARGEST: Final = 200_000
"""Bytes that somebody who reads README on a slow line can be asked to fetch."""


@pytest.mark.skipif(not shutil.which("zsh") or not shutil.which("git"), reason="zsh and git are played")
@pytest.mark.skipif(not shutil.which("make"), reason="make is played")
def test_the_demonstration_is_what_happens() -> None:
    """The session, played again in a real zsh with a real daemon, draws the very file that README shows."""
    assert record() == TARGET.read_text("utf-8"), "run `.venv/bin/python -m tests.demo.record`"


def test_the_demonstration_is_a_small_picture_without_scripts() -> None:
    """It is well-formed, loads nothing, runs nothing, and stands still for whoever wants that."""
    text = TARGET.read_text("utf-8")
    assert len(text) < LARGEST
    root = ET.fromstring(text)  # noqa: S314 - our own file
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "style",
        "rect",
        "defs",
        "g",
        "text",
        "use",
    }
    assert not re.search(r"url\(|https?://(?!www\.w3\.org/2000/svg)|javascript|\bon[a-z]+=", text)
    assert "prefers-reduced-motion" in text
