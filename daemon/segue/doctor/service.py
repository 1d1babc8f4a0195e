"""Will there be a daemon after the next start of the machine?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.doctor.finding import error, note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene


def service(scene: Scene) -> Iterator[Finding]:
    """Whether the service is there, and runs the daemon."""
    name, state = scene.supervisor, scene.service
    if name == "none":
        remedy = "run `segue start` after each start of the machine"
        yield note("no-supervisor", "nothing restarts the daemon on this machine", remedy)
    elif not state.installed:
        yield warning("no-service", f"{name} does not know the daemon, and will not restart it", "segue setup")
    elif state.running:
        yield ok("service", f"{name} runs the daemon")
    elif scene.status is not None:
        what = f"the daemon runs, but not as the {name} service: {state.detail}"
        yield warning("beside-service", what, "segue stop && segue service start")
    else:
        yield error("service-down", f"the {name} service does not run: {state.detail}", "segue service restart")
