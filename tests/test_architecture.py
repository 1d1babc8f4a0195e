"""The tree keeps the shape that daemon/README.md describes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / "daemon" / "segue"
LONGEST: Final = 300
"""Lines of a source file beyond which it needs splitting."""


def imported_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_source_root_is_no_package() -> None:
    """`import daemon` belongs to python-daemon; an __init__.py in daemon/ would shadow it."""
    assert not (ROOT / "daemon" / "__init__.py").exists()


def test_the_client_is_light() -> None:
    """What the command line needs to talk to the daemon loads neither asyncio nor the learning stack."""
    loaded = imported_by("import segue.client.client")
    assert not loaded & {"asyncio", "numpy", "sqlite3", "psutil", "watchdog"}


def test_the_daemon_runs_no_models() -> None:
    """MLX, with 150 MB that are never given back, is for the worker process alone, and there for its first text."""
    loaded = imported_by("import segue.app.daemon, segue.embedding.mlx.embedder, segue.embedding.models.choice")
    assert not loaded & {"mlx", "mlx_embeddings", "mlx_lm", "transformers", "tokenizers", "huggingface_hub"}
    assert not imported_by("import segue.embedding.worker.serving") & {"mlx", "mlx_embeddings", "numpy"}


def test_the_daemon_draws_no_graphs() -> None:
    """NetworkX, with 33 MB, is for commands alone; what counts transitions does without it, and without NumPy."""
    assert "networkx" not in imported_by("import segue.app.daemon, segue.handlers.table")
    assert not imported_by("import segue.workflows.transitions, segue.workflows.excerpt") & {"networkx", "numpy"}


def test_printing_the_hook_is_light() -> None:
    """`segue init` stands in rc files: it loads click and nothing else that is large."""
    loaded = imported_by("import segue.cli.main, segue.cli.init_command")
    assert not loaded & {
        "asyncio",
        "numpy",
        "sqlite3",
        "psutil",
        "watchdog",
        "rich",
        "msgpack",
        "plotille",
        "leather",
        "networkx",
    }


@pytest.mark.parametrize("room", sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()))
def test_every_room_is_on_the_map(room: str) -> None:
    """daemon/README.md names every room."""
    assert f"`{room}`" in (ROOT / "daemon" / "README.md").read_text("utf-8")


def test_every_request_has_a_handler_and_a_test_file_of_its_name() -> None:
    """One request, one file, one test file."""
    handlers = {path.stem for path in (PACKAGE / "handlers").glob("*.py")} - {
        "__init__",
        "interfaces",
        "rooms",
        "shells",
        "table",
    }
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "handlers").glob("test_*.py")}
    assert handlers == tests


def test_no_source_file_grows_beyond_reading() -> None:
    """Source files stay short enough to be read at once."""
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "hooks").rglob("*.*sh")]
    assert [path for path in sources if len(path.read_text("utf-8").splitlines()) > LONGEST] == []
