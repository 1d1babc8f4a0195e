"""Which model turns lines into vectors: what the person has chosen, or none, and then their words must do."""

from __future__ import annotations

import logging
import os
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from segue.domain.errors import EmbeddingError
from segue.embedding.building import build_chain, fitted
from segue.embedding.lexical import DIMS, NAME, REVISION, LexicalEmbedder
from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.mlx.limits import MlxLimits
from segue.embedding.models.choice import chosen_model
from segue.embedding.models.installed import installed_model
from segue.embedding.space import Space
from segue.retrieval.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.config.config import Config
    from segue.embedding.chain import Chain
    from segue.embedding.embedder import Embedder
    from segue.embedding.models.installed import InstalledModel

log = logging.getLogger(__name__)

WORDS: Final = Encoder(LexicalEmbedder(), Space(NAME, REVISION, DIMS))
MINUTE: Final = 60.0
"""Seconds."""


class ChosenModel:
    """The model in use, as one embedder that the chain and the index share, and what both are made of.

    `look` reads the choice, some milliseconds of disk; until then there is no model.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self.mlx: MlxEmbedder | None = None

    def look(self) -> bool:
        """Find the model in use, and tell whether it is another one than before."""
        model = self._find()
        if self.mlx and model and (self.mlx.name, self.mlx.revision) == (model.name, model.revision):
            return False
        before, self.mlx = self.mlx, MlxEmbedder(model, os.environ, self._limits()) if model else None
        return before is not self.mlx

    def chain(self, remembering: Callable[[Embedder], Embedder] | None) -> Chain:
        """Return the configured chain, which asks this model in its turn."""
        return build_chain(self._config.embedding, self.mlx, time.monotonic, remembering)

    def chosen(self) -> Encoder:
        """Return what lines are indexed with: this model, or their words."""
        if self.mlx is None:
            return WORDS
        settings = self._config.embedding
        space = Space(self.mlx.name, self.mlx.revision, settings.dims or self.mlx.model.dims)
        # As in the chain, for both remember with the same cache.
        return Encoder.patient(fitted(self.mlx, settings), space)

    def of(self, space: Space) -> Encoder | None:
        """Return what made the vectors of a space, if it is still there: their words always are."""
        return next((encoder for encoder in (self.chosen(), WORDS) if encoder.space == space), None)

    def _find(self) -> InstalledModel | None:
        settings = self._config.embedding
        if "mlx" not in settings.chain:
            return None
        try:
            if settings.mlx.model and self._config.models:
                model: InstalledModel | None = installed_model(settings.mlx.model, self._config.models)
            else:
                model = chosen_model(self._config.paths)
        except EmbeddingError as error:
            log.warning("lines are embedded by their words: %s", error)
            return None
        if model and find_spec("mlx") is None:
            log.warning("lines are embedded by their words: MLX is not installed, so that %s cannot run", model.name)
            return None
        return model

    def _limits(self) -> MlxLimits:
        return MlxLimits(idle_seconds=self._config.embedding.mlx.idle_minutes * MINUTE)
