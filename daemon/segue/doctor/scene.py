"""Everything that the rules look at, gathered once; a rule sees nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.service.supervisor import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from segue.config.paths import Paths
    from segue.shells.probe import ShellAnswers
    from segue.store.health import Health


NO_SERVICE: Final = State(installed=False, running=False, detail="")


class Place(NamedTuple):
    """A directory or file that must be private: `kind` is "directory", "file", "link", "missing" or "other"."""

    path: Path
    kind: str
    owner: int
    mode: int


class RcState(NamedTuple):
    """One rc file of a shell, and whether a line in it loads segue."""

    path: Path
    loads: bool


@dataclass(frozen=True, slots=True)
class ShellState:
    """One of the person's shells.

    Attributes:
        rc: the files it reads.
        answers: what it said when it was opened, None where it did not answer.
        bare: the same without rc files.
        hangs: whether it had to be killed.
    """

    rc: tuple[RcState, ...]
    answers: ShellAnswers | None = None
    bare: ShellAnswers | None = None
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class ModelState:
    """The embedding model: its name, what keeps it from running, and whether MLX is there."""

    name: str = ""
    problem: str = ""
    has_mlx: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seen.

    Attributes:
        paths: where segue keeps things.
        environ: the environment of the command, and with it of the shell that it was called in.
        version: of this command.
        uid: of the person.
        status: what the daemon answers to `status`, None where it does not.
        holder: the process that holds the daemon's lock, "" for none.
        this_shell: the shell above this command as the daemon knows it, None where it knows none.
        latencies: seconds that suggestions took, in any order.
        supervisor: the name of what could run the daemon here, "none" for nothing.
        service: how the service is.
        places: what must be private.
        hook_files: for each shell whether its joined hook is "current", "old" or "missing".
        shells: the person's shells by name.
        model: the embedding model.
        database: the state of the history, None where there is none yet.
        aside: damaged databases that were kept.
        free: bytes that are free where the state is.
        stale: files in the run directory whose shell is gone.
        stalled: since how many seconds shells stay away from the daemon, None where they do not.
        settings: what is wrong with the configuration file, "" for nothing.
    """

    paths: Paths
    environ: Mapping[str, str]
    version: str
    uid: int
    status: Mapping[str, Any] | None = None
    holder: str = ""
    this_shell: Mapping[str, Any] | None = None
    latencies: tuple[float, ...] = ()
    supervisor: str = "none"
    service: State = NO_SERVICE
    places: tuple[Place, ...] = ()
    hook_files: Mapping[str, str] = field(default_factory=dict)
    shells: Mapping[str, ShellState] = field(default_factory=dict)
    model: ModelState = field(default_factory=ModelState)
    database: Health | None = None
    aside: tuple[Path, ...] = ()
    free: int = 1 << 40
    stale: tuple[Path, ...] = ()
    stalled: float | None = None
    settings: str = ""
