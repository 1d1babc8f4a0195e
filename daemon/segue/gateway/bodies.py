"""What clients may send: the bodies of requests, each within bounds."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AfterValidator, AliasChoices, BaseModel, Field, model_validator

from segue.protocol.messages import MAX_TEXTS

MOST_TEXTS: Final = 1024
LONGEST_TEXT: Final = 131_072
"""Characters: even of four bytes each they are half of the largest frame that the daemon reads."""
MOST_BYTES: Final = 524_288
"""Of all the texts in one frame."""
MOST_DIMS: Final = 65_536
BATCH: Final = 32


def byte_count(text: str) -> int:
    """Return the bytes of a text on the wire."""
    return len(text.encode())


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("a text is blank")
    return text


def _one_frame(commands: list[str]) -> list[str]:
    if sum(map(byte_count, commands)) > MOST_BYTES:
        raise ValueError(f"a sequence has at most {MOST_BYTES} bytes")
    return commands


Text = Annotated[str, Field(max_length=LONGEST_TEXT, examples=["git push"]), AfterValidator(_not_blank)]
Texts = Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
Commands = Annotated[list[Text], Field(min_length=1, max_length=MAX_TEXTS), AfterValidator(_one_frame)]
Decay = Annotated[float, Field(ge=0.001, le=1)]


class Options(BaseModel):
    """What every request for vectors may add."""

    dims: int | None = Field(
        None,
        ge=1,
        le=MOST_DIMS,
        validation_alias=AliasChoices("dims", "dimensions"),
        description="Numbers of a vector: a size that the model was trained for; `dimensions` is the same.",
    )
    use_cache: bool = Field(default=True, description="False: neither look up nor keep the vectors.")


class TextBody(Options):
    """One text."""

    text: Text


class BatchBody(Options):
    """Some texts, and how many of them the daemon is asked for at once."""

    texts: Texts
    batch_size: int = Field(BATCH, ge=1, le=MAX_TEXTS)


class EmbedBody(Options):
    """Some texts, or one."""

    texts: Texts | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.texts is None) == (self.text is None):
            raise ValueError("either `texts` or `text` is needed")
        return self


class SequenceBody(Options):
    """Commands in a row, oldest first."""

    commands: Commands
    decay: Decay | None = Field(None, description="What a command weighs beside the one after it.")
