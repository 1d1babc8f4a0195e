"""The settings of embedding. Nothing is sent command lines unless `chain` names it, whatever else is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

STEPS: Final = ("remote", "mlx", "ollama", "openai", "lexical")
LARGEST: Final = 65_536
"""Numbers of a vector, far above what any model has."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where a service is and what it is asked for.

    Attributes:
        url: up to where the paths of its kind begin.
        model: "" where the service has but one.
        seconds: for each request.
        batch: texts of one request to it.
        dimensions: how many numbers to ask for; None for as many as the model has.
        sizes: what the model was trained for, as `dims` may ask for it.
        key_variable: the variable of the environment that holds the key; "" for none.
    """

    url: str = ""
    model: str = ""
    seconds: float = 10.0
    batch: int = 16
    dimensions: int | None = None
    sizes: tuple[int, ...] = ()
    key_variable: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MlxSettings:
    """The model on this machine; times are for one request and until the worker ends.

    Attributes:
        model: "" for the one that `segue models use` has chosen.
    """

    model: str = ""
    seconds: float = 30.0
    idle_minutes: float = 15.0


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """How many megabytes of vectors are kept, and in which of STORAGES: what is smaller is a little less exact."""

    megabytes: int = 200
    storage: str = "float16"


STORAGES: Final = ("int8", "float16")
REMOTE: Final = ServiceSettings()
OLLAMA: Final = ServiceSettings("http://127.0.0.1:11434", "nomic-embed-text")
OPENAI: Final = ServiceSettings("https://api.openai.com/v1", "text-embedding-3-small", key_variable="OPENAI_API_KEY")
PROFILES: Final = MappingProxyType({"fast": 128, "balanced": 256, "full": 768})


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """Who is asked for vectors, in which order, and how long these are.

    Attributes:
        chain: names of STEPS.
        dims: the numbers of a vector, None for as many as the model has. Lexical vectors always have 256.
        untrained_dims: whether a size will do that the model was not trained for.
        profiles: sizes by name.
    """

    chain: tuple[str, ...] = ("mlx", "lexical")
    dims: int | None = None
    untrained_dims: bool = False
    profiles: Mapping[str, int] = field(default_factory=lambda: PROFILES)
    mlx: MlxSettings = MlxSettings()
    remote: ServiceSettings = REMOTE
    ollama: ServiceSettings = OLLAMA
    openai: ServiceSettings = OPENAI
    cache: CacheSettings = CacheSettings()

    def size(self, wanted: str) -> int:
        """Return the size that a profile's name or a number stands for.

        Raises:
            ConfigError: it is neither.
        """
        if wanted in self.profiles:
            return self.profiles[wanted]
        if wanted.isascii() and wanted.isdecimal() and 0 < int(wanted) <= LARGEST:
            return int(wanted)
        raise ConfigError(f"{wanted!r} is no size; the profiles are {', '.join(self.profiles)}")
