"""No supervisor: `segue start` runs the daemon in the background, and nothing restarts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.service.supervisor import State

if TYPE_CHECKING:
    from pathlib import Path


class Unsupervised:
    """Writes nothing and starts nothing."""

    name = "none"

    def files(self) -> dict[Path, str]:
        """Return nothing."""
        return {}

    def install(self) -> None:
        """Do nothing."""

    def uninstall(self) -> None:
        """Do nothing."""

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""

    def restart(self) -> None:
        """Do nothing."""

    def state(self) -> State:
        """Say that there is no service."""
        return State(installed=False, running=False, detail="nothing restarts the daemon here")
