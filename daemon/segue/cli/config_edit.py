"""`segue config edit`: the configuration file in the person's editor."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from segue.cli.editor import open_editor
from segue.config.config_writing import write_config
from segue.config.paths import config_file
from segue.config.settings import alone, read_settings
from segue.config.template import template
from segue.domain.errors import ConfigError, SegueError

if TYPE_CHECKING:
    from collections.abc import Mapping


def edit_config(environ: Mapping[str, str]) -> bool:
    """Let the person edit a copy of the file, and take it if it can be right; tell whether anything has changed.

    Raises:
        ConfigError: it cannot be right; the message says where the person's text is kept.
    """
    file = config_file(environ)
    before = file.read_bytes() if file.exists() else None
    descriptor, name = tempfile.mkstemp(prefix="segue-config-", suffix=".toml")
    copy = Path(name)
    with os.fdopen(descriptor, "wb") as output:
        output.write(template().encode() if before is None else before)
    begun = copy.read_bytes()
    try:
        open_editor(copy)
        after = copy.read_bytes()
        if after != begun:
            _take(file, after, environ)
    except (SegueError, OSError) as error:
        # Under the name that the person knows, the line is that of their text.
        raise ConfigError(
            f"{str(error).replace(str(file), name)}; your text is in {copy}, and {file} is as it was"
        ) from error
    copy.unlink()
    return after != begun


def _take(file: Path, text: bytes, environ: Mapping[str, str]) -> None:
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8: {error}") from None
    read_settings(alone(environ), text=decoded)
    write_config(file, decoded)
