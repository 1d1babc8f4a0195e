"""The graph for NetworkX."""

from __future__ import annotations

import networkx as nx
import pytest

from segue.workflows.graph import around, assembled, digraph, positions
from tests.workflows.days import BEGIN, Failing, observed, ran, session

SEEN = observed(
    [
        *(each for _ in range(3) for each in session("a", "git pull", Failing("make"), "vim x.c", "make")),
        ran("make", 0, BEGIN),
        ran("ls", 0, BEGIN + 5),
    ]
)


def test_nodes_and_edges_have_what_was_counted() -> None:
    """By their templates, with the figures that clients see."""
    graph = digraph(SEEN)
    assert isinstance(graph, nx.DiGraph)
    assert set(graph) == {"git pull", "make", "vim <FILE>", "ls"}
    assert graph.nodes["make"] == {
        "runs": 7,
        "successes": 4,
        "failures": 3,
        "success_rate": 4 / 7,
        "weight": pytest.approx(7.0, abs=1e-4),
        "last": BEGIN,
        "example": "make",
    }
    assert graph.edges["make", "ls"] == {
        "count": 1,
        "successes": 1,
        "failures": 0,
        "success_rate": 1.0,
        "weight": 1.0,
        "gap": 4.0,
        "shells": ["zsh"],
    }
    assert graph.nodes["vim <FILE>"]["example"] == "vim x.c"


def test_ends_that_nobody_knows_are_no_rate() -> None:
    """None, for 0 would say that all had failed."""
    graph = digraph(observed([ran("make", None), ran("ls", None)]))
    assert graph.nodes["make"]["success_rate"] is None
    assert graph.edges["make", "ls"]["success_rate"] is None


def test_around_a_command() -> None:
    """A graph of its own: what is done to it is not done to the whole."""
    graph = digraph(SEEN)
    part = around(graph, "ls", 1, 9)
    assert set(part.edges) == {("make", "ls")}
    assert set(around(graph, "ls", 2, 9)) == set(graph)
    assert around(graph, "ls", 2, 2).number_of_edges() == 2
    part.remove_node("ls")
    assert "ls" in graph
    assert len(around(graph, "nothing", 1, 9)) == 0
    lonely = digraph(observed([ran("make")]))
    assert list(around(lonely, "make", 1, 9)) == ["make"]


def test_every_node_has_its_place() -> None:
    """Within the picture, apart from the others, and the same each time."""
    graph = digraph(SEEN)
    places = positions(graph)
    assert set(places) == set(graph)
    assert all(0 <= number <= 1 for place in places.values() for number in place)
    assert len(set(places.values())) == len(graph)
    assert positions(digraph(SEEN)) == places


@pytest.mark.parametrize(("lines", "places"), [([], {}), (["make"], {"make": (0.5, 0.5)})])
def test_small_graphs_have_places_too(lines: list[str], places: dict[str, tuple[float, float]]) -> None:
    """None, or the middle."""
    assert positions(digraph(observed(map(ran, lines)))) == places


def test_what_is_assembled_is_not_used_up() -> None:
    """The answer that it is made from stays as it was."""
    node = {"template": "ls", "runs": 1, "successes": 0, "failures": 0, "weight": 1.0, "last": None, "example": "ls"}
    assembled([node], [])
    assert node["template"] == "ls"
