"""Sessions to mine: what someone types, with the noise that lies between."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from segue.domain.observation import Observation
from segue.workflows.mining import mine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.domain.workflow import Workflow

NOISE = (
    "ls", "ls -la", "git status", "cd ..", "cd src", "clear", "pwd", "vim notes.md", "vim src/app.py", "cat README.md",
    "man tar", "python3 tools/report.py", "tail -n 20 app.log", "grep -rn TODO src", "htop", "make docs",
)  # fmt: skip


def typed(lines: Iterable[str], session: str = "s1", **fields: object) -> list[Observation]:
    """Return the lines as commands of one session that succeeded."""
    seen = [Observation(line=line, exit=0, session=session, host="box") for line in lines]
    for one in seen:
        for name, value in fields.items():
            object.__setattr__(one, name, value)
    return seen


def workflows_of(*sessions: Iterable[Observation | str]) -> list[Workflow]:
    """Return what is found in sessions, one after the other; of a session the lines may be enough."""
    events: list[Observation] = []
    for number, session in enumerate(sessions):
        for one in session:
            events += [one] if isinstance(one, Observation) else typed([one], f"s{number}")
    return mine(enumerate(events))


def patterns(workflow: Workflow) -> list[str]:
    """Return the steps of a workflow as they are shown, with a question mark behind those that are optional."""
    return [workflow.pattern(place) + "?" * step.optional for place, step in enumerate(workflow.steps)]


def deploy(version: str) -> list[str]:
    """Return the five steps that bring a version into production."""
    return [
        f"git tag {version}",
        f"docker build -t api:{version} .",
        f"docker push api:{version}",
        f"kubectl set image deploy/api api=api:{version}",
        "kubectl rollout status deploy/api",
    ]


def deploys_among_noise(runs: int = 8, seed: int = 1) -> list[str]:
    """Return the lines of one session in which several versions are deployed, with other things before and between."""
    choice = random.Random(seed)  # noqa: S311 - a test keeps no secret
    lines: list[str] = []
    for number in range(runs):
        lines += choice.sample(NOISE, choice.randint(3, 8))
        for step in deploy(f"v1.2.{number}"):
            lines.append(step)
            if choice.random() < 0.3:
                lines.append(choice.choice(NOISE))
    return [*lines, *choice.sample(NOISE, 5)]
