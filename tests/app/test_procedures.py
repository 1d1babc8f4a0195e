"""Workflows are found in the history beside the daemon, kept, and gone when they are forgotten."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

import psutil
import pytest

from segue.domain.observation import Observation
from segue.protocol.memory_messages import Graph, Predict, Search, Workflows
from segue.protocol.messages import Forget, Suggest
from segue.store.database import open_database
from segue.store.events import EventStore
from tests.helpers.daemon import SESSION
from tests.helpers.waiting import wait_until
from tests.workflows.making import DEPLOY, deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

NOISE: Final = ("ls", "vim notes.md", "git status", "git diff", "echo hi", "htop", "cat README.md", "pwd")


@pytest.fixture
def deployed(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon whose person has deployed eight times among other things."""
    chance = random.Random(5)  # noqa: S311 - the same noise every time
    lines = []
    for number in range(8):
        for line in deployment(f"v1.2.{number}"):
            lines.append(line)
            lines += chance.choices(NOISE, k=chance.random() < 0.2)
        lines += chance.choices(NOISE, k=6)
    daemon.learn(lines, cwd="/srv/api")
    return daemon


def ask(daemon: RunningDaemon, action: str, **arguments: Any) -> dict[str, Any]:
    """Return the answer to one request about workflows."""
    answer: dict[str, Any] = daemon.ask(Workflows(1, "cli", action, arguments))[0]
    return answer


def listed(daemon: RunningDaemon) -> list[dict[str, Any]]:
    """Return all workflows."""
    found: list[dict[str, Any]] = ask(daemon, "list")["workflows"]
    return found


def steps(workflow: dict[str, Any]) -> list[str]:
    """Return the steps of a workflow as a person reads them."""
    slots = [slot["name"] for slot in workflow["slots"]]
    return [
        "".join(part if isinstance(part, str) else f"<{slots[part]}>" for part in step["parts"])
        for step in workflow["steps"]
    ]


def is_learned(status: dict[str, Any]) -> bool:
    """Tell whether no event waits to be learned."""
    return not status["incomplete"] and not status["rebuild"]


def graph(daemon: RunningDaemon, around: str = "") -> dict[str, Any]:
    """Return what the graph knows around a command."""
    answer: dict[str, Any] = daemon.ask(Graph(1, "cli", around, 1, 5000))[0]
    return answer


def templates(daemon: RunningDaemon) -> set[str]:
    """Return the commands that the graph knows."""
    return {node["template"] for node in graph(daemon)["nodes"]}


def found_by(text: str, daemon: RunningDaemon) -> list[dict[str, Any]]:
    """Return the commands and workflows that are found by some words."""
    query = Search(1, "cli", [text], kinds=["command", "workflow"])
    hits: list[dict[str, Any]] = daemon.ask(query)[0]["hits"]
    return hits


def test_it_is_found_with_its_slots_and_counts(deployed: RunningDaemon) -> None:
    """Five steps, one thing that varies, and eight runs that succeeded."""
    (found,) = listed(deployed)
    assert steps(found) == list(DEPLOY)
    assert found["tally"] == {"succeeded": 8, "failed": 0, "abandoned": 0}
    assert found["title"]
    assert found["category"] == "deploy"


def test_it_is_there_after_a_restart(deployed: RunningDaemon) -> None:
    """With what ran after the search, and what is under way."""
    listed(deployed)
    deployed.learn(deployment("v7.0.0")[:2], cwd="/srv/api")
    deployed.stop()
    deployed.start()
    best = deployed.ask(Suggest(1, SESSION, "", "/srv/api", 3, None, 2))
    assert best[0] == "docker push api:v7.0.0"
    assert best[best.index("") + 2] == 305
    deployed.learn(deployment("v7.0.0")[2:], cwd="/srv/api")
    assert ask(deployed, "list", fresh=False)["workflows"][0]["tally"]["succeeded"] == 9


def test_a_damaged_file_is_made_anew(deployed: RunningDaemon) -> None:
    """The log says so, and the next search finds everything again."""
    before = listed(deployed)
    deployed.stop()
    content = bytearray(deployed.paths.workflows.read_bytes())
    content[len(content) // 2] ^= 0xFF
    deployed.paths.workflows.write_bytes(content)
    deployed.start()
    assert "damaged" in deployed.log_text()
    assert listed(deployed) == before


def test_a_name_stays_however_often_it_is_searched(deployed: RunningDaemon) -> None:
    """Also over a restart, and while its runs go on being counted."""
    ask(deployed, "name", key=listed(deployed)[0]["id"], name="Ship it")
    deployed.learn(deployment("v1.3.0"), cwd="/srv/api")
    deployed.stop()
    deployed.start()
    (found,) = listed(deployed)
    assert (found["name"], found["tally"]["succeeded"]) == ("Ship it", 9)


def test_a_forgotten_one_is_gone_from_everything(deployed: RunningDaemon) -> None:
    """From the list, the graph, predictions, vectors and files, with the commands that were run only in it."""
    (found,) = listed(deployed)
    before = deployed.status()
    assert found_by("deploy", deployed)[0]["kind"] == "workflow"
    answer = ask(deployed, "forget", key=found["id"])
    assert answer["events"] == 40
    assert answer["lines"] == 8 * 4 + 1
    wait_until(
        lambda: not deployed.status()["incomplete"] and not deployed.status()["rebuild"], "it to be learned anew"
    )
    assert listed(deployed) == []
    assert found_by("kubectl rollout", deployed) == []
    assert not {template for template in templates(deployed) if "docker" in template or "kubectl" in template}
    assert all("docker" not in line for line in deployed.predict("git tag v1.2.7"))
    predictions = deployed.ask(Predict(1, "cli", ["git tag v1.2.7"], "", 10))[0]["predictions"]
    assert all("docker" not in each["command"] for each in predictions)
    assert deployed.status()["events"] == before["events"]
    deployed.stop()
    for file in deployed.paths.state.iterdir():
        assert file.is_dir() or b"kubectl" not in file.read_bytes(), file


def test_a_forgotten_one_is_not_found_again(deployed: RunningDaemon) -> None:
    """Though its commands are kept, and run again."""
    ask(deployed, "forget", key=listed(deployed)[0]["id"], keep_commands=True)
    deployed.learn(deployment("v1.3.0"), cwd="/srv/api")
    assert listed(deployed) == []
    assert "docker push api:<VERSION>" in templates(deployed)


def test_a_forgotten_line_takes_its_traces_along(deployed: RunningDaemon) -> None:
    """The values that it has left in a workflow, and what the graph knows of it."""
    listed(deployed)
    deployed.ask(Forget(1, "cli", "docker push api:v1.2.3"))
    wait_until(lambda: "push api:v1.2.3" not in str(graph(deployed, "docker push")), "the graph to forget")
    (node,) = [each for each in graph(deployed, "docker push")["nodes"] if each["template"].startswith("docker push")]
    assert node["runs"] == 7
    assert steps(listed(deployed)[0]) == list(DEPLOY)


def test_an_edited_one_is_counted_anew(deployed: RunningDaemon) -> None:
    """With its new steps, over the whole history."""
    key = listed(deployed)[0]["id"]
    ask(deployed, "edit", key=key, steps=["docker build -t api:<VERSION> .", "docker push api:<VERSION>"])
    wait_until(lambda: listed(deployed)[0]["tally"]["succeeded"] == 8, "the runs to be counted")
    assert listed(deployed)[0]["origin"] == "edited"


def test_it_is_found_without_being_asked_for(daemon: RunningDaemon) -> None:
    """Once there is enough that is new and nobody has typed for a while, in a process of its own."""
    daemon.stop()
    daemon.program = ("tests.helpers.hasty_daemon",)
    daemon.start()
    for number in range(8):
        daemon.learn(deployment(f"v1.2.{number}"), cwd="/srv/api")
    wait_until(lambda: ask(daemon, "list", fresh=False)["workflows"] != [], "a workflow to be found")


def test_a_search_that_is_killed_is_survived(deployed: RunningDaemon) -> None:
    """The answer and the log say what has ended it, what was known is still known, and the next search succeeds."""
    listed(deployed)
    deployed.stop()
    with closing(EventStore(open_database(deployed.paths.database, time.time()))) as store:
        lines = enumerate(["make", "make test", "git push"] * 5_000)
        store.append((float(at), Observation(line, session="past", trains=False)) for at, line in lines)
    deployed.start()
    deployed.learn(["make"])
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(ask, deployed, "list")
        wait_until(lambda: bool(searches(deployed)), "the search to begin")
        searches(deployed)[0].kill()
        told = answer.result()
    assert "SIGKILL" in told["failure"]
    assert [steps(each) for each in told["workflows"]] == [list(DEPLOY)]
    assert "SIGKILL" in deployed.log_text()
    deployed.learn(["make"])
    assert ask(deployed, "list")["failure"] == ""


def searches(daemon: RunningDaemon) -> list[psutil.Process]:
    """Return the daemon's processes that search."""
    assert daemon.process is not None
    found = []
    for child in psutil.Process(daemon.process.pid).children():
        with suppress(psutil.Error):
            if "segue.app.mining" in child.cmdline():
                found.append(child)
    return found


def test_the_daemon_ends_while_it_searches(deployed: RunningDaemon) -> None:
    """At once, and the search with it."""
    deployed.stop()
    with closing(EventStore(open_database(deployed.paths.database, time.time()))) as store:
        lines = enumerate(["make", "make test", "git push"] * 5_000)
        store.append((float(at), Observation(line, session="past", trains=False)) for at, line in lines)
    deployed.start()
    with ThreadPoolExecutor(1) as asking:
        asking.submit(ask, deployed, "list")
        wait_until(lambda: bool(searches(deployed)), "the search to begin")
        (search,) = searches(deployed)
        assert deployed.stop() == 0
    wait_until(lambda: not search.is_running() or search.status() == psutil.STATUS_ZOMBIE, "the search to end")
