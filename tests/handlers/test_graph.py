"""graph: which command follows which, asked over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.handlers.graph import graph
from segue.protocol.codec import pack, unpack
from segue.protocol.memory_messages import Graph
from segue.workflows.interface import NoProcedures
from tests.workflows.days import BEGIN, Failing, observed, ran, session

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.workflows.transitions import Transitions
    from tests.helpers.daemon import RunningDaemon


class Mined(NoProcedures):
    """Has mined these."""

    mined_at: float | None = BEGIN

    def __init__(self, transitions: Transitions) -> None:
        super().__init__()
        self._transitions = transitions

    async def transitions(self) -> Transitions:
        """Return them."""
        return self._transitions


@pytest.fixture
def mined(rooms: Rooms) -> Rooms:
    """Give rooms of a person who pulls, builds and commits."""
    lines: list[str] = ["git pull", Failing("make"), "vim x.c", "make", 'git commit -m "y"', "git push"]
    timed = [ran("ls", 0, BEGIN), ran("pwd", 0, BEGIN + 3)]
    rooms.procedures = Mined(observed([*session("a", *lines * 20), *timed]))
    return rooms


async def ask(rooms: Rooms, around: str = "", depth: int = 1, most: int = 100) -> dict[str, Any]:
    """Ask, and see that the answer crosses the wire."""
    (answer,) = await graph(Graph(1, "cli", around, depth, most), rooms)
    assert unpack(pack(answer)) == answer
    assert isinstance(answer, dict)
    return answer


def drawn(answer: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the edges by their ends."""
    return {(edge["source"], edge["target"]) for edge in answer["edges"]}


async def test_everything(mined: Rooms) -> None:
    """Each node and each edge with its figures, the strongest first, and when that was mined."""
    answer = await ask(mined)
    nodes = {node["template"]: node for node in answer["nodes"]}
    assert nodes["make"] == {
        "template": "make",
        "runs": 40,
        "successes": 20,
        "failures": 20,
        "weight": pytest.approx(40, abs=1e-3),
        "last": None,
        "example": "make",
    }
    assert nodes["git commit -m <STR>"]["example"] == 'git commit -m "y"'
    assert {
        "source": "ls",
        "target": "pwd",
        "count": 1,
        "successes": 1,
        "failures": 0,
        "weight": 1.0,
        "gap": 2.0,
        "shells": ["zsh"],
    } in answer["edges"]
    weights = [edge["weight"] for edge in answer["edges"]]
    assert weights == sorted(weights, reverse=True)
    assert (answer["centres"], answer["mined_at"]) == ([], BEGIN)


async def test_around_words_that_commands_begin_with(mined: Rooms) -> None:
    """All of them, and what lies within the steps asked for."""
    answer = await ask(mined, "git")
    assert sorted(answer["centres"]) == ["git commit -m <STR>", "git pull", "git push"]
    assert drawn(answer) == {
        ("git pull", "make"),
        ("make", "git commit -m <STR>"),
        ("git commit -m <STR>", "git push"),
        ("git push", "git pull"),
    }
    assert ("make", "vim <FILE>") in drawn(await ask(mined, "git", depth=2))


async def test_around_a_line(mined: Rooms) -> None:
    """One that was never run is found by its template."""
    answer = await ask(mined, 'git commit -m "never said"')
    assert answer["centres"] == ["git commit -m <STR>"]
    assert len(answer["edges"]) == 2


async def test_only_the_strongest(mined: Rooms) -> None:
    """As many as are asked for, and the nodes that they connect."""
    answer = await ask(mined, most=1)
    assert len(answer["edges"]) == 1
    assert {node["template"] for node in answer["nodes"]} == {end for pair in drawn(answer) for end in pair}
    answer = await ask(mined, "git", most=2)
    assert len(answer["centres"]) == len(answer["edges"]) == 2


async def test_causes_and_mends(mined: Rooms) -> None:
    """What decides how a command ends, and what mends it: only what has to do with the command asked about."""
    answer = await ask(mined, "make")
    assert {
        "before": ["git pull"],
        "then": "make",
        "outcome": "fails",
        "cases": 20,
        "of": 20,
        "rate": 1.0,
        "usual": 0.5,
        "lift": 2.0,
    } in answer["causes"]
    (mend,) = answer["mends"]
    assert (mend["failed"], mend["mender"], mend["cases"], mend["of"]) == ("make", "vim <FILE>", 20, 20)
    other = await ask(mined, "ls")
    assert (other["causes"], other["mends"]) == ([], [])


async def test_around_what_is_unknown(mined: Rooms) -> None:
    """Nothing, and not everything."""
    answer = await ask(mined, "terraform apply")
    assert [answer[part] for part in ("nodes", "edges", "causes", "mends", "centres")] == [[], [], [], [], []]


async def test_nothing_is_mined_yet(rooms: Rooms) -> None:
    """There is an answer, which says so."""
    answer = await ask(rooms, "make")
    assert answer == {
        "nodes": [],
        "edges": [],
        "causes": [],
        "mends": [],
        "centres": [],
        "size": {"nodes": 0, "edges": 0},
        "mined_at": None,
    }


async def test_what_is_forgotten_is_gone(mined: Rooms) -> None:
    """From nodes, edges, causes and mends."""
    transitions = await mined.procedures.transitions()
    assert transitions is not None
    transitions.forget("vim y.c")
    assert "vim" not in repr(await ask(mined))


def test_a_daemon_answers(daemon: RunningDaemon) -> None:
    """What was recorded and counted comes back over the socket."""
    daemon.learn(["make", "make test"], times=3)
    (answer,) = daemon.ask(Graph(1, "cli", "make", 1, 10))
    assert drawn(answer) == {("make", "make test"), ("make test", "make")}
    assert answer["mined_at"] > BEGIN
