"""What the commands about workflows have in common: how they ask the daemon."""

from __future__ import annotations

import os
from typing import Any, Final

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.memory_messages import Workflows

PATIENCE: Final = 60.0
"""Seconds: what is new in the history is searched first, and forgetting many commands takes its time."""

flagged_json: Final = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
"""The option that every command has."""


def ask_workflows(action: str, **arguments: Any) -> dict[str, Any]:
    """Return what the daemon answers to one action on workflows.

    Raises:
        SegueError: there is no daemon, or it refuses.
    """
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client:
        answer: dict[str, Any] = client.ask(Workflows(1, "cli", action, arguments))[0]
    return answer
