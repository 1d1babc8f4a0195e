"""What the handlers ask of those that the composition root puts beside them, and who stands in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Tail(Protocol):
    """The history observer, as the handlers see it."""

    async def follow(self, files: Iterable[Path], *, others: bool) -> None:
        """Follow these files and no others, or also those that shells name."""

    def attend(self, path: Path, shell: str) -> None:
        """Follow a history file that a shell has named."""

    def expect(self, line: str, start: float | None) -> None:
        """Skip this line when it appears in a history file."""

    def was_delivered(self, line: str, start: float | None) -> bool:
        """Tell whether a history file has shown this command before its hook did."""


class NoTail:
    """Stands in until history files are followed."""

    async def follow(self, files: Iterable[Path], *, others: bool) -> None:
        """Follow nothing."""

    def attend(self, path: Path, shell: str) -> None:
        """Follow nothing."""

    def expect(self, line: str, start: float | None) -> None:
        """Expect nothing."""

    def was_delivered(self, line: str, start: float | None) -> bool:  # noqa: ARG002 - the tail's signature
        """Nothing was delivered."""
        return False


class Keeper(Protocol):
    """Who keeps the learned state on disk, as the handlers see it."""

    incomplete: bool
    """Events of the store are not yet learned."""
    failure: str
    """Why they could not be learned, empty otherwise."""

    def begin_import(self) -> None:
        """Events of the past are about to be stored."""

    def request_rebuild(self) -> None:
        """Learn the whole history anew, in the background."""

    def schedule_save(self) -> None:
        """Save before long."""

    async def save(self) -> None:
        """Save now."""


class SettingsRoom(Protocol):
    """Keeps the settings in use those of the file."""

    @property
    def problem(self) -> str:
        """Why the file is not in use, "" when it is."""

    def pause(self) -> dict[str, Any] | None:
        """Return the quiet time that it is."""

    def figures(self) -> dict[str, Any]:
        """Return what `segue config` shows."""

    async def reload(self) -> None:
        """Take what the files say now into use."""


class DefaultSettings:
    """Where nobody reads any file."""

    problem = ""

    def pause(self) -> dict[str, Any] | None:
        """Return none."""
        return None

    def figures(self) -> dict[str, Any]:
        """Return nothing."""
        return {}

    async def reload(self) -> None:
        """Leave everything as it is."""
