"""What the keys of `[embedding]` mean; `embedding_file.py` knows what may stand there."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.embedding import EmbeddingSettings

_SERVICE: Final = {
    "url": "Its address.",
    "model": "The model to ask for.",
    "key_variable": "The variable of the environment that holds the key, which goes to https or to this machine only.",
    "seconds": "Seconds for a request.",
    "batch": "How many texts a request has.",
    "dimensions": "Numbers that are asked for; without it as many as the model has.",
    "sizes": "Sizes that the model was trained for.",
}
KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chain": "Who is asked for vectors, in this order: some of remote, mlx, ollama, openai, lexical.",
        "lexical": "Whether the words of a line are the last resort where the chain does not name them.",
        "dims": "Numbers of a vector, or a profile; without it as many as the model has.",
        "untrained_dims": "Whether any size will do, also one that the model was not trained for.",
        "profiles.fast": "A size by name; other names may stand beside it.",
        "profiles.balanced": "A size by name.",
        "profiles.full": "A size by name.",
        "mlx.model": "The model on this machine; empty: the one that `segue models use` has chosen.",
        "mlx.seconds": "Seconds for a request.",
        "mlx.idle_minutes": "Minutes after which its process ends and its memory is given back.",
        "cache.megabytes": "Megabytes of vectors that are kept so that they need not be made again.",
        "cache.storage": "How their numbers are kept: int8, or float16, which is twice as long and more exact.",
        **{f"{name}.{key}": text for name in ("remote", "ollama", "openai") for key, text in _SERVICE.items()},
    }
)


def embedding_value(settings: EmbeddingSettings, key: str) -> Any:
    """Return the value of a key of `[embedding]`; KeyError where there is none."""
    if key == "lexical":
        return "lexical" in settings.chain
    first, _, rest = key.partition(".")
    if first == "profiles":
        return settings.profiles[rest]
    if key not in KEYS:
        raise KeyError(key)
    value = getattr(settings, first)
    return getattr(value, rest) if rest else value
