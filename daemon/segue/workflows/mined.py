"""What a search of the history has found, as one versioned record that goes through a pipe and into a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from segue.domain.errors import ProtocolError, WorkflowError
from segue.protocol.codec import pack, unpack
from segue.store.events import START, Position
from segue.workflows.description import from_plain, to_plain
from segue.workflows.hazards import Hazards, hazards_from
from segue.workflows.transitions import Transitions

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Mined:
    """The workflows that the events up to a position hold, with their counts.

    `at` is when that was found out (epoch seconds), `took` for how many seconds a processor was busy. `packed_runs` are
    the events of the latest runs of each workflow, `packed_transitions` is the graph: few requests need them, and
    unpacked they are large.
    """

    position: Position = START
    at: float | None = None
    took: float = 0.0
    workflows: tuple[Workflow, ...] = ()
    hazards: Hazards = field(default_factory=Hazards)
    packed_runs: bytes = b""
    packed_transitions: bytes = b""

    def runs(self) -> dict[str, list[list[int]]]:
        """Return the events of the latest runs of each workflow by its id."""
        runs: dict[str, list[list[int]]] = unpack(self.packed_runs) if self.packed_runs else {}
        return runs

    def transitions(self) -> Transitions | None:
        """Return the graph, or None where nothing was searched.

        Raises:
            SnapshotError: it is damaged.
        """
        return Transitions.from_plain(unpack(self.packed_transitions)) if self.packed_transitions else None

    def forgetting(self, lines: list[str]) -> Self:
        """Return the record without what the graph holds of these lines."""
        graph = self.transitions()
        if graph is None:
            return self
        for line in lines:
            graph.forget(line)
        return replace(self, packed_transitions=pack(graph.plain()))


def encode(mined: Mined) -> bytes:
    """Return what was found as versioned msgpack."""
    return pack(
        {
            "version": VERSION,
            "position": list(mined.position),
            "at": mined.at,
            "took": mined.took,
            "workflows": [to_plain(workflow) for workflow in mined.workflows],
            "hazards": mined.hazards.plain(),
            "runs": mined.packed_runs,
            "transitions": mined.packed_transitions,
        }
    )


def decode(payload: bytes) -> Mined:
    """Return what `encode` was given.

    Raises:
        WorkflowError: the payload is of another version or damaged.
    """
    try:
        fields = unpack(payload)
    except ProtocolError as error:
        raise WorkflowError(f"what was found about workflows cannot be decoded: {error}") from error
    return _mined(fields)


def _mined(fields: Any) -> Mined:
    match fields:
        case {
            "version": int(version),
            "position": [float(learned_at), int(event)],
            "at": (float() | None) as at,
            "took": float(took),
            "workflows": list(workflows),
            "hazards": hazards,
            "runs": bytes(runs),
            "transitions": bytes(transitions),
        } if version == VERSION:
            return Mined(
                position=Position(learned_at, event),
                at=at,
                took=took,
                workflows=tuple(map(from_plain, workflows)),
                hazards=hazards_from(hazards),
                packed_runs=runs,
                packed_transitions=transitions,
            )
    raise WorkflowError("what was found about workflows is of another version")
