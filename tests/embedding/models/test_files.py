"""What is said of a model by its files, by the registry, and by the one in use."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from segue.config.model_places import ModelPlaces
from segue.config.paths import resolve_paths
from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.models.choice import choice, choose, chosen_model
from segue.embedding.models.fingerprint import WHOLE, fingerprint
from segue.embedding.models.installed import installed_model, open_model
from segue.embedding.models.registry import Pooling, known_model, known_models

if TYPE_CHECKING:
    from pathlib import Path

    from segue.config.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Give the paths of somebody who has chosen nothing."""
    return resolve_paths({"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path / "state")})


def make_model(directory: Path, **files: Any) -> Path:
    """Write a BERT of 384 numbers that nobody runs; `files` are JSON, named without suffix, with __ for /."""
    config = {"model_type": "bert", "hidden_size": 384, "max_position_embeddings": 512}
    for name, content in {"config": config, **files}.items():
        path = directory / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    (directory / "model.safetensors").write_bytes(bytes(WHOLE + 1))
    return directory


@pytest.mark.parametrize("name", known_models())
def test_the_registry_says_what_is_needed_of_each_model(name: str) -> None:
    """Lengths grow shorter, prompts have a place for the text, and what is refused says why."""
    spec = known_models()[name]
    assert spec.name == name
    assert list(spec.sizes) == sorted(set(spec.sizes), reverse=True)
    assert all(0 < size < spec.dims for size in spec.sizes)
    assert spec.query.count("{text}") == spec.document.count("{text}") == 1
    assert spec.hub.count("/") == 1
    assert spec.licence
    if not spec.refused:
        assert known_model(name.upper()) == spec


def test_what_the_files_say_is_believed_before_the_registry(tmp_path: Path) -> None:
    """Pooling comes from 1_Pooling; texts are cut where the files or the registry say, whichever comes first."""
    spec = known_model("bge-small-en-v1.5")
    mean = {"1_Pooling__config": {"pooling_mode_mean_tokens": True}, "sentence_bert_config": {"max_seq_length": 77}}
    model = open_model(make_model(tmp_path / "mean", **mean), spec)
    assert (model.pooling, model.max_tokens) == (Pooling.MEAN, 77)
    model = open_model(make_model(tmp_path / "silent", tokenizer_config={"model_max_length": 1e30}), spec)
    assert (model.pooling, model.max_tokens) == (Pooling.CLS, 512)
    assert model.prompted("{ls}", Kind.DOCUMENT) == "{ls}"
    assert model.prompted("{ls}", Kind.QUERY).endswith("passages: {ls}")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"config": {"model_type": "mpnet", "hidden_size": 768}}, "of the type mpnet"),
        ({"config": {"model_type": "bert"}}, "hidden_size"),
        ({"config": []}, "no config.json that can be read"),
        ({"1_Pooling__config": {"pooling_mode_max_tokens": True}}, "another pooling than cls, lasttoken, mean"),
        (
            {"config": {"model_type": "gemma3_text", "hidden_size": 768, "quantization": {"bits": 8}}},
            "take the bfloat16 weights",
        ),
    ],
)
def test_what_cannot_be_run_says_why(tmp_path: Path, files: dict[str, Any], reason: str) -> None:
    """Before anything is loaded: another architecture, damaged files, weights that the library gets wrong."""
    with pytest.raises(EmbeddingError, match=reason):
        open_model(make_model(tmp_path / "model", **files), None)


def test_a_directory_without_weights_or_none_at_all_is_no_model(tmp_path: Path) -> None:
    """Neither is handed to the library, which would look for it on the hub."""
    with pytest.raises(EmbeddingError, match="no directory"):
        open_model(tmp_path / "nowhere", None)
    empty = make_model(tmp_path / "empty")
    (empty / "model.safetensors").unlink()
    with pytest.raises(EmbeddingError, match="no weights"):
        open_model(empty, None)


def test_another_model_does_not_pass_for_a_known_one(tmp_path: Path) -> None:
    """The length of its vectors gives it away."""
    config = {"model_type": "bert", "hidden_size": 64}
    with pytest.raises(EmbeddingError, match="64 numbers, not 384"):
        open_model(make_model(tmp_path / "model", config=config), known_model("all-minilm-l6-v2"))


def test_a_model_has_another_revision_when_anything_that_matters_is_another(tmp_path: Path) -> None:
    """Weights, configuration, prompts and pooling count; dates, copies and what tools leave beside them do not."""
    one, same = make_model(tmp_path / "one"), make_model(tmp_path / "same")
    os.utime(same / "config.json", (1, 1))
    (same / ".cache").mkdir()
    (same / ".cache" / "download.json").write_text("{}")
    revision = open_model(one, None).revision
    assert open_model(same, None).revision == revision

    with (same / "model.safetensors").open("r+b") as weights:
        weights.seek(WHOLE)
        weights.write(b"\x01")
    pooled = make_model(tmp_path / "pooled", **{"1_Pooling__config": {"pooling_mode_cls_token": True}})
    prompted = make_model(tmp_path / "prompted", config_sentence_transformers={"prompts": {"query": "q: "}})
    others = [open_model(directory, None).revision for directory in (same, pooled, prompted)]
    assert len({revision, *others}) == 4
    assert open_model(one, known_model("bge-small-en-v1.5")).revision != revision
    assert fingerprint(one) == fingerprint(one)


def test_a_model_is_looked_for_where_the_person_said_then_where_segue_keeps_it(tmp_path: Path, paths: Paths) -> None:
    """A variable comes first, then MLX_MODELS_DIR, then what was pulled; a path is a path."""
    own = make_model(paths.models / "all-minilm-l6-v2")
    environ: dict[str, str] = {}

    def found(name: str = "all-minilm-l6-v2") -> Path:
        return installed_model(name, ModelPlaces.from_environment(environ, paths)).path

    assert found() == own
    environ["MLX_MODELS_DIR"] = str(tmp_path / "shared")
    assert found() == own
    shared = make_model(tmp_path / "shared" / "sentence-transformers" / "all-MiniLM-L6-v2")
    assert found() == shared
    assert found(str(own)) == own
    environ["MLX_MODEL_QWEN3_4B_PATH"] = str(tmp_path / "nowhere")
    with pytest.raises(EmbeddingError, match="MLX_MODEL_QWEN3_4B_PATH names"):
        found("qwen3-embedding-4b")


def test_the_model_in_use_is_remembered(tmp_path: Path, paths: Paths) -> None:
    """By name and directory; one that has gone is an error that says what to do, and so is a damaged file."""
    assert chosen_model(paths) is None
    directory = make_model(tmp_path / "mine")
    model = open_model(directory, None)
    choose(paths, model)
    assert chosen_model(paths) == model
    (directory / "config.json").unlink()
    with pytest.raises(EmbeddingError, match="choose another with `segue models use`"):
        chosen_model(paths)
    assert choice(paths) == ("mine", directory)
    paths.model_choice.write_text("{")
    with pytest.raises(EmbeddingError, match="choose with `segue models use`"):
        chosen_model(paths)
    choose(paths, None)
    assert chosen_model(paths) is None
    assert [path.name for path in paths.state.iterdir()] == []
