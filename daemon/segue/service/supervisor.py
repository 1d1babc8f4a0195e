"""What launchd, systemd and nobody have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class State(NamedTuple):
    """How the service is: whether it is `installed` for this state directory, whether it runs, and more in words."""

    installed: bool
    running: bool
    detail: str


class Supervisor(Protocol):
    """Starts the daemon; every method that acts raises ServiceError with what to do when that does not work."""

    @property
    def name(self) -> str:
        """`launchd`, `systemd` or `none`."""

    def files(self) -> dict[Path, str]:
        """Return what `install` would write."""

    def install(self) -> None:
        """Write the files, have the daemon started now and at every login; once more changes nothing."""

    def uninstall(self) -> None:
        """Stop the daemon for good and remove the files and nothing else; once more changes nothing."""

    def start(self) -> None:
        """Start the daemon unless it runs."""

    def stop(self) -> None:
        """Stop the daemon until it is started or the person logs in again."""

    def restart(self) -> None:
        """Stop the daemon, if it runs, and start it."""

    def state(self) -> State:
        """Return how the service is."""
