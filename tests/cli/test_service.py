"""`segue service` where neither launchd nor systemd is: it says so, and does what can be done without."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import resolve_paths
from segue.service.instance import running_process
from tests.helpers.command import segue

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """Give the environment of a person whom no systemd serves."""
    home = Path(tempfile.mkdtemp(prefix="segue-"))
    yield {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "nothing")}
    segue({"PATH": os.environ["PATH"], "HOME": str(home)}, "stop")
    shutil.rmtree(home)


def test_installing_is_refused_with_a_way_out(environ: dict[str, str]) -> None:
    """One sentence says what there is instead, and nothing is written."""
    done = segue(environ, "service", "install")
    assert done.returncode == 1
    assert "`segue start`" in done.stderr
    assert list(Path(environ["HOME"]).iterdir()) == []
    assert segue(environ, "service", "uninstall").stdout == "The service was not installed.\n"


def test_the_daemon_runs_all_the_same(environ: dict[str, str]) -> None:
    """start, restart, status and stop work, and say that nothing restarts it."""
    assert json.loads(segue(environ, "service", "status", "--json").stdout) == {
        "supervisor": "none",
        "installed": False,
        "running": False,
        "detail": "there is neither launchd nor systemd here",
        "answers": False,
    }
    assert "Nothing restarts it" in segue(environ, "service", "start").stdout
    first = running_process(resolve_paths(environ))
    assert first
    assert segue(environ, "service", "restart").returncode == 0
    assert running_process(resolve_paths(environ)) not in {None, first}
    status = segue(environ, "service", "status")
    assert (status.returncode, "The daemon answers" in status.stdout) == (0, True)
    assert "listens on" in segue(environ, "service", "logs").stdout
    assert segue(environ, "service", "stop").returncode == 0
    assert running_process(resolve_paths(environ)) is None
    assert segue(environ, "service", "status").returncode == 3
