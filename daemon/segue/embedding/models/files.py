"""What the files in a model's directory say about it, read without any machine learning library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import EmbeddingError
from segue.embedding.models.registry import BARE, Pooling

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_POOLING: Final = {
    "bert": Pooling.MEAN,
    "gemma3_text": Pooling.MODEL,
    "modernbert": Pooling.MEAN,
    "qwen3": Pooling.LAST,
    "xlm-roberta": Pooling.MEAN,
}
"""The architectures that mlx-embeddings has for texts, and how each pools unless its files say otherwise."""
_MODES: Final = {"cls": Pooling.CLS, "lasttoken": Pooling.LAST, "mean": Pooling.MEAN}
_POOLING_FLAGS: Final = {
    "pooling_mode_cls_token": Pooling.CLS,
    "pooling_mode_mean_tokens": Pooling.MEAN,
    "pooling_mode_lasttoken": Pooling.LAST,
}
LONGEST: Final = 2048
"""Tokens that are taken of a text when a model names no limit, or one that no laptop's memory holds."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A directory that holds a model which can be run."""

    path: Path
    architecture: str
    dims: int
    pooling: Pooling | None
    """What the files say, None when they do not."""
    max_tokens: int
    query: str
    document: str

    @property
    def weight_bytes(self) -> int:
        """Return what the weights take on disk, and so in memory at least."""
        return sum(file.stat().st_size for file in _weights(self.path))


def read_model_files(path: Path) -> ModelFiles:
    """Return what is said there.

    Raises:
        EmbeddingError: there is no such directory, no model in it, or none that can be run; says which.
    """
    # Checked here, for mlx-embeddings takes a missing directory for a name on the hub.
    if not path.is_dir():
        raise EmbeddingError(f"no directory {path}")
    config = _read_json(path / "config.json")
    if not config:
        raise EmbeddingError(f"{path} holds no model: it has no config.json that can be read")
    architecture = str(config.get("model_type", ""))
    if architecture not in DEFAULT_POOLING:
        known = ", ".join(DEFAULT_POOLING)
        raise EmbeddingError(f"{path} is of the type {architecture or 'unknown'}; mlx-embeddings runs {known}")
    if not _weights(path):
        raise EmbeddingError(f"{path} holds no weights: it has no model*.safetensors")
    if architecture == "gemma3_text" and ("quantization" in config or "quantization_config" in config):
        raise EmbeddingError(
            f"{path} is quantised, and mlx-embeddings 0.1.0 gets its vectors wrong: take the bfloat16 weights"
        )
    dims = config.get("hidden_size")
    if not isinstance(dims, int) or dims < 1:
        raise EmbeddingError(f"{path}/config.json does not say how long its vectors are (hidden_size)")
    said = _read_json(path / "config_sentence_transformers.json").get("prompts")
    prompts = said if isinstance(said, dict) else {}
    return ModelFiles(
        path=path,
        architecture=architecture,
        dims=dims,
        pooling=Pooling.MODEL if architecture == "gemma3_text" else _pooling(path),
        max_tokens=_max_tokens(path, config),
        query=f"{prompts.get('query') or ''}{BARE}",
        document=f"{prompts.get('document') or ''}{BARE}",
    )


def _weights(path: Path) -> list[Path]:
    return [file for file in path.glob("model*.safetensors") if file.is_file()]


def _pooling(path: Path) -> Pooling | None:
    said = _read_json(path / "1_Pooling" / "config.json")
    flagged = (pooling for flag, pooling in _POOLING_FLAGS.items() if said.get(flag))
    pooling = _MODES.get(str(said.get("pooling_mode"))) or next(flagged, None)
    if said and pooling is None:
        raise EmbeddingError(f"{path}/1_Pooling wants another pooling than {', '.join(_MODES)}")
    return pooling


def _max_tokens(path: Path, config: dict[str, Any]) -> int:
    positions = config.get("max_position_embeddings")
    if isinstance(positions, int) and config["model_type"] == "xlm-roberta":
        positions -= 2  # the first two stand for no position
    places = (
        _read_json(path / "sentence_bert_config.json").get("max_seq_length"),
        _read_json(path / "tokenizer_config.json").get("model_max_length"),
        positions,
        LONGEST,
    )
    # A tokenizer that knows no limit says 10 to the 30th.
    return min(int(said) for said in places if isinstance(said, int | float) and said > 0)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
