"""Text as it can stand on a command line."""

from __future__ import annotations

from hypothesis import strategies as st


def texts(max_size: int = 30) -> st.SearchStrategy[str]:
    """Text that came from arbitrary bytes: valid UTF-8, and surrogate escapes where it is not."""
    return st.binary(max_size=max_size).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
