"""Which model is in use: a small file that `segue models use` writes and the daemon reads again when asked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segue.domain.errors import EmbeddingError
from segue.embedding.models.installed import InstalledModel, open_model
from segue.embedding.models.registry import known_models

if TYPE_CHECKING:
    from segue.config.paths import Paths


def chosen_model(paths: Paths) -> InstalledModel | None:
    """Return the model in use, None when there is none. Reads the disk: some milliseconds.

    The directory was found when the model was chosen, so that a daemon needs no variable of the shell that chose.

    Raises:
        EmbeddingError: the model in use is gone, or cannot be run any more.
    """
    chosen = choice(paths)
    if chosen is None:
        return None
    name, path = chosen
    try:
        return open_model(path, known_models().get(name))
    except EmbeddingError as error:
        raise EmbeddingError(f"{error}; choose another with `segue models use`") from error


def choice(paths: Paths) -> tuple[str, Path] | None:
    """Return name and directory of the model in use, whether it is still there or not.

    Raises:
        EmbeddingError: the file that says so cannot be read.
    """
    try:
        said: Any = json.loads(paths.model_choice.read_text("utf-8"))
        return str(said["name"]), Path(said["path"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EmbeddingError(f"{paths.model_choice} cannot be read: choose with `segue models use`") from error


def choose(paths: Paths, model: InstalledModel | None) -> None:
    """Take a model into use, or none; a crash leaves the old choice or the new one.

    Raises:
        OSError: the state directory cannot be written.
    """
    if model is None:
        paths.model_choice.unlink(missing_ok=True)
        return
    paths.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = paths.model_choice.with_name(f"{paths.model_choice.name}.{os.getpid()}.new")
    try:
        temporary.write_text(json.dumps({"name": model.name, "path": str(model.path)}), "utf-8")
        temporary.replace(paths.model_choice)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
