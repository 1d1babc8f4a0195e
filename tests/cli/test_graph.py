"""graph: which command follows which, on the command line."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pytest

from segue.cli.graph_dot import dot
from segue.cli.graph_page import html_page
from segue.cli.graph_words import mend_words, pause
from segue.workflows.excerpt import excerpt
from segue.workflows.graph import assembled
from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.workflows.days import Failing, observed, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

WORKFLOW: Final = ["git add -A", 'git commit -m "[bold] :smile:"', "git push"]
HOSTILE: Final = [
    "</title></svg><script>alert(1)</script>",
    '" onload="alert(1)',
    "x';alert(1)//",
    "&lt;img src=x onerror=alert(1)&gt;",
    'quote " back \\ both \\" end\\',
    "\\N \\G \\l line\nnext",
    "]]> --> caf\udce9 \x1b[31m",
    "]; n9 -> n9 [label=x]; }",
]
"""Templates that would be more than text to a page, to Graphviz or to a terminal."""


@pytest.fixture(scope="module")
def counted() -> Iterator[RunningDaemon]:
    """Give a real daemon that has counted forty commands."""
    with running_daemon() as daemon:
        daemon.learn([*WORKFLOW, "make"], times=10)
        yield daemon


def said(daemon: RunningDaemon, *arguments: str, **environ: str) -> str:
    """Return what `segue graph` prints."""
    shown = segue({**daemon.environ, **environ}, "graph", *arguments)
    assert (shown.returncode, shown.stderr) == (0, "")
    return shown.stdout


def rows(daemon: RunningDaemon, *arguments: str) -> list[str]:
    """Return its rows, with the blanks of columns made single."""
    return [" ".join(row.split()) for row in said(daemon, *arguments).splitlines() if row.strip()]


def hostile() -> tuple[dict[str, Any], nx.DiGraph]:
    """Return an answer whose templates and lines are hostile."""
    counts = observed(session("a", *["one", Failing("two"), "three", "two"] * 40)).counts
    names = dict(zip(["one", "two", "three"], HOSTILE, strict=False))
    answer = json.loads(json.dumps(excerpt(counts, "", 1, 100)))
    text = json.dumps(answer)
    for plain, name in names.items():
        text = text.replace(json.dumps(plain), json.dumps(name))
    answer = json.loads(text)
    for number, name in enumerate(HOSTILE[3:]):
        node = {**answer["nodes"][0], "template": name, "example": HOSTILE[number]}
        answer["nodes"].append(node)
        answer["edges"].append({**answer["edges"][0], "source": name, "target": HOSTILE[number]})
    assert answer["causes"]
    assert answer["mends"]
    return answer, assembled(answer["nodes"], answer["edges"])


def test_before_and_after_a_command(counted: RunningDaemon) -> None:
    """With the share, how often, how it ended; markup in a line is text."""
    assert rows(counted, "git", "commit")[:7] == [
        "git commit -m <STR>",
        "run 10 times, success 100%",
        "share times success pause",
        "before it",
        "git add -A ██████████ 100% 10 100% –",
        "after it",
        "git push ██████████ 100% 10 100% –",
    ]


def test_farther_away(counted: RunningDaemon) -> None:
    """Each step is set in once more."""
    shown = said(counted, "--depth", "2", "git commit")
    assert re.search(r"^  git push +█+ +100%", shown, re.MULTILINE)
    assert re.search(r"^    make +█+ +100%", shown, re.MULTILINE)
    assert re.search(r"^    make +█+ +90%", shown, re.MULTILINE)


def test_lines_instead_of_templates(counted: RunningDaemon) -> None:
    """On demand, the latest of each; whatever it holds is text."""
    assert 'git commit -m "[bold] :smile:"' in said(counted, "--examples", "git", "push")
    assert "smile" not in said(counted, "git", "push")


def test_a_whole_line_is_looked_up_by_its_template(counted: RunningDaemon) -> None:
    """Options of the line are no options of segue."""
    assert rows(counted, "git", "commit", "-m", '"something else"')[0] == "git commit -m <STR>"


def test_several_commands(counted: RunningDaemon) -> None:
    """Each has a part of its own."""
    shown = rows(counted, "git")
    parts = [name for name, about in pairwise(shown) if about.startswith("run 10 times")]
    assert sorted(parts) == ["git add -A", "git commit -m <STR>", "git push"]


def test_without_a_command(counted: RunningDaemon) -> None:
    """What is run most, and the strongest transitions, as many as are asked for."""
    shown = rows(counted, "--most", "2")
    assert shown[0] == "command share times success"
    assert "command then times success pause" in shown
    assert len([row for row in shown if "→" in row]) == 2
    assert "git push → make 10 100% –" in rows(counted)


def test_a_terminal_is_not_exceeded(counted: RunningDaemon) -> None:
    """Long commands are cut at the width of the terminal, and there is no colour in a pipe."""
    shown = said(counted, COLUMNS="40")
    assert max(map(len, shown.splitlines())) <= 40
    assert "\x1b" not in shown


def test_unknown_commands(counted: RunningDaemon) -> None:
    """One sentence."""
    assert said(counted, "terraform") == "Nothing like `terraform` is in the graph.\n"


def test_nothing_is_mined(daemon: RunningDaemon) -> None:
    """One sentence, and no failure; the other forms are empty."""
    assert said(daemon).startswith("The history is not mined yet")
    assert json.loads(said(daemon, "--json"))["nodes"] == []
    assert said(daemon, "--dot").startswith("digraph")
    assert "<svg" in said(daemon, "--html")


def test_json_is_read_by_networkx(counted: RunningDaemon) -> None:
    """Node-link form, with all figures, causes and mends."""
    data = json.loads(said(counted, "--json"))
    graph = nx.node_link_graph(data, edges="edges")
    assert isinstance(graph, nx.DiGraph)
    assert graph.nodes["git push"]["runs"] == 10
    assert graph.edges["git push", "make"]["count"] == 10
    assert graph.edges["make", "git add -A"]["count"] == 9
    assert set(graph.graph) == {"causes", "mends", "centres", "mined_at"}


def test_a_file(counted: RunningDaemon, tmp_path: Path) -> None:
    """Each form can be written into one; a place that cannot be written is one sentence."""
    for form, beginning in (("--dot", "digraph"), ("--html", "<!doctype html>"), ("--json", "{")):
        assert said(counted, form, "--output", str(tmp_path / "graph")) == f"written to {tmp_path / 'graph'}\n"
        assert (tmp_path / "graph").read_text("utf-8").startswith(beginning)
    failed = segue(counted.environ, "graph", "--dot", "--output", tmp_path / "missing" / "graph")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("arguments", [["--dot", "--json"], ["--output", "x"], ["--depth", "9"], ["--most", "0"]])
def test_what_cannot_be_is_said(counted: RunningDaemon, arguments: list[str]) -> None:
    """An error in the use of the command."""
    failed = segue(counted.environ, "graph", *arguments)
    assert failed.returncode == 2
    assert "Traceback" not in failed.stderr


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.text += data


def test_whatever_a_line_holds_is_text_on_the_page() -> None:
    """No tag, no attribute and no address comes from it; a page needs no network, and may not use it."""
    answer, graph = hostile()
    for examples in (False, True):
        text = html_page(answer, graph, HOSTILE[0], examples=examples)
        page = Page()
        page.feed(text)
        assert page.tags <= set(
            "html meta title style h1 h2 p svg defs marker path circle text table tr th td ul li".split()  # noqa: SIM905
        )
        assert not {name for name in page.attributes if name.startswith("on")}
        assert not {"href", "src", "xlink:href"} & set(page.attributes)
        assert page.attributes["marker-end"] == {"url(#arrow)"}
        assert "default-src 'none'" in text
        assert "http" not in text.replace("http-equiv", "")
    assert HOSTILE[0] in page.text


def test_a_picture_has_every_node_and_edge_within_it() -> None:
    """With its figures for a mouse that stands on it."""
    answer, graph = hostile()
    text = html_page(answer, graph, "", examples=False)
    assert text.count("<circle") == graph.number_of_nodes()
    assert text.count("marker-end") == graph.number_of_edges()
    across = [float(number) for number in re.findall(r'cx="([\d.]+)"', text)]
    assert 0 < min(across) < max(across) < 1200
    assert "run 80 times, success 50%" in text


TOKEN: Final = re.compile(
    r"""\s*(?: ("(?:[^"\\\n]|\\.)*") | ([A-Za-z_][\w]*|-?\d+(?:\.\d+)?) | (->) | ([\[\]{};,=]) )""", re.VERBOSE
)


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of the DOT language; anything that is none fails the test."""
    place = 0
    while text[place:].strip():
        found = TOKEN.match(text, place)
        assert found, text[place : place + 40]
        place = found.end()
        yield found[0].strip()


def read_dot(text: str) -> tuple[dict[str, dict[str, str]], list[tuple[str, str]]]:
    """Return nodes and edges, as the grammar of Graphviz reads them."""
    words = list(tokens(text))
    assert words[:3] == ["digraph", "segue", "{"]
    assert words[-1] == "}"
    nodes: dict[str, dict[str, str]] = {}
    edges: list[tuple[str, str]] = []
    statement: list[str] = []
    for word in words[3:-1]:
        if word != ";":
            statement.append(word)
            continue
        ends, attributes = statement[: statement.index("[")], statement[statement.index("[") + 1 : -1]
        assert statement[-1] == "]"
        pairs = list(zip(attributes[0::4], attributes[1::4], attributes[2::4], strict=False))
        assert all(equals == "=" for _, equals, _ in pairs)
        assert set(attributes[3::4]) <= {","}
        if "->" in ends:
            source, _, target = ends
            edges.append((source, target))
        else:
            (name,) = ends
            nodes[name] = {key: value for key, _, value in pairs}
        statement = []
    assert statement == []
    return nodes, edges


def test_graphviz_reads_what_is_meant_for_it() -> None:
    """Each name is one string, whatever it holds; nothing in it is an escape of Graphviz."""
    _, graph = hostile()
    nodes, edges = read_dot(dot(graph, examples=False))
    assert len(edges) == graph.number_of_edges()
    assert all(end in nodes for edge in edges for end in edge)
    labels = [node["label"][1:-1] for name, node in nodes.items() if name not in {"node", "edge"}]
    plain = [label.replace('\\"', '"').replace("\\\\", "\\") for label in labels]
    assert plain == [name.replace("\n", "\\n").replace("\x1b", "\\x1b").replace("\udce9", "\\udce9") for name in graph]
    assert not re.search(r'(?<!\\)(?:\\\\)*\\[^\\"]', "".join(labels))


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (0.2, "0 s"), (59.0, "59 s"), (90.0, "2 min"), (7_300.0, "2 h"), (2e5, "2 d")]
)
def test_pauses_are_short(seconds: float | None, words: str) -> None:
    """They stand in a narrow column."""
    assert pause(seconds) == words


def test_a_command_that_mends_itself_is_told_so() -> None:
    """It was run again."""
    mend = {"failed": "pytest", "mender": "pytest", "cases": 3, "of": 4, "rate": 0.75, "usual": 0.5}
    assert mend_words(mend) == "`pytest` had failed, and worked when it was run again: 3 of 4 times, 75%, usually 50%"
