"""The reports that a person reads."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from segue.evaluation.page import html_page
from segue.evaluation.plan import Plan
from segue.evaluation.progressive import replay
from segue.evaluation.report import figures
from segue.evaluation.strategies import all_strategies
from segue.evaluation.terminal import print_report
from segue.rendering.words import as_percentage
from tests.evaluation.events import stored
from tests.model.histories import routine

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(scope="module")
def values() -> Mapping[str, Any]:
    """Give the figures of a routine."""
    return figures(replay(stored(routine(15)), all_strategies(), Plan(one_typed_in=4)))


def printed(values: Mapping[str, Any], width: int) -> str:
    """Return what a terminal of this width is sent."""
    file = io.StringIO()
    print_report(dict(values), Console(file=file, width=width))
    return file.getvalue()


@pytest.mark.parametrize("width", [47, 80, 200])
def test_the_terminal_shows_every_strategy_and_both_plots(values: Mapping[str, Any], width: int) -> None:
    """Everything fits the width, and the figures are those of the JSON."""
    shown = printed(values, width)
    assert max(map(len, shown.splitlines())) <= width
    assert shown.count("(right)") == 2
    if width > 47:
        for name, ratios in values["strategies"].items():
            assert re.search(rf"{name} .*{re.escape(as_percentage(ratios['top1']))}", shown)


def test_a_narrow_terminal_gets_no_plots(values: Mapping[str, Any]) -> None:
    """Where a plot would be cut off there is none."""
    assert "(right)" not in printed(values, 40)


def test_the_page_stands_on_its_own(values: Mapping[str, Any]) -> None:
    """One file, two plots that are well-formed, all figures, and no reference to anything outside."""
    page = html_page(dict(values))
    assert not re.search(r"https?:|//|<script|<link|<img|src=|href=|url\(|@import", page)
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) == 2
    for plot in plots:
        assert len(list(ET.fromstring(plot).iter("circle"))) > 1  # noqa: S314 - our own page
    for ratios in values["strategies"].values():
        assert f"<td>{as_percentage(ratios['top5'])}</td>" in page
    assert as_percentage(values["calibration"]["expected_error"]) in page


def test_what_was_not_counted_is_a_dash() -> None:
    """No figure is not the same as zero."""
    assert (as_percentage(None), as_percentage(0.0)) == ("–", "0.0%")
