"""The models that are on this machine: found by name or path, described for whoever runs them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.models.files import DEFAULT_POOLING, ModelFiles, read_model_files
from segue.embedding.models.fingerprint import fingerprint
from segue.embedding.models.registry import BARE, ModelSpec, Pooling, known_model, known_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.config.model_places import ModelPlaces


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that can be run, and everything that decides what its vectors are.

    Attributes:
        dims: the length of its vectors.
        sizes: the shorter lengths it was trained for, longest first; a vector's first numbers are one.
        revision: differs when anything does that its vectors depend on.
        weight_bytes: what it will take of memory at least.
    """

    name: str
    path: Path
    revision: str
    dims: int
    sizes: tuple[int, ...]
    pooling: Pooling
    max_tokens: int
    query: str
    document: str
    ends_with: str
    precision: str
    weight_bytes: int

    def prompted(self, text: str, kind: Kind) -> str:
        """Return the text as this model wants to be given one of that kind."""
        return (self.query if kind is Kind.QUERY else self.document).replace(BARE, text)


def installed_model(name: str, places: ModelPlaces) -> InstalledModel:
    """Return a model by its name in the registry, or by the path of its directory. Reads the disk: some milliseconds.

    Raises:
        EmbeddingError: it is not here, or cannot be run; says what to do.
    """
    if "/" in name or name.startswith((".", "~")):
        path = Path(name).expanduser().resolve()
        return open_model(path, next((spec for spec in known_models().values() if path.name in _names(spec)), None))
    spec = known_model(name)
    path_of = where(spec, places)
    if path_of is None:
        raise EmbeddingError(f"{spec.name} is not on this machine: `segue models pull {spec.name}` fetches it")
    return open_model(path_of, spec)


def where(spec: ModelSpec, places: ModelPlaces) -> Path | None:
    """Return the directory that a known model lies in, None when it is not here.

    Raises:
        EmbeddingError: a variable names a directory that does not exist.
    """
    if (named := places.named.get(spec.variable)) is not None:
        if not named.is_dir():
            raise EmbeddingError(f"{spec.variable} names {named}, which is no directory")
        return named
    return next((path for path in _candidates(spec, places) if path.is_dir()), None)


def open_model(path: Path, spec: ModelSpec | None) -> InstalledModel:
    """Return the model in a directory: what its files do not say comes from the registry.

    Raises:
        EmbeddingError: there is none that can be run.
    """
    found = read_model_files(path)
    if spec and spec.dims != found.dims:
        raise EmbeddingError(f"{path} is not {spec.name}: its vectors have {found.dims} numbers, not {spec.dims}")
    settings = _settings(found, spec)
    try:
        files, size = fingerprint(path), found.weight_bytes
    except OSError as error:
        raise EmbeddingError(f"{path} cannot be read: {error}") from error
    told = hashlib.sha256(repr((files, sorted(settings.items()))).encode()).hexdigest()[:12]
    return InstalledModel(
        name=spec.name if spec else path.name,
        path=path,
        revision=told,
        dims=found.dims,
        sizes=spec.sizes if spec else (),
        weight_bytes=size,
        **settings,
    )


def _settings(found: ModelFiles, spec: ModelSpec | None) -> dict[str, Any]:
    """Return what besides the weights decides the vectors."""
    return {
        "pooling": found.pooling or (spec.pooling if spec else DEFAULT_POOLING[found.architecture]),
        "max_tokens": min(found.max_tokens, spec.max_tokens) if spec else found.max_tokens,
        "query": spec.query if spec else found.query,
        "document": spec.document if spec else found.document,
        "ends_with": spec.ends_with if spec else ("<|endoftext|>" if found.architecture == "qwen3" else ""),
        "precision": spec.precision if spec else "",
    }


def _candidates(spec: ModelSpec, places: ModelPlaces) -> Iterator[Path]:
    if places.shared:
        yield places.shared / spec.hub
        for name in _names(spec):
            yield places.shared / name
    yield places.own / spec.name


def _names(spec: ModelSpec) -> tuple[str, str]:
    """Return what a model's directory may be called: by segue, and by the hub."""
    return spec.name, spec.hub.rpartition("/")[2]
