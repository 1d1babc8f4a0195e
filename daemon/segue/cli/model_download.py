"""Fetches a model from the hub: the one place where segue asks the network for anything, and only when told to."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from segue.domain.errors import EmbeddingError
from segue.embedding.models.files import read_model_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from segue.embedding.models.registry import ModelSpec

WANTED: Final = re.compile(r"(\d_\w+/)?(model[\w.-]*\.safetensors|[\w.-]+\.(json|txt|model))")
"""Weights, configuration, vocabularies, also those in the folders of sentence-transformers; never code or pickles."""
SPARE_BYTES: Final = 1 << 28
"""What must be left on the disk."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub; `sha256` is "" for small ones, of which the hub knows none."""

    path: str
    size: int
    sha256: str


def download(
    spec: ModelSpec, directory: Path, on_total: Callable[[int], None], on_bytes: Callable[[int], None]
) -> None:
    """Fetch a model into a directory, which appears only when all of it is there and has been checked.

    What an interrupted download has left (`.NAME.partial`) is used by the next. An older model of that name is
    replaced. HF_ENDPOINT, HF_TOKEN and the other variables of huggingface_hub count.

    Raises:
        EmbeddingError: the hub cannot be reached or refuses, a file is not what the hub says, or the disk is full.
    """
    partial = directory.with_name(f".{directory.name}.partial")
    partial.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        commit, files = _listing(spec)
        on_total(sum(file.size for file in files))
        _check_space(partial, files)
        for file in files:
            _fetch(spec, commit, file, partial, on_bytes)
    # huggingface_hub passes on what the HTTP library beneath it raises, which changes between versions.
    except Exception as error:
        raise EmbeddingError(f"{spec.name} could not be fetched: {' '.join(str(error).split())}") from error
    dims = read_model_files(partial).dims
    if dims != spec.dims:
        raise EmbeddingError(f"{spec.hub} has vectors of {dims} numbers, not {spec.dims}")
    shutil.rmtree(partial / ".cache", ignore_errors=True)
    _put(partial, directory)


def _listing(spec: ModelSpec) -> tuple[str, list[RemoteFile]]:
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import huggingface_hub

    info = huggingface_hub.HfApi().model_info(spec.hub, revision=spec.revision, files_metadata=True)
    files = [
        RemoteFile(file.rfilename, file.size or 0, file.lfs.sha256 if file.lfs else "")
        for file in info.siblings or ()
        if WANTED.fullmatch(file.rfilename)
    ]
    return str(info.sha), files


def _check_space(directory: Path, files: list[RemoteFile]) -> None:
    here = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    needed = sum(file.size for file in files) - here + SPARE_BYTES
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise OSError(f"{needed / 1e6:,.0f} MB are needed in {directory.parent}, {free / 1e6:,.0f} MB are free")


def _fetch(spec: ModelSpec, commit: str, file: RemoteFile, directory: Path, on_bytes: Callable[[int], None]) -> None:
    from huggingface_hub import hf_hub_download

    counted = 0

    class Counter:
        """What the library takes for a progress bar of tqdm."""

        def __init__(self, *_arguments: Any, initial: int = 0, **_options: Any) -> None:
            self.update(initial)

        def update(self, count: float | None = 1) -> None:
            nonlocal counted
            counted += int(count or 0)
            on_bytes(int(count or 0))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

    path = hf_hub_download(
        spec.hub,
        file.path,
        revision=commit,
        local_dir=directory,
        tqdm_class=Counter,
    )
    # A file that was here already, or one of the library's own shortcuts.
    on_bytes(file.size - counted)
    if file.sha256:
        with open(path, "rb") as content:  # noqa: PTH123 - a string from the library
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != file.sha256:
            os.unlink(path)  # noqa: PTH108 - the same
            raise OSError(f"{file.path} is not what the hub says (SHA-256 {found})")


def _put(partial: Path, directory: Path) -> None:
    old = directory.with_name(f".{directory.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if directory.exists():
        directory.replace(old)
    partial.replace(directory)
    shutil.rmtree(old, ignore_errors=True)
