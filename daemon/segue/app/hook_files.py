"""Keeps the joined hook scripts in the state directory fresh, for rc files to source."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from segue.assets.hooks import SHELLS, init_script
from segue.config.shell_settings import shell_settings
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from segue.config.paths import Paths
    from segue.config.settings import Settings

log = logging.getLogger(__name__)


def write_hook_files(paths: Paths, settings: Settings) -> None:
    """Write each shell's script, and what its running shells read when settings have changed, where they differ."""
    for shell in SHELLS:
        _write(paths.init_script(shell), hook_of(shell, paths, settings))
        _write(paths.shell_settings(shell), shell_settings(shell, settings) + "\n")


def hook_of(shell: str, paths: Paths, settings: Settings) -> str:
    """Return the text that a shell's rc file evaluates, with these settings."""
    return init_script(shell, paths, VERSION, shell_settings(shell, settings))


def _write(target: Path, text: str) -> None:
    """Write atomically: a shell may be reading it right now."""
    try:
        if target.exists() and target.read_text("utf-8") == text:
            return
        fresh = target.with_name(target.name + ".new")
        fresh.write_text(text, "utf-8")
        fresh.replace(target)
    except OSError as error:
        log.warning("the hook file %s cannot be written: %s", target, error)
