"""Keeps the joined hook scripts in the state directory fresh, for rc files to source."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from segue.assets.hooks import SHELLS, init_script
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from segue.config.paths import Paths

log = logging.getLogger(__name__)


def write_init_scripts(paths: Paths) -> None:
    """Write each shell's script where it differs, atomically: a shell may be reading it right now."""
    for shell in SHELLS:
        target = paths.init_script(shell)
        text = init_script(shell, paths, VERSION)
        try:
            if target.exists() and target.read_text("utf-8") == text:
                continue
            fresh = target.with_name(target.name + ".new")
            fresh.write_text(text, "utf-8")
            fresh.replace(target)
        except OSError as error:
            log.warning("the hook file %s cannot be written: %s", target, error)
