"""What the handlers work with: one object that the composition root builds."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from segue.domain.bounded import BoundedDict
from segue.domain.observation import HUMAN, Prompt
from segue.embedding.building import LEXICAL
from segue.embedding.chain import Chain
from segue.ingest.offers import Offers
from segue.ingest.readings import Readings
from segue.learner.learner import Learner
from segue.learner.rebuild import learn
from segue.predictor.predictor import Predictor
from segue.predictor.validation import Validation
from segue.retrieval.embeddings import Embeddings
from segue.retrieval.interface import NoRetrieval, NoSearch
from segue.validity.files import Disk
from segue.validity.prober import Prober
from segue.validity.programs import heads_of
from segue.validity.rules import forget_lines
from segue.validity.surveyor import Surveyor
from segue.validity.verdict import Surroundings
from segue.validity.words import parse
from segue.workflows.interface import NoProcedures

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from segue.domain.observation import Observation
    from segue.model.state import Model
    from segue.retrieval.interface import MemorySearcher, Retrieval
    from segue.store.writer import Writer
    from segue.workflows.interface import Procedures
    from segue.workflows.offers import Offer

HOME: Final = str(Path.home())
MAX_SESSIONS: Final = 1000
MAX_HEADS: Final = 500


@dataclass(frozen=True, slots=True)
class Shell:
    """What a shell said of itself in `hello`, and how many jobs it had at its latest prompt; None when unknown."""

    name: str = ""
    pid: int = 0
    author: str = HUMAN
    history: str = ""
    search_path: str | None = None
    names: frozenset[str] | None = None
    jobs: int | None = None
    heads: set[str] = field(default_factory=set, compare=False)
    """Commands that it has run and found, as far as they are remembered."""

    def found(self, heads: Iterable[str]) -> None:
        """Remember commands that this shell knows, whatever else is known of them."""
        if len(self.heads) < MAX_HEADS:
            self.heads.update(heads)

    def surroundings(self, cwd: str) -> Surroundings:
        """Describe the shell for the rules of validity."""
        return Surroundings(
            cwd=cwd,
            home=HOME,
            program=self.name,
            search_path=self.search_path,
            names=self.names,
            jobs=self.jobs,
            heads=self.heads,
        )


NO_SHELL: Final = Shell(names=frozenset())
"""Who asks without having said hello is no shell: it has no names of its own."""


class ShellDirectory:
    """The shells that have said hello, the longest silent ones forgotten first."""

    def __init__(self) -> None:
        self._shells: BoundedDict[str, Shell] = BoundedDict(MAX_SESSIONS)

    def introduce(self, session: str, shell: Shell) -> None:
        """Remember a shell; one that introduces itself again keeps what it has run."""
        if session in self._shells:
            shell.found(self._shells[session].heads)
        self._shells[session] = shell

    def at_prompt(self, session: str, jobs: int | None) -> Shell:
        """Return the shell of a session whose prompt has so many jobs, as one that has not said hello if it has not."""
        shell = replace(self.find(session) or NO_SHELL, jobs=jobs)
        if session in self._shells:
            self._shells[session] = shell
        return shell

    def forget(self, line: str) -> None:
        """Forget which commands a line has shown to be known."""
        heads = set(heads_of(parse(line)))
        for shell in self._shells.values():
            shell.heads.difference_update(heads)

    def find(self, session: str) -> Shell | None:
        """Return the shell of a session, or None when it has not said hello to this daemon."""
        shell = self._shells.get(session)
        if shell:
            self._shells.move_to_end(session)
        return shell

    def session_of(self, processes: Iterable[int]) -> str | None:
        """Return the session of the first of these processes that is a shell which has said hello, or None."""
        # A process id may have come again: the shell that spoke last is the one that lives.
        sessions = {shell.pid: session for session, shell in self._shells.items()}
        return next((sessions[pid] for pid in processes if pid in sessions), None)


class Tail(Protocol):
    """The history observer, as the handlers see it."""

    def attend(self, path: Path, shell: str) -> None:
        """Follow a history file that a shell has named."""

    def expect(self, line: str, start: float | None) -> None:
        """Skip this line when it appears in a history file."""

    def was_delivered(self, line: str, start: float | None) -> bool:
        """Tell whether a history file has shown this command before its hook did."""


class NoTail:
    """Stands in until history files are followed."""

    def attend(self, path: Path, shell: str) -> None:
        """Follow nothing."""

    def expect(self, line: str, start: float | None) -> None:
        """Expect nothing."""

    def was_delivered(self, line: str, start: float | None) -> bool:  # noqa: ARG002 - the tail's signature
        """Nothing was delivered."""
        return False


class Keeper(Protocol):
    """Who keeps the learned state on disk, as the handlers see it."""

    incomplete: bool
    """Events of the store are not yet learned."""
    failure: str
    """Why they could not be learned, empty otherwise."""

    def begin_import(self) -> None:
        """Events of the past are about to be stored."""

    def request_rebuild(self) -> None:
        """Learn the whole history anew, in the background."""

    def schedule_save(self) -> None:
        """Save before long."""

    async def save(self) -> None:
        """Save now."""


@dataclass(slots=True)
class Rebuild:
    """A rebuild of the learned state that is under way."""

    done: int = 0
    total: int = 0
    forgotten: list[str] = field(default_factory=list)
    """Lines forgotten meanwhile: the rebuild may still be reading them."""


async def _nothing() -> None:
    """Have no model to look for."""


@dataclass(slots=True)
class Rooms:
    """The rooms below, and the few counters that `status` shows."""

    model: Model
    writer: Writer
    host: str
    clock: Callable[[], float]
    request_shutdown: Callable[[], None]
    keeper: Keeper
    tail: Tail = field(default_factory=NoTail)
    retrieval: Retrieval = field(default_factory=NoRetrieval)
    procedures: Procedures = field(default_factory=NoProcedures)
    search: MemorySearcher = field(default_factory=NoSearch)
    embeddings: Embeddings = field(default_factory=lambda: Embeddings(Chain([LEXICAL], time.monotonic)))
    reload_models: Callable[[], Awaitable[None]] = field(default=_nothing)
    shells: ShellDirectory = field(default_factory=ShellDirectory)
    offers: Offers = field(default_factory=Offers)
    readings: Readings = field(default_factory=Readings)
    rejected: Counter[str] = field(default_factory=Counter)
    served: Counter[str] = field(default_factory=Counter)
    rebuild: Rebuild | None = None
    learned_at: float = float("-inf")
    prober: Prober = field(default_factory=lambda: Prober(Disk()))
    surveyor: Surveyor = field(init=False)
    learner: Learner = field(init=False)
    predictor: Predictor = field(init=False)
    validation: Validation = field(init=False)

    def __post_init__(self) -> None:
        self.surveyor = Surveyor(tell=self.prober.believe)
        self.adopt(self.model)

    def adopt(self, model: Model) -> None:
        """Learn into and predict from this model from now on."""
        self.model = model
        self.learner = Learner(model)
        self.predictor = Predictor(model)
        self.validation = Validation(self.predictor, self.prober)

    def prompt(self, session: str, cwd: str, after: tuple[str, ...] | None = None, jobs: int | None = None) -> Prompt:
        """Describe the present prompt of a session; `after` replaces what it has run."""
        workplace = self.surveyor.at(session, cwd)
        return Prompt(now=self.clock(), cwd=cwd or None, session=session, after=after, workplace=workplace, jobs=jobs)

    def steps_at(self, prompt: Prompt) -> list[Offer]:
        """Return the steps of workflows that may be next at a prompt, without those that were turned down there."""
        if prompt.after is not None:
            return []
        place = prompt.workplace.root or prompt.cwd or ""
        offers = self.procedures.following.offers(prompt.session, place, prompt.now or self.clock())
        return [offer for offer in offers if not self.predictor.verdict(prompt, offer.line.text).refused]

    def has_shown(self, session: str, line: str) -> bool:
        """Tell whether a line can have been suggested to a session: it is known, or was offered at its last prompt."""
        lines = self.model.lines
        return line in lines.ids or (self.offers.holds(session, line) and lines.may_be_made_up(line))

    def forget(self, line: str) -> None:
        """Remove a line from all that has been learned, and from what is being relearned."""
        self.model.forget(line)
        self.shells.forget(line)
        self.offers.forget(line)
        self.prober.forget()
        self.search.forgot()
        forget_lines()
        self.procedures.following.forget_lines()
        if self.rebuild:
            self.rebuild.forgotten.append(line)

    def remember(self, observation: Observation) -> None:
        """Learn an observation now and store it soon, at a place in the order that never runs backwards."""
        self.learned_at = max(self.learned_at, self.clock())
        learn(self.learner, observation, self.learned_at)
        self.writer.offer(self.learned_at, observation)
        if observation.line and observation.author == HUMAN:
            self.retrieval.recorded(observation.line)
        self.procedures.observe(observation)
        self.keeper.schedule_save()
