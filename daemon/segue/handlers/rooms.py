"""What the handlers work with: one object that the composition root builds."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.domain.observation import HUMAN, Prompt
from segue.embedding.building import LEXICAL
from segue.embedding.chain import Chain
from segue.handlers.interfaces import DefaultSettings, NoTail
from segue.handlers.shells import ShellDirectory
from segue.ingest.offers import Offers
from segue.ingest.policy import Policy
from segue.ingest.readings import Readings
from segue.learner.learner import Learner
from segue.learner.rebuild import learn
from segue.predictor.predictor import Predictor
from segue.predictor.validation import Validation
from segue.retrieval.embeddings import Embeddings
from segue.retrieval.interface import NoRetrieval, NoSearch
from segue.validity.files import Disk
from segue.validity.prober import Prober
from segue.validity.rules import forget_lines
from segue.validity.surveyor import Surveyor
from segue.workflows.interface import NoProcedures

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from segue.domain.observation import Observation
    from segue.handlers.interfaces import Keeper, SettingsRoom, Tail
    from segue.model.state import Model
    from segue.retrieval.interface import MemorySearcher, Retrieval
    from segue.store.writer import Writer
    from segue.workflows.interface import Procedures
    from segue.workflows.offers import Offer


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
    settings: SettingsRoom = field(default_factory=DefaultSettings)
    policy: Policy = field(default_factory=Policy)
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
