"""The LaunchAgent as a property list."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any, Final

from segue.assets.templates import template

if TYPE_CHECKING:
    from segue.service.job import Job

LABEL: Final = "dev.segue.daemon"


def agent_text(job: Job) -> str:
    """Return the LaunchAgent's file."""
    agent: dict[str, Any] = plistlib.loads(template(f"{LABEL}.plist").encode())
    agent["ProgramArguments"] = [*job.command, *agent["ProgramArguments"][1:]]
    agent["StandardErrorPath"] = str(job.paths.errors)
    if job.environment:
        agent["EnvironmentVariables"] = job.environment
    else:
        del agent["EnvironmentVariables"]
    return plistlib.dumps(agent).decode()


def is_agent_of(text: str, job: Job) -> bool:
    """Tell whether such a file runs the daemon of this state directory."""
    try:
        agent = plistlib.loads(text.encode("utf-8", "surrogateescape"))
    except plistlib.InvalidFileException:
        return False
    except ValueError:  # expat's error for what is no XML
        return False
    return isinstance(agent, dict) and agent.get("StandardErrorPath") == str(job.paths.errors)
