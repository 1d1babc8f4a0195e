"""The plain form of the graph: it goes through msgpack and JSON, and what is damaged is refused."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import SnapshotError
from segue.protocol.codec import pack, unpack
from segue.workflows import plain as module
from segue.workflows.transitions import Transitions
from tests.protocol.test_frames import values
from tests.workflows.days import BEGIN, Failing, observed, ran, session

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTED = observed(
    [
        *(each for _ in range(6) for each in session("a", "git pull", Failing("make"), "vim x.c", "make", "ls")),
        *(ran(line, 0, BEGIN + number) for number, line in enumerate(["make", "ls", "cat caf\udce9"])),
    ]
)


def test_it_crosses_a_pipe_and_a_file() -> None:
    """As msgpack and, where its lines are text, as JSON; what was counted is the same afterwards."""
    plain = COUNTED.plain()
    assert Transitions.from_plain(unpack(pack(plain))).plain() == plain
    assert Transitions.from_plain(json.loads(json.dumps(plain))).plain() == plain
    assert all(plain[part] for part in ("nodes", "edges", "triples", "repairs"))


def test_what_is_read_back_can_be_gone_on_with() -> None:
    """Counts and weights go on from where they were."""
    read = Transitions.from_plain(COUNTED.plain())
    read.observe(ran("make", 0, BEGIN + 2))
    assert read.counts.nodes["make"].count == COUNTED.counts.nodes["make"].count + 1
    assert read.counts.nodes["make"].weight == pytest.approx(COUNTED.counts.nodes["make"].weight + 1)


def test_only_the_strongest_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No edge remains without its ends."""
    for bound, most in (("MAX_NODES", 3), ("MAX_EDGES", 2), ("MAX_TRIPLES", 1), ("MAX_REPAIRS", 1)):
        monkeypatch.setattr(module, bound, most)
    counts = Transitions.from_plain(COUNTED.plain()).counts
    assert len(counts.nodes) == 3
    assert next(iter(counts.nodes)) == "make"
    assert len(counts.edges) == 2
    assert all(end in counts.nodes for pair in counts.edges for end in pair)


def test_nothing_counted_is_a_graph_too() -> None:
    """Empty, and not an error."""
    assert Transitions.from_plain(Transitions().plain()).plain() == Transitions().plain()


DAMAGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no runs": lambda plain: plain.pop("runs"),
    "runs below 0": lambda plain: plain.update(runs=-1),
    "runs that are true": lambda plain: plain.update(runs=True),
    "a time that is text": lambda plain: plain.update(latest="noon"),
    "a time that is no number": lambda plain: plain.update(latest=float("nan")),
    "nodes that are a map": lambda plain: plain.update(nodes={}),
    "a short node": lambda plain: plain["nodes"][0].pop(),
    "a template of bytes": lambda plain: plain["nodes"][0].__setitem__(0, b"make"),
    "an empty template": lambda plain: plain["nodes"][0].__setitem__(0, ""),
    "a template twice": lambda plain: plain["nodes"].append(plain["nodes"][0]),
    "more ends than runs": lambda plain: plain["nodes"][0].__setitem__(2, 99),
    "an endless weight": lambda plain: plain["nodes"][0].__setitem__(4, float("inf")),
    "a weight below 0": lambda plain: plain["edges"][0].__setitem__(5, -1.0),
    "an edge to nowhere": lambda plain: plain["edges"][0].__setitem__(1, 5_000),
    "an edge from behind": lambda plain: plain["edges"][0].__setitem__(0, -1),
    "an edge twice": lambda plain: plain["edges"].append(plain["edges"][0]),
    "an edge more often than its end": lambda plain: plain["edges"][0].__setitem__(2, 1_000),
    "a pause below 0": lambda plain: plain["edges"][0].__setitem__(6, -3.0),
    "shells that are numbers": lambda plain: plain["edges"][0].__setitem__(7, [1]),
    "a triple of text": lambda plain: plain["triples"][0].__setitem__(0, "make"),
    "a triple twice": lambda plain: plain["triples"].append(plain["triples"][0]),
    "a huge count": lambda plain: plain["triples"][0].__setitem__(3, 1 << 70),
    "a repair of nothing": lambda plain: plain["repairs"].append([]),
    "a million nodes": lambda plain: plain.update(nodes=plain["nodes"] * 5_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_refused(damage: str) -> None:
    """With one error, that says what to do."""
    plain = copy.deepcopy(COUNTED.plain())
    DAMAGES[damage](plain)
    with pytest.raises(SnapshotError, match="mining the history makes it anew"):
        Transitions.from_plain(plain)


@given(values)
def test_any_value_is_a_graph_or_an_error(value: Any) -> None:
    """Nothing that a file can hold makes reading fail in another way."""
    with pytest.raises(SnapshotError):
        Transitions.from_plain(value)


@given(st.data())
def test_any_value_in_any_place_is_a_graph_or_an_error(data: st.DataObject) -> None:
    """The same where one part of a graph is replaced; what is accepted can be told again."""
    plain = copy.deepcopy(COUNTED.plain())
    part = plain[data.draw(st.sampled_from(["nodes", "edges", "triples", "repairs"]))]
    row = data.draw(st.sampled_from(part))
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(values)
    try:
        read = Transitions.from_plain(plain)
    except SnapshotError:
        return
    assert read.plain()["nodes"]
