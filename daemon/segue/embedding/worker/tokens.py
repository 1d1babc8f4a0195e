"""Texts to token ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tokens:
    """A model's tokenizer, as this model was trained with it.

    Attributes:
        padding: the id that fills short rows.
    """

    def __init__(self, tokenizer: Any, max_tokens: int, ends_with: str) -> None:
        self._tokenizer = tokenizer._tokenizer  # noqa: SLF001 - the wrapper forwards reading but not setting
        self._tokenizer.truncation_side = "right"
        self._max_tokens = max_tokens
        self._end = self._tokenizer.convert_tokens_to_ids(ends_with) if ends_with else None
        self.padding: int = self._tokenizer.pad_token_id or 0

    def of(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text, cut off at the model's limit.

        Raises:
            ValueError: a text has none.
        """
        rows: list[list[int]] = self._tokenizer(
            list(texts), truncation=True, max_length=self._max_tokens, padding=False
        )["input_ids"]
        if self._end is not None:
            rows = [row if row[-1:] == [self._end] else [*row[: self._max_tokens - 1], self._end] for row in rows]
        if not all(rows):
            raise ValueError("a text without a single token")
        return rows
