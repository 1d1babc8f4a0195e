"""A deployment in five steps, in a shell where its programs do nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from segue.protocol.memory_messages import Workflows
from tests.workflows.making import deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.shell import HookedShell

FUNCTIONS: Final = "git() { :; }\ndocker() { :; }\nkubectl() { :; }\n"
NOISE: Final = ("echo hi", "pwd", "true", "echo there", ": nothing", "false", "type echo", "umask", "echo 3", "times")


def deploy_often(shell: HookedShell, times: int = 8) -> None:
    """Deploy again and again, each time another version, and do other things in between."""
    chance = random.Random(7)  # noqa: S311 - the same every time
    for number in range(times):
        for line in deployment(f"v1.2.{number}"):
            shell.run(line)
            for noise in chance.choices(NOISE, k=chance.random() < 0.2):
                shell.run(noise)
        for noise in chance.sample(NOISE, 3):
            shell.run(noise)


def ask(daemon: RunningDaemon, action: str, **arguments: Any) -> dict[str, Any]:
    """Return the answer to one request about workflows."""
    answer: dict[str, Any] = daemon.ask(Workflows(1, "cli", action, arguments))[0]
    return answer


def mined(daemon: RunningDaemon) -> dict[str, Any]:
    """Return the one workflow that there is, once the history has been searched."""
    (found,) = ask(daemon, "list")["workflows"]
    assert isinstance(found, dict)
    return found


def see_step(shell: HookedShell, line: str, step: int, typed: str = "") -> None:
    """Wait until a line, or what is left of it behind what is typed, stands there as a step of five."""
    shell.see(f"{line.removeprefix(typed)}  {step}/5", typed)


def live_through(shell: HookedShell, daemon: RunningDaemon, accept: str) -> None:
    """Go through the whole life of a workflow: found, shown, accepted, interrupted, resumed, renamed and forgotten."""
    deploy_often(shell)
    found = mined(daemon)
    assert (found["tally"]["succeeded"], len(found["steps"]), len(found["slots"])) == (8, 5, 1)
    assert (found["category"], bool(found["title"])) == ("deploy", True)

    first, *others = deployment("v9.9.9")
    shell.run(first)
    for step, line in enumerate(others, 2):
        see_step(shell, line, step)
        # Accepted with a key and run with Enter: the next step stands there.
        shell.send(accept)
        shell.wait_until(lambda t, line=line: t.before_cursor == shell.prompt + line, f"{line!r} to be typed")  # type: ignore[misc]
        shell.run("")
    assert [event[0] for event in daemon.events()][-5:] == [first, *others]

    first, second, third, *_ = deployment("v10.0.0")
    for line in (first, second, "echo something", "pwd", "echo something else"):
        shell.run(line)
    see_step(shell, third, 3)
    assert mined(daemon)["tally"]["succeeded"] == 9
    ask(daemon, "name", key=found["id"], name="Ship it")
    see_step(shell, third, 3)
    shell.run("echo once more")
    see_step(shell, third, 3)
    ask(daemon, "forget", key="Ship it")
    shell.run("echo the last")
    shell.run(first)
    assert "/5" not in str(shell.suggestion)
