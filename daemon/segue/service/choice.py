"""Who supervises the daemon on this machine."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from segue.service.job import Job
from segue.service.launchd import Launchd
from segue.service.systemd import Systemd, runtime_directory
from segue.service.unsupervised import Unsupervised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.paths import Paths
    from segue.service.supervisor import Supervisor


def supervisor_of(environ: Mapping[str, str], paths: Paths, *, platform: str = sys.platform) -> Supervisor:
    """Return launchd or systemd where it serves this person's session, else what does without."""
    job = Job.from_environment(environ, paths)
    if platform == "darwin" and shutil.which("launchctl", path=environ.get("PATH")):
        return Launchd(job, environ)
    # A container has the command often, and the manager of a session hardly ever.
    manager = runtime_directory(environ) / "systemd" / "private"
    if platform == "linux" and shutil.which("systemctl", path=environ.get("PATH")) and manager.exists():
        return Systemd(job, environ)
    return Unsupervised(job, environ)
