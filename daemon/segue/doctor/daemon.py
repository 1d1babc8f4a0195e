"""Does the daemon answer, and is it the one that belongs to this command?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.doctor.finding import error, note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

RESTART = "segue stop && segue start"


def daemon(scene: Scene) -> Iterator[Finding]:
    """Whether it answers on its socket."""
    if scene.status is not None:
        yield ok("daemon", f"the daemon answers, process {scene.status['pid']}")
    elif scene.holder:
        remedy = f"kill -9 {scene.holder} && segue start"
        yield error("daemon-silent", f"process {scene.holder} is the daemon, and does not answer", remedy)
    else:
        yield error("daemon-stopped", "the daemon does not run", "segue start")


def version(scene: Scene) -> Iterator[Finding]:
    """Whether the daemon is as new as the command."""
    if scene.status is not None and scene.status["version"] != scene.version:
        what = f"the daemon is version {scene.status['version']}, this command {scene.version}"
        yield warning("daemon-version", what, RESTART)


def stalled(scene: Scene) -> Iterator[Finding]:
    """Whether shells stay away because it was silent at several prompts."""
    if scene.stalled is not None:
        what = f"shells have stayed away from the daemon for {scene.stalled:.0f} s, because it was silent"
        yield warning("stalled", what, RESTART)


def learning(scene: Scene) -> Iterator[Finding]:
    """Whether what is recorded is stored and learned."""
    if scene.status is None:
        return
    if scene.status["problem"]:
        what = f"{scene.status['waiting']:,} commands wait in memory: {scene.status['problem']}"
        yield error("not-stored", what, f"make room on the disk, and look at {scene.paths.log}")
    if scene.status["dropped"]:
        what = f"{scene.status['dropped']:,} commands could not be stored and are lost"
        yield warning("dropped", what, f"look at {scene.paths.log}")
    if scene.status["failure"]:
        yield error("not-learned", f"the history could not be learned: {scene.status['failure']}", RESTART)
    elif scene.status["rebuild"]:
        yield note("learning", "the history is being learned; suggestions are few until that is done")
