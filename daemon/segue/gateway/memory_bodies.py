"""What clients of procedural memory may send."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, AliasChoices, BaseModel, Field

from segue.gateway.bodies import MOST_BYTES, Text, byte_count
from segue.protocol.memory_messages import MAX_COMMANDS
from segue.protocol.messages import MAX_SUGGESTIONS

LONGEST_PATH: Final = 4096


class CommandBody(BaseModel):
    """A command, and how it ended, if that is known."""

    command: Text
    exit_code: Annotated[int, Field(ge=-(1 << 31), lt=1 << 31)] | None = Field(
        None, validation_alias=AliasChoices("exit_code", "exit")
    )


def _one_frame(commands: list[Text | CommandBody]) -> list[Text | CommandBody]:
    if sum(byte_count(line_of(each)) for each in commands) > MOST_BYTES:
        raise ValueError(f"all commands together have at most {MOST_BYTES} bytes")
    return commands


def line_of(command: str | CommandBody) -> str:
    """Return the line of a command, in whichever way it was sent."""
    return command if isinstance(command, str) else command.command


Session = Annotated[list[Text | CommandBody], Field(max_length=MAX_COMMANDS), AfterValidator(_one_frame)]


class LearnBody(BaseModel):
    """A session, oldest command first, and how it ended."""

    session_commands: Annotated[Session, Field(min_length=1)]
    session_outcome: Annotated[str, Field(pattern="^(success|failure|unknown)$")] = "unknown"


class PredictBody(BaseModel):
    """What has been run, oldest first, and how many predictions are wanted."""

    current_context: Session
    top_k: int = Field(3, ge=1, le=MAX_SUGGESTIONS)


class FileBody(BaseModel):
    """Where a file is, or will be."""

    filepath: Annotated[str, Field(min_length=1, max_length=LONGEST_PATH)]
