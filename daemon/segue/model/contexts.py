"""The present as a row of numbers, so that it can be compared with every past position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.model.sessions import HIDDEN, SUCCEEDED, Session, Step
from segue.model.text import hash_text

if TYPE_CHECKING:
    from segue.domain.workplace import Workplace

# The atoms: what stood one to four lines before, and where and when.
LINE1: Final = 0
LINE2: Final = 1
LINE3: Final = 2
LINE4: Final = 3
TEMPLATE1: Final = 4
TEMPLATE2: Final = 5
HEAD1: Final = 6
HEAD2: Final = 7
HEAD3: Final = 8
WORD: Final = 9
DIRECTORY_LINE: Final = 10
SERIOUS_LINE: Final = 11
EXIT: Final = 12
POSITION: Final = 13
VISIT: Final = 14
SESSION: Final = 15
PLACE: Final = 16
HOUR: Final = 17
REPEATS: Final = 18  # how often the line before was run again at once
ROOT: Final = 19  # the repository
BRANCH: Final = 20  # the branch of the repository
JOBS: Final = 21  # whether the shell has jobs
ATOMS: Final = 22

NO_JOB: Final = 0
SOME_JOB: Final = 1

# Atoms that repeat something of an earlier line, by how far back it stands.
OF_STEP: Final = ((LINE1, TEMPLATE1, HEAD1, WORD, EXIT), (LINE2, TEMPLATE2, HEAD2), (LINE3, HEAD3), (LINE4,))


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a command: its atoms in the order above, the steps before it, the epoch time, the disk.

    `before_is_new` tells that the line before was run then for the first time.
    """

    atoms: tuple[int, ...]
    steps: tuple[Step, ...]
    now: float
    before_is_new: bool
    workplace: Workplace

    @property
    def line_before(self) -> int:
        """The id of the line before, or the mark of an edge."""
        return self.atoms[LINE1]

    def agrees(self, other: Context) -> bool:
        """Tell whether nothing but the time differs, and that not in its hour."""
        return (
            self.atoms == other.atoms
            and self.steps == other.steps
            and self.before_is_new == other.before_is_new
            and self.workplace == other.workplace
        )

    @property
    def visit(self) -> int:
        """The number of the session's present visit."""
        return self.atoms[VISIT]

    @property
    def failed(self) -> bool:
        """Whether the line before is known to have failed."""
        return self.atoms[EXIT] not in SUCCEEDED

    @property
    def repeats(self) -> int:
        """How often the line before has been repeated at once."""
        return self.atoms[REPEATS]

    @property
    def place(self) -> int:
        """The hash of the working directory."""
        return self.atoms[PLACE]


def context_of(
    session: Session, key: int, place: int, now: float, workplace: Workplace, *, jobs: int | None
) -> Context:
    """Describe the prompt of a session; `key` and `place` are hashes of its name and directory."""
    steps, edge = session.steps, session.edge
    lines = [step.line for step in steps[:4]]
    templates = [step.shape.template for step in steps[:2]]
    heads = [step.shape.head for step in steps[:3]]
    atoms = (
        *lines,
        *[edge] * (4 - len(lines)),
        *templates,
        *[edge] * (2 - len(templates)),
        *heads,
        *[edge] * (3 - len(heads)),
        (steps[0].shape.word1 or HIDDEN) if steps else edge,
        session.directory_line,
        session.serious_line,
        session.exit,
        session.position,
        session.visit,
        key,
        place,
        int(now // 3_600) % 24,
        session.repeats,
        hash_text(workplace.root) if workplace.root else HIDDEN,
        hash_text(f"{workplace.root}\0{workplace.branch}") if workplace.branch else HIDDEN,
        HIDDEN if jobs is None else SOME_JOB if jobs else NO_JOB,
    )
    return Context(atoms=atoms, steps=steps, now=now, before_is_new=bool(steps) and steps[0].new, workplace=workplace)
