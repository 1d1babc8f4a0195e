"""segue models: fetched only when told to, never half, and one of them in use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from segue.config.paths import resolve_paths
from tests.helpers.command import SEGUE, segue
from tests.helpers.model_hub import LARGE, ModelHub, model_hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "bge-small-en-v1.5"
FILES = {
    "config.json": json.dumps({"model_type": "bert", "hidden_size": 384}).encode(),
    "1_Pooling/config.json": b'{"pooling_mode_cls_token": true}',
    "tokenizer.json": b"{}",
    "model.safetensors": bytes(range(256)) * (3 * LARGE // 256),
    "pytorch_model.bin": b"a pickle",
    "onnx/model.onnx": b"another format",
    "modeling.py": b"raise SystemExit",
    "README.md": b"a card",
}
WANTED = {"config.json", "1_Pooling/config.json", "tokenizer.json", "model.safetensors"}


@pytest.fixture
def hub() -> Iterator[tuple[ModelHub, str]]:
    """Give a double of the hub with the model, and its address."""
    with model_hub(f"BAAI/{NAME}", FILES) as serving:
        yield serving


@pytest.fixture
def environ(tmp_path: Path, hub: tuple[ModelHub, str]) -> dict[str, str]:
    """Give the environment of somebody who has no model yet."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MLX_MODEL", "HF_"))}
    # Tables are as wide as the terminal.
    own = {"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path / "state"), "HF_ENDPOINT": hub[1], "COLUMNS": "200"}
    return {**inherited, **own}


def models(environ: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the rows of `segue models list` by name."""
    listed = segue(environ, "models", "list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    return {row["name"]: row for row in json.loads(listed.stdout)["models"]}


def make_model(directory: Path, dims: int = 384, **config: Any) -> Path:
    """Write what passes for a model as long as nobody runs it."""
    directory.mkdir(parents=True)
    (directory / "config.json").write_text(json.dumps({"model_type": "bert", "hidden_size": dims, **config}))
    (directory / "model.safetensors").write_bytes(b"weights")
    return directory


def files_below(directory: Path) -> set[str]:
    """Return the paths of all files."""
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_a_pulled_model_is_there_and_in_use(environ: dict[str, str], hub: tuple[ModelHub, str]) -> None:
    """Weights, configuration and vocabulary are fetched, code and other formats are not."""
    assert models(environ)[NAME]["path"] is None
    pulled = segue(environ, "models", "pull", NAME)
    assert pulled.returncode == 0, pulled.stderr
    assert f"{NAME} is in use" in pulled.stdout
    row = models(environ)[NAME]
    assert row["used"]
    folder = resolve_paths(environ).models
    assert row["path"] == str(folder / NAME)
    assert files_below(folder) == {f"{NAME}/{path}" for path in WANTED}
    assert (folder / NAME / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert set(hub[0].asked) == WANTED
    assert f"in use, {folder / NAME}" in segue(environ, "models", "list").stdout


def test_only_pull_asks_the_network(environ: dict[str, str], hub: tuple[ModelHub, str]) -> None:
    """To use a model that is not here is an error that says how to get it."""
    used = segue(environ, "models", "use", NAME)
    assert used.returncode == 1
    assert f"segue models pull {NAME}" in used.stderr
    assert hub[0].asked == []


def test_an_interrupted_pull_leaves_no_model_and_the_next_goes_on(
    environ: dict[str, str], hub: tuple[ModelHub, str]
) -> None:
    """Ctrl-C in the midst of the weights: nothing is in use, nothing passes for a model; then all of it is."""
    hub[0].stall_after = LARGE
    with subprocess.Popen([SEGUE, "models", "pull", NAME], env=environ, stderr=subprocess.PIPE) as pulling:
        assert hub[0].stalled.wait(timeout=30)
        pulling.send_signal(signal.SIGINT)
    assert pulling.returncode not in {0, None}
    row = models(environ)[NAME]
    assert (row["path"], row["used"]) == (None, False)
    hub[0].go_on()
    assert segue(environ, "models", "pull", NAME).returncode == 0
    assert files_below(resolve_paths(environ).models) == {f"{NAME}/{path}" for path in WANTED}
    assert hub[0].asked.count("config.json") == 1


def test_weights_that_are_not_what_the_hub_says_are_refused(environ: dict[str, str], hub: tuple[ModelHub, str]) -> None:
    """A SHA-256 that does not match is an error, and no model."""
    hub[0].claimed_sha256 = "0" * 64
    pulled = segue(environ, "models", "pull", NAME)
    assert pulled.returncode == 1
    assert "model.safetensors is not what the hub says" in pulled.stderr
    assert models(environ)[NAME]["path"] is None


def test_a_hub_that_does_not_have_it_is_one_sentence(environ: dict[str, str]) -> None:
    """Whatever the library raises, a person reads why, without a traceback."""
    pulled = segue(environ, "models", "pull", "all-minilm-l6-v2")
    assert pulled.returncode == 1
    assert pulled.stderr.startswith("segue: all-minilm-l6-v2 could not be fetched: ")
    assert "Traceback" not in pulled.stderr


@pytest.mark.parametrize(
    ("name", "reason"), [("gpt-9", "no model is called 'gpt-9'"), ("all-mpnet-base-v2", "has no MPNet")]
)
def test_what_cannot_be_had_says_why(environ: dict[str, str], name: str, reason: str) -> None:
    """An unknown name, and a known one that the library cannot run."""
    pulled = segue(environ, "models", "pull", name)
    assert pulled.returncode == 1
    assert reason in pulled.stderr


def test_a_directory_is_used_by_its_path(environ: dict[str, str], tmp_path: Path) -> None:
    """Any model of a known architecture; it appears in the list under its directory's name."""
    directory = make_model(tmp_path / "mine", dims=64)
    used = segue(environ, "models", "use", str(directory))
    assert used.returncode == 0, used.stderr
    assert models(environ)["mine"]["path"] == str(directory)
    assert segue(environ, "models", "use", "--none").stdout == "no model is in use\n"
    assert "mine" not in models(environ)


@pytest.mark.parametrize("variable", ["MLX_MODEL_QWEN3_0_6B_PATH", "MLX_MODELS_DIR"])
def test_models_that_the_environment_names(environ: dict[str, str], tmp_path: Path, variable: str) -> None:
    """A directory of one model, or one of many, in which it is called as on the hub."""
    directory = make_model(tmp_path / "shared" / "Qwen3-Embedding-0.6B", dims=1024, model_type="qwen3")
    named = {variable: str(directory if variable != "MLX_MODELS_DIR" else directory.parent)}
    assert segue({**environ, **named}, "models", "use", "qwen3-embedding-0.6b").returncode == 0
    # The daemon that reads the choice may have another environment.
    assert models(environ)["qwen3-embedding-0.6b"]["path"] == str(directory)


def test_a_removed_model_is_in_use_no_more(environ: dict[str, str], tmp_path: Path) -> None:
    """What was pulled is deleted; what somebody else keeps is not."""
    folder = resolve_paths(environ).models
    make_model(folder / NAME)
    (folder / f".{NAME}.partial").mkdir()
    assert segue(environ, "models", "use", NAME).returncode == 0
    removed = segue(environ, "models", "remove", NAME)
    assert (removed.returncode, removed.stdout) == (0, f"no model is in use\n{NAME} is removed\n")
    assert list(folder.iterdir()) == []

    shared = make_model(tmp_path / "shared" / NAME)
    refused = segue({**environ, "MLX_MODELS_DIR": str(shared.parent)}, "models", "remove", NAME)
    assert refused.returncode == 1
    assert shared.exists()
