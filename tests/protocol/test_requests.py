"""Requests: golden bytes, tolerance for newer hooks, and errors for nonsense."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import ProtocolError
from segue.protocol.frames import FrameBuffer, encode_frame
from segue.protocol.memory_messages import Graph, Learn, Page, Predict, Restore, Search, Workflows
from segue.protocol.messages import (
    Embed,
    Embedders,
    Forget,
    Hello,
    Import,
    Record,
    Request,
    Sequence,
    Shutdown,
    Status,
    Suggest,
    Why,
)
from segue.protocol.parsing import BadRequestError, UnknownKindError, parse_request
from tests.protocol.test_frames import values

GOLDEN = Path(__file__).parent.parent / "data" / "frames-v1.txt"

REQUESTS: dict[str, Request] = {
    "hello": Hello(1, "41-9f", 1, "zsh", 41, "human", "/home/ada/.zsh_history"),
    "hello with names": Hello(1, "41-9f", 1, "bash", 41, "human", "", 502, "/usr/bin:/bin", "ll\ngreet"),
    "record": Record(2, "41-9f", "git add -A", "/home/ada/api", 1_700_000_000_000, 12, 0),
    "record without times": Record(3, "41-9f", "", "/", None, None, None),
    "record of bytes": Record(4, "41-9f", "cat caf\udce9", "/srv", 0, 0, 130),
    "record with feedback": Record(5, "41-9f", "git push", "/srv", None, None, 0, "git push", 1, 8),
    "record with characters saved": Record(6, "41-9f", "ls", "/", None, None, 0, "", 0, 300),
    "record with jobs": Record(7, "41-9f", "fg", "/", None, None, 148, "", 0, 0, 1),
    "record with feedback and jobs": Record(8, "41-9f", "make", "/", None, None, 0, "fg", 3, 0, 0),
    "suggest": Suggest(7, "41-9f", "gi", "/srv", 3),
    "suggest after": Suggest(8, "41-9f", "", "/srv", 5, ["make", "make test"]),
    "suggest marks": Suggest(7, "41-9f", "", "/srv", 8, None, 1),
    "suggest jobs": Suggest(9, "41-9f", "", "/srv", 8, None, 1, 2),
    "suggest jobs without marks": Suggest(10, "41-9f", "f", "/srv", 8, None, None, 0),
    "forget": Forget(65536, "41-9f", "rm -rf build"),
    "status": Status(9, "cli"),
    "shutdown": Shutdown(10, "cli"),
    "import": Import(11, "cli", "/home/ada/.bash_history", "bash", "box", [["ls", 1.5, None, None, None]], True),
    "why": Why(12, "cli", "git push", "/srv", [41, 7]),
    "embed": Embed(13, "cli", ["git push", "caf\udce9"], "query", None, 0),
    "embed smaller and fresh": Embed(14, "cli", ["git push"], "document", 256, 1),
    "sequence": Sequence(15, "cli", ["make", "make test"], None, None, 0),
    "sequence with decay": Sequence(16, "cli", ["make"], 500, 128, 1),
    "embedders": Embedders(17, "cli", "health"),
    "graph": Graph(18, "cli", "git commit", 2, 60),
    "suggest with steps": Suggest(19, "41-9f", "", "/srv", 5, None, 2, 0),
    "predict": Predict(20, "cli", ["git add .", "git commit"], "/srv", 3),
    "predict of a shell": Predict(26, "cli", [], "/srv", 3, "git p", [41, 7]),
    "learn": Learn(21, "cli", [["make", 0], ["make test", None]], "failure"),
    "workflows": Workflows(22, "cli", "name", {"key": "3f2a", "name": "Ship it"}),
    "page": Page(23, "cli", None, 0, 1000),
    "page behind": Page(24, "cli", 1700000000.5, 7, 10),
    "restore": Restore(25, "cli", [{"at": 1700000000.5, "line": "ls", "trains": True}], last=True),
    "search": Search(18, "cli", ["undo last commit"]),
    "search with everything": Search(  # noqa: S604 - `shell` names one, none is started
        19,
        "cli",
        ["git push", "caf\udce9"],
        cwd="/srv/api",
        repo="/srv",
        since=1_700_000_000.5,
        until=1_700_100_000,
        exit="failed",
        author="all",
        host="box",
        shell="zsh",
        within="41-9f",
        decay=0.01,
        count=50,
        kinds=["command", "session"],
        wait=0.5,
    ),
}


def golden() -> dict[str, bytes]:
    """Read `name: hex` lines."""
    pairs = (line.split(": ") for line in GOLDEN.read_text("utf-8").splitlines())
    return {name: bytes.fromhex(digits) for name, digits in pairs}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_bytes_of_version_1_never_change(name: str) -> None:
    """Each request has exactly the bytes on file, so that old hooks keep working."""
    assert encode_frame(REQUESTS[name].message()) == golden()[name]


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_is_read_back_as_it_was_written(name: str) -> None:
    """Parsing is the inverse of writing."""
    (message,) = FrameBuffer().feed(golden()[name])
    assert parse_request(message) == REQUESTS[name]


@pytest.mark.parametrize("name", REQUESTS)
def test_fields_of_a_newer_hook_are_ignored(name: str) -> None:
    """A field behind the known ones changes nothing."""
    request = REQUESTS[name]
    assert parse_request([*request.message(), {"from": "the future"}]) == request


def test_late_fields_of_another_type_count_as_missing() -> None:
    """What a newer hook may put there is no reason to refuse what an older one would have said."""
    hello, suggest = REQUESTS["hello"], REQUESTS["suggest"]
    assert parse_request([*hello.message(), "5.2", None, ["ll"]]) == hello
    assert parse_request([*suggest.message(), "yes"]) == suggest
    assert parse_request([*suggest.message(), None, -1]) == suggest


@pytest.mark.parametrize("feedback", [["ls"], ["ls", 1], [1, 1, 1], ["ls", None, 0], [None, None, None]])
def test_feedback_that_cannot_be_read_does_not_cost_the_line(feedback: list[Any]) -> None:
    """A record with strange fields behind the known ones is a record without feedback."""
    request = REQUESTS["record"]
    assert parse_request([*request.message(), *feedback]) == request


def test_jobs_are_read_behind_feedback_that_cannot_be() -> None:
    """What stands in the place of the suggestion does not matter to the number behind it; -2 is no number of jobs."""
    request = Record(2, "41-9f", "ls", "/", None, None, 0)
    assert parse_request([*request.message(), None, None, None, 2]) == replace(request, jobs=2)
    assert parse_request([*request.message(), "", 0, 0, -2]) == request


def test_a_kind_of_a_newer_hook_is_named_with_its_sequence() -> None:
    """An unknown kind can be answered, because its sequence number is known."""
    with pytest.raises(UnknownKindError) as caught:
        parse_request([99, 5, "41-9f"])
    assert caught.value.sequence == 5


@pytest.mark.parametrize(
    "message",
    [
        [2, 5, "41-9f"],
        [2, 5, "41-9f", 7, "/", None, None, None],
        [2, 5, "41-9f", "ls", "/", "noon", None, None],
        [2, 5, "41-9f", "ls", "/", 2**64 - 1, None, None],
        [3, 5, "41-9f", "", "/", 0],
        [3, 5, "41-9f", "", "/", 5, [1]],
        [7, 5, "41-9f", "f", "zsh", "h", [["ls"]], True],
        [8, 5, "41-9f", "ls", "/", 41],
        [8, 5, "41-9f", "ls", "/", [True]],
        [12, 5, "41-9f", ["ls", 1], "/", 3],
        [12, 5, "41-9f", ["ls"], "/", 0],
        [13, 5, "41-9f", [], "success"],
        [13, 5, "41-9f", [["ls"]], "success"],
        [13, 5, "41-9f", [["ls", 0]], "perhaps"],
        [15, 5, "41-9f", "list", []],
        [15, 5, "41-9f", "burn", {}],
        [17, 5, "41-9f", "now", 0, 10],
        [17, 5, "41-9f", None, 0, 1001],
        [18, 5, "41-9f", [["ls"]], True],
        [16, 5, "41-9f", "ls", 0, 60],
        [16, 5, "41-9f", "ls", 1, 5001],
    ],
)
def test_wrong_fields_are_refused_with_their_sequence(message: list[Any]) -> None:
    """A request of a known kind with wrong types, numbers or lengths is a BadRequestError."""
    with pytest.raises(BadRequestError) as caught:
        parse_request(message)
    assert caught.value.sequence == 5


@pytest.mark.parametrize(
    "options",
    [
        {"queries": "git"},
        {"queries": [1]},
        {"queries": ["git"] * 17},
        {"cwd": 1},
        {"since": "noon"},
        {"until": float("nan")},
        {"since": True},
        {"exit": "badly"},
        {"exit": 0.5},
        {"exit": 2**63},
        {"decay": -1},
        {"count": 0},
        {"count": True},
        {"kinds": ["thing"]},
        {"kinds": [[]]},
        {"wait": float("inf")},
        {"within": "x" * 5000},
    ],
)
def test_wrong_options_of_a_search_are_refused(options: dict[str, Any]) -> None:
    """A type or a size that cannot be meant is an error, whatever else is asked for."""
    with pytest.raises(BadRequestError) as caught:
        parse_request([14, 5, "cli", {"queries": ["ls"], **options}])
    assert caught.value.sequence == 5


def test_options_of_a_newer_search_are_ignored() -> None:
    """Unknown ones, and known ones that say nothing."""
    assert parse_request([14, 5, "cli", {"colour": "red", 7: [], "cwd": None}]) == Search(5, "cli")


@given(st.dictionaries(st.sampled_from([each.name for each in fields(Search)]) | st.integers(), values, max_size=4))
def test_any_options_are_a_search_or_a_protocol_error(options: dict[Any, Any]) -> None:
    """The same for the map of a search."""
    with suppress(ProtocolError):
        parse_request([14, 1, "cli", options])


@given(values)
def test_any_value_is_a_request_or_a_protocol_error(value: Any) -> None:
    """Nothing that msgpack can carry makes the parser fail in another way."""
    with suppress(ProtocolError):
        parse_request(value)


@given(st.integers(0, 18), st.lists(values, max_size=7))
def test_any_fields_are_a_request_or_a_protocol_error(kind: int, fields: list[Any]) -> None:
    """The same for values that look like requests."""
    with suppress(ProtocolError):
        parse_request([kind, 1, "s", *fields])
