"""What every supervisor can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class State(NamedTuple):
    """How the service is; `detail` is for people."""

    installed: bool
    running: bool
    detail: str


class Supervisor(Protocol):
    """Runs the daemon; every method raises ServiceError where it cannot do what it says."""

    name: str

    def files(self) -> dict[Path, str]:
        """Return what `install` would write."""

    def install(self) -> None:
        """Write the files, enable and start; a second time changes nothing."""

    def uninstall(self) -> None:
        """Stop, disable, and remove those files and nothing else; a second time changes nothing."""

    def start(self) -> None:
        """Start the daemon."""

    def stop(self) -> None:
        """Stop the daemon."""

    def restart(self) -> None:
        """Stop and start the daemon."""

    def state(self) -> State:
        """Say how it is."""
