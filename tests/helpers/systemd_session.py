"""A real systemd of a login session, for a scratch home.

systemd refuses to be a session's manager where the machine was not booted with it. In a mount namespace of its own it
is shown a /run that says otherwise; that takes root, as containers have it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

MANAGER: Final = next(
    (path for path in ("/usr/lib/systemd/systemd", "/lib/systemd/systemd") if Path(path).exists()), ""
)
PRIVATELY: Final = ("unshare", "--mount", "--propagation", "private", "sh", "-c")
BOOTED: Final = "mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system"


def can_run() -> bool:
    """Tell whether this machine lets a test start a session's systemd."""
    if not MANAGER or not shutil.which("unshare") or not shutil.which("systemctl"):
        return False
    return not subprocess.run([*PRIVATELY, BOOTED], capture_output=True, check=False).returncode


@contextmanager
def systemd_session() -> Iterator[dict[str, str]]:
    """Yield the environment of a person who is logged in, and end everything that was started there."""
    home = Path(tempfile.mkdtemp(prefix="segue-"))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(runtime),
    }
    with (home / "manager.log").open("wb") as log:
        manager = subprocess.Popen(
            [*PRIVATELY, f"{BOOTED} && exec {MANAGER} --user --unit=basic.target"],
            env={**environ, "SYSTEMD_LOG_TARGET": "console"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until((runtime / "systemd" / "private").exists, "the session's systemd")
        yield environ
    finally:
        subprocess.run(["systemctl", "--user", "exit"], env=environ, capture_output=True, check=False, timeout=60)
        try:
            manager.wait(timeout=20)
        except subprocess.TimeoutExpired:
            manager.kill()
            manager.wait()
        shutil.rmtree(home, ignore_errors=True)
