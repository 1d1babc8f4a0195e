"""All rules, in the order in which a person wants to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.doctor.daemon import daemon, learning, stalled, version
from segue.doctor.database import aside, clock, database, disk
from segue.doctor.directories import leftovers, privacy
from segue.doctor.history import history
from segue.doctor.hooks import here, hook_files, loaded, shell_versions, wire
from segue.doctor.keys import keys
from segue.doctor.latency import latency
from segue.doctor.model import model
from segue.doctor.person import person, settings
from segue.doctor.rivals import rivals
from segue.doctor.service import service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

RULES: Final[tuple[Callable[[Scene], Iterable[Finding]], ...]] = (
    daemon,
    service,
    version,
    stalled,
    learning,
    latency,
    settings,
    privacy,
    hook_files,
    loaded,
    here,
    shell_versions,
    wire,
    rivals,
    keys,
    history,
    person,
    model,
    database,
    aside,
    disk,
    clock,
    leftovers,
)


def examine(scene: Scene) -> list[Finding]:
    """Return everything that the rules find."""
    return [finding for rule in RULES for finding in rule(scene)]
