"""Background work keeps out of the way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from segue.retrieval import quiet
from segue.retrieval.quiet import Quiet

if TYPE_CHECKING:
    import pytest


async def test_right_after_a_prompt_is_no_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question of a shell puts it off, and without any it is now."""
    loop = asyncio.get_running_loop()
    moments = Quiet(lambda: False)
    await asyncio.wait_for(moments.moment(), 20)
    monkeypatch.setattr(quiet, "QUIET", 0.02)
    asked = loop.time()
    moments.prompt_asks()
    waiting = loop.create_task(moments.moment())
    await asyncio.sleep(0)
    monkeypatch.setattr(quiet, "QUIET", 0.04)
    moments.prompt_asks()
    await waiting
    assert loop.time() >= asked + 0.04


async def test_while_other_work_goes_on_is_no_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks again until that has ended."""
    monkeypatch.setattr(quiet, "BUSY", 0)
    answers = [True, True, False]
    await Quiet(lambda: answers.pop(0)).moment()
    assert answers == []
