"""The progress bar of commands that print their result: on standard error, and only where that is a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


def result_bar() -> Progress:
    """Return a bar that disturbs neither JSON nor a pipe, and leaves no trace."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
