"""why: the evidence behind a line, and what keeps it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.handlers.forget import forget
from segue.handlers.hello import hello
from segue.handlers.record import record
from segue.handlers.suggest import suggest
from segue.handlers.why import why
from segue.protocol.codec import pack, unpack
from segue.protocol.messages import VERSION, Forget, Hello, Record, Suggest, Why
from segue.validity.prober import Prober
from segue.validity.verdict import Kind
from segue.workflows.interface import NoProcedures
from tests.helpers.files import MemoryFiles
from tests.workflows.making import DEPLOY, deployment, workflow

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms

HERE = "41-a"
PASSWORD = "hunter2-4711"  # noqa: S105 - invented


async def run(rooms: Rooms, *lines: str, session: str = HERE, **feedback: Any) -> None:
    """Run lines in /srv, each with success."""
    for line in lines:
        await record(Record(1, session, line, "/srv", None, None, 0, **feedback), rooms)


async def ask(rooms: Rooms, line: str = "", session: str = HERE, processes: tuple[int, ...] = ()) -> dict[str, Any]:
    """Ask why, and see that the answer crosses the wire."""
    (answer,) = await why(Why(1, session, line, "/srv", list(processes)), rooms)
    assert unpack(pack(answer)) == answer
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
async def taught(rooms: Rooms) -> Rooms:
    """Give rooms of a person who mostly pushes after a commit, and has just committed."""
    rooms.prober = Prober(MemoryFiles({"/srv/notes.txt": Kind.ANYTHING}), 30.0)
    rooms.adopt(rooms.model)
    await run(rooms, *["git commit", "git status"] * 3, *["git commit", "git push"] * 6, "git commit")
    return rooms


async def test_without_a_line_it_explains_what_is_suggested(taught: Rooms) -> None:
    """The line, its probability and the runner-up are those that `suggest` gives."""
    first, milli, second, next_milli = await suggest(Suggest(1, HERE, "", "/srv", 2), taught)
    answer = await ask(taught)
    assert (answer["line"], answer["rank"]) == (first, 1) == ("git push", 1)
    assert answer["probability"] == pytest.approx(milli / 1000, abs=0.01)
    assert answer["runner_up"]["line"] == second == "git status"
    assert answer["runner_up"]["probability"] == pytest.approx(next_milli / 1000, abs=0.01)
    assert answer["filtered"] == []
    assert answer["objection"] is None


async def test_what_the_prompt_shows_is_explained_though_it_would_not_be_shown_again(taught: Rooms) -> None:
    """A file that has gone since shows up as what speaks against the line; at the next prompt it stands no more."""
    await run(taught, *["echo go", "cat notes.txt"] * 9, "echo go")
    shown = await suggest(Suggest(1, HERE, "", "/srv", 8), taught)
    taught.prober = Prober(MemoryFiles(), 30.0)
    taught.adopt(taught.model)
    answer = await ask(taught)
    assert answer["line"] == shown[0] == "cat notes.txt"
    assert answer["objection"]["rule"] == "missing-path"
    await run(taught, "echo go")
    assert (await ask(taught))["line"] != "cat notes.txt"


async def test_any_known_line_is_explained(taught: Rooms) -> None:
    """The runner-up of a line that is not suggested is the one that is."""
    answer = await ask(taught, "git status")
    assert answer["runs"]["count"] == 3
    assert answer["rank"] > 1
    assert answer["runner_up"]["line"] == "git push"


async def test_the_jobs_are_those_that_the_prompt_had(taught: Rooms) -> None:
    """What the shell told with its last question holds for the explanation too: the rule where it has none."""
    await hello(Hello(1, HERE, VERSION, "zsh", 41, "human", "", 509, "/bin", ""), taught)
    await run(taught, *["echo go", "fg"] * 6, "echo go", jobs=1)
    await suggest(Suggest(2, HERE, "", "/srv", 8, None, None, 1), taught)
    answer = await ask(taught, "fg")
    assert answer["objection"] is None
    assert "jobs" in {seen["name"] for seen in answer["contexts"]}
    await suggest(Suggest(3, HERE, "", "/srv", 8, None, None, 0), taught)
    answer = await ask(taught, "fg")
    assert answer["objection"] == {"rule": "no-job", "detail": "fg needs a job, and this shell has none"}
    assert "jobs" not in {seen["name"] for seen in answer["contexts"]}
    assert {each["line"]: each["rule"] for each in (await ask(taught))["filtered"]}["fg"] == "no-job"


async def test_what_a_rule_keeps_away_is_named_with_the_rule(taught: Rooms) -> None:
    """As the explanation of that line, and in the list of what is not suggested."""
    await run(taught, *["echo go", "cat gone.txt"] * 9, "echo go")
    missing = {"rule": "missing-path", "detail": "gone.txt is not there"}
    assert (await ask(taught, "cat gone.txt"))["objection"] == missing
    answer = await ask(taught)
    assert answer["line"] != "cat gone.txt"
    filtered = {each["line"]: each for each in answer["filtered"]}["cat gone.txt"]
    assert missing.items() <= filtered.items()
    assert filtered["probability"] > answer["probability"]


async def test_a_destructive_line_that_is_not_certain(taught: Rooms) -> None:
    """The probability that the rule judges is the one that is shown."""
    await run(taught, *["echo go", "git stash drop", "echo go", "echo stay"] * 5, "echo go")
    answer = await ask(taught, "git stash drop")
    assert answer["objection"]["rule"] == "destructive"
    assert f"{answer['probability']:.2f} is less than" in answer["objection"]["detail"]


async def test_a_line_that_was_turned_down(taught: Rooms) -> None:
    """What the person dismissed here twice is no candidate, and its absence is explained."""
    for _ in range(2):
        await run(taught, "git status", shown="git push", outcome=4)
        await run(taught, "git commit")
    answer = await ask(taught, "git push")
    assert answer["objection"]["rule"] == "turned-down"
    assert "dismissed 2×" in answer["objection"]["detail"]
    assert answer["rank"] is None
    assert [each["line"] for each in (await ask(taught))["filtered"]] == ["git push"]


@pytest.mark.parametrize("line", ["git bisect", " ssh prod", "rm -rf gone"])
async def test_of_an_unknown_line_nothing_is_said(taught: Rooms, line: str) -> None:
    """Not even its text comes back, nor a verdict."""
    answer = await ask(taught, line)
    assert (answer["line"], answer["runs"], answer["objection"]) == ("", None, None)
    assert line.strip() not in repr({**answer, "runner_up": None})


async def test_a_forgotten_line_is_unknown(taught: Rooms) -> None:
    """No part of the answer about another line holds it either, though the prompt still shows it."""
    await run(taught, *["git status", "git commit"] * 9)
    assert (await suggest(Suggest(1, HERE, "", "/srv", 8), taught))[0] == "git status"
    await forget(Forget(1, HERE, "git status"), taught)
    assert (await ask(taught, "git status"))["line"] == ""
    assert "git status" not in repr(await ask(taught))


async def test_a_secret_is_never_shown(taught: Rooms) -> None:
    """Asked with the secret in it, the line is found under its hole, which is why it is not suggested."""
    line = f"curl -u ada:{PASSWORD} x.test"
    await run(taught, line, "git commit")
    answer = await ask(taught, line)
    assert PASSWORD not in repr(answer)
    assert answer["line"].startswith("curl -u ")
    assert (answer["runs"]["count"], answer["rank"], answer["objection"]["rule"]) == (1, None, "secret")


async def test_the_nearest_parent_that_is_a_shell_is_asked_about(taught: Rooms) -> None:
    """A child of a shell does not know its session; of two shells with one process id the latest counts."""
    for session, process in (("50-old", 50), ("50-new", 50), ("60-far", 60)):
        await hello(Hello(1, session, VERSION, "zsh", process), taught)
        await run(taught, "git commit" if session == "50-new" else "git status", session=session)
    answer = await ask(taught, session="cli", processes=(70, 50, 60, 1))
    assert answer["shell"] == {"name": "zsh", "process": 50}
    assert answer["before"][0] == "git commit"
    assert (await ask(taught, session="60-far", processes=(50,)))["before"][0] == "git status"


async def test_a_shell_that_is_not_known(taught: Rooms) -> None:
    """It is explained as for a new shell, and that is said."""
    answer = await ask(taught, session="cli", processes=(70, 1))
    assert answer["shell"] is None
    assert answer["line"] == "git push"


async def test_a_step_of_a_workflow_is_explained(taught: Rooms) -> None:
    """It is what the prompt shows, though nobody has ever run it: which step of what, and how that mostly ends."""
    taught.procedures = NoProcedures([workflow(*DEPLOY)])
    for number in range(5):
        await run(taught, *deployment(f"v1.0.{number}"))
    await run(taught, *deployment("v9.9.9")[:2])
    answer = await ask(taught)
    assert answer["line"] == "docker push api:v9.9.9"
    assert answer["runs"] is None
    assert answer["probability"] > 0.5
    told = answer["workflow"]
    assert (told["title"], told["step"], told["of"], told["resumed"]) == ("Deploy api", 3, 5, False)
    assert (told["succeeded"], told["finished"]) == (5, 5)


async def test_before_anything_was_learned(rooms: Rooms) -> None:
    """There is no suggestion and no evidence, and no error."""
    answer = await ask(rooms)
    assert (answer["line"], answer["runner_up"], answer["filtered"]) == ("", None, [])
    assert (await ask(rooms, "ls"))["line"] == ""
