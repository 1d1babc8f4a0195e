"""Workflows made by hand, and people who run them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from segue.domain.observation import Observation
from segue.domain.workflow import Step, Workflow
from segue.domain.workplace import Workplace
from segue.workflows.book import Book
from segue.workflows.editing import edited
from segue.workflows.following import Following
from segue.workflows.tracker import Tracker

DEPLOY: Final = (
    "git tag <VERSION>",
    "docker build -t api:<VERSION> .",
    "docker push api:<VERSION>",
    "kubectl set image deploy/api api=api:<VERSION>",
    "kubectl rollout status deploy/api",
)


def workflow(*patterns: str, title: str = "Deploy api", optional: tuple[int, ...] = ()) -> Workflow:
    """Return a workflow with these steps; the places of those that are optional count from 0."""
    nothing = Workflow(id="", steps=(Step(("x",), "x"),), title=title)
    made = edited(nothing, patterns)
    steps = tuple(replace(step, optional=place in optional) for place, step in enumerate(made.steps))
    return replace(made, steps=steps, title=title)


def deployment(version: str) -> list[str]:
    """Return the lines of one deployment."""
    return [pattern.replace("<VERSION>", version) for pattern in DEPLOY]


@dataclass
class Person:
    """Runs commands, a minute apart, and has them followed."""

    following: Following
    now: float = 1_700_000_000.0

    def runs(
        self, *lines: str, session: str = "a", cwd: str = "/srv/api", root: str = "", exit_status: int | None = 0
    ) -> None:
        """Run lines one after the other."""
        for line in lines:
            self.now += 60
            seen = Observation(line, cwd, exit_status, self.now, 1.0, session, "zsh", "box", workplace=Workplace(root))
            self.following.observe(seen)

    def offered(self, *, session: str = "a", place: str = "/srv/api") -> list[tuple[str, int]]:
        """Return the lines that workflows offer at the prompt, with the numbers of their steps from 1."""
        return [(offer.line.text, offer.place + 1) for offer in self.following.offers(session, place, self.now)]

    def only(self) -> Workflow:
        """Return the one workflow as it is by now."""
        (found,) = self.following.listed(self.now)
        return found


def person(*workflows: Workflow) -> Person:
    """Return somebody whose workflows these are."""
    return Person(Following(Tracker(Book(workflows))))
