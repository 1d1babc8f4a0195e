"""A launchctl for machines without one: keeps jobs in a directory, checks what it is given, and runs them.

`python launchctl.py DIRECTORY COMMAND…`. Like launchd it answers before a job has gone, gives jobs almost no
environment, and starts one anew as its KeepAlive says; unlike launchd without waiting ten seconds before.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

PAUSE: Final = 0.01
DOMAIN: Final = f"gui/{os.getuid()}"


class Refusal(Exception):  # noqa: N818 - it is no error of this program
    """What launchctl answers with a status."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def main(root: Path, command: str, arguments: list[str]) -> None:
    """Do what launchctl would do."""
    with (root / "calls").open("a") as calls:
        calls.write(" ".join([command, *arguments]) + "\n")
    if command == "bootstrap":
        domain, file = arguments
        bootstrap(root, domain, Path(file))
        return
    target = arguments[-1]
    domain, _, label = target.rpartition("/")
    if domain != DOMAIN:
        raise Refusal(125, "Domain does not support specified action")
    job = root / label
    if command in {"enable", "disable"}:
        marker = root / f"{label}.disabled"
        marker.unlink(missing_ok=True) if command == "enable" else marker.touch()
    elif not job.is_dir():
        raise Refusal(3 if command == "bootout" else 113, f'Could not find service "{label}" in domain for {domain}')
    elif command == "bootout":
        (job / "leaving").touch()
        tell(job, signal.SIGTERM)
    elif command == "kickstart":
        (job / "kicked").touch()
        if "-k" in arguments:
            tell(job, signal.SIGKILL)
    elif command == "print":
        pid = read(job / "pid")
        lines = [f"{target} = {{", f"\tstate = {'running' if pid else 'not running'}"]
        lines += [f"\tpid = {pid}"] if pid else []
        sys.stdout.write("\n".join([*lines, f"\tlast exit code = {read(job / 'exit') or '(never exited)'}", "}\n"]))
    else:
        raise Refusal(64, f"Unrecognized subcommand: {command}")


def bootstrap(root: Path, domain: str, file: Path) -> None:
    """Load a job and let somebody look after it."""
    if domain != DOMAIN:
        raise Refusal(125, "Domain does not support specified action")
    if file.stat().st_mode & 0o022:
        raise Refusal(122, "Path had bad ownership/permissions")
    agent = plistlib.loads(file.read_bytes())
    if (root / f"{agent['Label']}.disabled").exists():
        raise Refusal(119, "Service is disabled")
    job = root / agent["Label"]
    if job.exists():
        raise Refusal(5, "Bootstrap failed: 5: Input/output error")
    job.mkdir()
    (job / "agent.plist").write_bytes(file.read_bytes())
    subprocess.Popen(
        [sys.executable, "-P", __file__, str(root), "--look-after", agent["Label"]],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def look_after(job: Path) -> None:
    """Run a job until it is to leave."""
    agent = plistlib.loads((job / "agent.plist").read_bytes())
    wanted = agent.get("RunAtLoad", False)
    while not (job / "leaving").exists():
        if wanted or (job / "kicked").exists():
            (job / "kicked").unlink(missing_ok=True)
            status = run(job, agent)
            wanted = status != 0 and agent["KeepAlive"] == {"SuccessfulExit": False}
        time.sleep(PAUSE)
    shutil.rmtree(job)


def run(job: Path, agent: dict[str, Any]) -> int:
    """Run a job once and return its exit status."""
    environ = {"HOME": os.environ["HOME"], "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    with Path(agent["StandardErrorPath"]).open("ab") as errors:
        process = subprocess.Popen(
            agent["ProgramArguments"], env={**environ, **agent.get("EnvironmentVariables", {})}, stderr=errors,
            cwd=agent["WorkingDirectory"], umask=agent["Umask"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    (job / "pid").write_text(str(process.pid))
    if (job / "leaving").exists():
        process.terminate()
    status = process.wait()
    (job / "pid").unlink()
    (job / "exit").write_text(str(status))
    return status


def tell(job: Path, number: int) -> None:
    """Send a signal to a job that runs."""
    if pid := read(job / "pid"):
        os.kill(int(pid), number)


def read(path: Path) -> str:
    """Return what a file holds, "" when it is not there."""
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    if sys.argv[2] == "--look-after":
        look_after(Path(sys.argv[1]) / sys.argv[3])
    else:
        try:
            main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            sys.exit(refusal.status)
