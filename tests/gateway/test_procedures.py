"""The endpoints of procedural memory."""

from __future__ import annotations

import gzip
import os
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from segue.gateway.callers import is_own
from segue.protocol.memory_messages import Predict, Workflows
from tests.helpers.daemon import running_daemon
from tests.helpers.gateway import running_gateway
from tests.helpers.teaching import COMMANDS, OUTCOMES, is_learned, session, teach
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.gateway import Gateway


def first_prediction(gateway: Gateway, *context: str) -> dict[str, Any]:
    """Return the best prediction."""
    best: dict[str, Any] = gateway.answer("/predict", {"current_context": list(context), "top_k": 3})["predictions"][0]
    return best


def test_a_session_is_learned_and_predicted(gateway: Gateway) -> None:
    """Twice with success, once with failure: counts, confidence, reason, and what comes further."""
    for outcome in OUTCOMES:
        learned = gateway.answer("/learn", session(outcome))
        assert (learned["status"], learned["learned"], learned["outcome"]) == ("learned", 4, outcome)
        assert learned["patterns"][0]["commands"] == list(COMMANDS)
    found = gateway.answer("/patterns")
    (pattern,) = found["patterns"]
    assert (pattern["success_count"], pattern["failure_count"], pattern["frequency"]) == (2, 1, 3)
    assert (pattern["success_rate"], pattern["confidence"]) == (0.667, 0.6)
    assert (found["total_patterns"], found["success_rate"]) == (1, 0.667)
    best = first_prediction(gateway, *COMMANDS[:2])
    assert best["command"] == COMMANDS[2]
    assert best["confidence"] > 0.5
    assert f"step 3 of 4 of “{pattern['title']}”" in best["reason"]
    assert [each["command"] for each in best["further"]] == [COMMANDS[3]]
    counted = gateway.answer("/stats")
    assert (counted["commands"], counted["patterns"], counted["nodes"], counted["edges"]) == (12, 1, 4, 3)
    assert (counted["success_count"], counted["failure_count"], counted["success_rate"]) == (2, 1, 0.667)


def test_it_agrees_with_the_socket(daemon: RunningDaemon, gateway: Gateway) -> None:
    """What was taught there is predicted here, in the same words."""
    teach(daemon)
    answer = daemon.ask(Predict(1, "test", list(COMMANDS[:2]), "", 3))[0]
    assert gateway.answer("/predict", {"current_context": list(COMMANDS[:2])}) == answer
    (listed,) = daemon.ask(Workflows(1, "test", "list", {}))[0]["workflows"]
    assert gateway.answer("/patterns")["patterns"][0]["id"] == listed["id"]


def test_context_items_are_texts_or_objects(daemon: RunningDaemon, gateway: Gateway) -> None:
    """Both say the same."""
    teach(daemon)
    objects = [{"command": line, "timestamp": 1} for line in COMMANDS[:2]]
    assert gateway.answer("/predict", {"current_context": objects}) == gateway.answer(
        "/predict", {"current_context": list(COMMANDS[:2])}
    )


def test_the_memory_moves_through_a_file(daemon: RunningDaemon, gateway: Gateway) -> None:
    """Saved by one gateway, loaded by that of a fresh daemon: patterns, stats and predictions agree."""
    teach(daemon)
    saved = daemon.home / "memory"
    assert gateway.answer("/save", {"filepath": str(saved)}) == {"status": "saved", "commands": 12, "workflows": 0}
    assert saved.stat().st_mode & 0o777 == 0o600
    with running_daemon() as fresh, running_gateway(fresh.environ) as other:
        copy = fresh.home / "memory"
        copy.write_bytes(saved.read_bytes())
        loaded = other.answer("/load", {"filepath": str(copy)})
        assert loaded == {"status": "loaded", "commands": 12, "known": 0, "workflows": 0}
        wait_until(lambda: is_learned(fresh), "the memory to be learned")
        assert other.answer("/patterns") == gateway.answer("/patterns")
        assert first_prediction(other, *COMMANDS[:2])["command"] == COMMANDS[2]
        assert first_prediction(other, *COMMANDS[:2])["reason"] == first_prediction(gateway, *COMMANDS[:2])["reason"]
        for what in ("commands", "patterns", "nodes", "edges", "success_rate"):
            assert other.answer("/stats")[what] == gateway.answer("/stats")[what]
        assert other.answer("/load", {"filepath": str(copy)})["known"] == 12


@pytest.mark.parametrize("path", ["/save", "/load"])
def test_files_lie_below_the_home_directory(daemon: RunningDaemon, gateway: Gateway, path: str, tmp_path: Path) -> None:
    """Not elsewhere, also not by way of a link or of dots; the sentence repeats no name."""
    (daemon.home / "away").symlink_to(tmp_path)
    (daemon.home / "link").symlink_to(tmp_path / "there")
    elsewhere = tmp_path / "memory"
    for filepath in (
        str(elsewhere),
        f"{daemon.home}/away/memory",
        f"{daemon.home}/link",
        f"{daemon.home}/../memory",
        "memory",
        "~/memory",
        f"{daemon.home}/nowhere/memory",
        f"{daemon.home}",
        f"{daemon.home}/a\0b",
        f"{daemon.home}/{'a' * 300}",
        "",
    ):
        response = gateway.post(path, {"filepath": filepath})
        assert response.status_code == 400, filepath
        assert list(response.json()) == ["error"]
        assert "memory" not in response.json()["error"]
    assert not list(tmp_path.iterdir())


def test_a_foreign_file_is_neither_replaced_nor_loaded(daemon: RunningDaemon, gateway: Gateway) -> None:
    """It stays as it is, and so does the memory."""
    teach(daemon, outcomes=("success",))
    for name, content in (("notes", b"my notes\n"), ("other.gz", gzip.compress(b'{"segue": "other", "version": 1}\n'))):
        path = daemon.home / name
        path.write_bytes(content)
        for endpoint in ("/save", "/load"):
            response = gateway.post(endpoint, {"filepath": str(path)})
            assert response.status_code == 400
            assert "file" in response.json()["error"]
        assert path.read_bytes() == content
    fifo = daemon.home / "fifo"
    os.mkfifo(fifo)
    for endpoint in ("/save", "/load"):
        assert gateway.post(endpoint, {"filepath": str(fifo)}).status_code == 400
    assert gateway.post("/load", {"filepath": str(daemon.home / "missing")}).status_code == 400
    assert daemon.status()["events"] == 4


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/learn", {}),
        ("/learn", {"session_commands": []}),
        ("/learn", {"session_commands": ["make"] * 1001}),
        ("/learn", {"session_commands": ["x" * 1000] * 600}),
        ("/learn", {"session_commands": [" "]}),
        ("/learn", {"session_commands": [{"line": "make"}]}),
        ("/learn", {"session_commands": ["make"], "session_outcome": "perfect"}),
        ("/learn", {"session_commands": [{"command": "make", "exit_code": "no"}]}),
        ("/predict", {}),
        ("/predict", {"current_context": "make"}),
        ("/predict", {"current_context": ["make"], "top_k": 0}),
        ("/predict", {"current_context": ["make"], "top_k": 65}),
        ("/save", {}),
        ("/load", {"filepath": 7}),
    ],
)
def test_what_cannot_be_right_is_refused(gateway: Gateway, path: str, body: object) -> None:
    """With a sentence that says where it is wrong."""
    response = gateway.post(path, body)
    assert response.status_code == 400
    assert response.json()["error"]


def test_bytes_that_are_no_text_are_written_out(daemon: RunningDaemon, gateway: Gateway) -> None:
    """JSON over HTTP has no other way to say them."""
    daemon.learn(["make", "cat caf\udce9"], times=6)
    assert "cat caf\\udce9" in [
        each["command"] for each in gateway.answer("/predict", {"current_context": ["make"]})["predictions"]
    ]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_the_kernel_tells_whose_a_connection_is(family: socket.AddressFamily, host: str, platform: str) -> None:
    """Ours is found in each of the ways; one that is not there is nobody's."""
    try:
        listener = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip(f"{host} is no address of this machine")
    with closing(listener), closing(socket.create_connection(listener.getsockname()[:2])) as client:
        ours, server = client.getsockname()[:2], listener.getsockname()[:2]
        assert is_own(ours, server, platform)
        assert not is_own((ours[0], 1), server, platform)
