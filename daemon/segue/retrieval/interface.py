"""What the handlers see of retrieval, and what stands in where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from segue.domain.search import Found

if TYPE_CHECKING:
    from segue.domain.search import SearchQuery


class Retrieval(Protocol):
    """Embeds what is recorded, in the background."""

    def recorded(self, line: str) -> None:
        """Embed this line before long, unless it is known."""

    def look_anew(self) -> None:
        """Lines were stored that nobody has announced, as after an import."""

    def prompt_asks(self) -> None:
        """Keep out of the way for a moment."""

    async def forget(self, line: str) -> int:
        """Remove a line's vectors and return how many there were."""

    def figures(self) -> dict[str, Any]:
        """Describe the index in plain values."""


class NoRetrieval:
    """Embeds nothing."""

    def recorded(self, line: str) -> None:
        """Leave the line alone."""

    def look_anew(self) -> None:
        """Look at nothing."""

    def prompt_asks(self) -> None:
        """Be out of the way anyway."""

    async def forget(self, line: str) -> int:  # noqa: ARG002 - the interface's signature
        """Know of no vector."""
        return 0

    def figures(self) -> dict[str, Any]:
        """Have nothing to say."""
        return {}


class MemorySearcher(Protocol):
    """Finds what a person has done."""

    async def find(self, query: SearchQuery, now: float) -> Found:
        """Return what fits, best first; without a text what was run last."""

    def forgot(self) -> None:
        """Something was forgotten: hold nothing that was made of texts."""


class NoSearch:
    """Finds nothing."""

    async def find(self, query: SearchQuery, now: float) -> Found:  # noqa: ARG002 - the interface's signature
        """Have looked nowhere."""
        return Found()

    def forgot(self) -> None:
        """Hold nothing anyway."""
