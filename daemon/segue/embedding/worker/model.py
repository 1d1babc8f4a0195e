"""A model in memory: texts to vectors, by mlx-embeddings, with what it leaves out or gets wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import mlx.core as mx
import mlx_embeddings
import numpy as np

from segue.embedding.models.registry import Pooling
from segue.embedding.worker.batches import batches
from segue.embedding.worker.messages import Figures
from segue.embedding.worker.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from segue.embedding.worker.messages import LoadTask

CACHE_BYTES: Final = 64 << 20
"""Freed buffers that MLX may keep; by itself it would keep as much as the machine has."""
WORKSPACE_BYTES: Final = 2 << 30
"""What MLX may use beside the weights before it waits for memory that is in use."""


class LoadedModel:
    """The model of a task. Everything about it happens in the thread that made it.

    Raises:
        Exception: whatever the libraries raise over files that do not fit together.
    """

    def __init__(self, task: LoadTask) -> None:
        # mlx-embeddings would take a missing directory for a name on the hub.
        if not Path(task.path).is_dir():
            raise FileNotFoundError(f"the model's directory is gone: {task.path}")
        mx.set_cache_limit(CACHE_BYTES)
        mx.set_memory_limit(2 * task.weight_bytes + WORKSPACE_BYTES)
        # A directory's own Python is never run.
        self._model, tokenizer = mlx_embeddings.load(task.path, tokenizer_config={"trust_remote_code": False})
        if task.precision and _is_on_metal():
            self._model.set_dtype(getattr(mx, task.precision))
            mx.eval(self._model.parameters())
        self._tokens = Tokens(tokenizer, task.max_tokens, task.ends_with)
        self._pooling = Pooling(task.pooling)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, neither checked nor of unit length.

        Raises:
            ValueError: a text has no token at all.
        """
        ids = self._tokens.of(texts)
        rows: list[NDArray[np.float32] | None] = [None] * len(texts)
        for positions in batches([len(row) for row in ids]):
            for position, row in zip(positions, self._batch([ids[position] for position in positions]), strict=True):
                rows[position] = row
        return np.stack([row for row in rows if row is not None])

    def figures(self) -> Figures:
        """Return how much memory MLX holds."""
        return Figures(
            device="metal" if _is_on_metal() else "cpu",
            active_bytes=mx.get_active_memory(),
            peak_bytes=mx.get_peak_memory(),
            cache_bytes=mx.get_cache_memory(),
        )

    def _batch(self, ids: list[list[int]]) -> NDArray[np.float32]:
        """Return the vectors of token sequences, padded on the right whatever the tokenizer's files say.

        On the left, Qwen3 answers NaN for every padded row. The ids are positional, for what the argument is called
        depends on the architecture.
        """
        longest = max(len(row) for row in ids)
        padded = mx.array([row + [self._tokens.padding] * (longest - len(row)) for row in ids])
        mask = mx.array([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
        output = self._model(padded, attention_mask=mask)
        vectors = self._pooled(output, mask).astype(mx.float32)
        mx.eval(vectors)
        return np.array(vectors)

    def _pooled(self, output: Any, mask: mx.array) -> mx.array:
        """Pool here, for mlx-embeddings 0.1.0 takes the mean of every BERT, also of those trained for CLS."""
        if self._pooling is Pooling.MODEL:
            return output.text_embeds  # type: ignore[no-any-return] # the library has no types
        hidden: mx.array = output.last_hidden_state.astype(mx.float32)
        match self._pooling:
            case Pooling.CLS:
                return hidden[:, 0]
            case Pooling.LAST:
                return hidden[mx.arange(len(hidden)), mask.sum(axis=1) - 1]
        weights = mask[:, :, None].astype(mx.float32)
        return (hidden * weights).sum(axis=1) / weights.sum(axis=1)


def _is_on_metal() -> bool:
    return mx.default_device() == mx.Device(mx.gpu)
