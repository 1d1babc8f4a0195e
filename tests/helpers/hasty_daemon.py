"""A real daemon that searches its history for workflows at once: `python -m tests.helpers.hasty_daemon`."""

from __future__ import annotations

import logging
import os

from segue.app import procedures
from segue.app.daemon import run_daemon
from segue.config.config import Config

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    setattr(procedures, "QUIET_SECONDS", 0.1)  # noqa: B010 - a constant, for a person's sake
    run_daemon(Config.from_environment(os.environ))
