"""The systemd units as text, with paths escaped as systemd.syntax(7) and systemd.service(5) want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.assets.templates import template
from segue.domain.errors import ServiceError

if TYPE_CHECKING:
    from segue.service.job import Job

SERVICE: Final = "segue.service"
SOCKET: Final = "segue.socket"


def unit_texts(job: Job) -> dict[str, str]:
    """Return the text of each unit by its name.

    Raises:
        ServiceError: a path cannot be written in a unit.
    """
    environment = " ".join(quoted(f"{name}={value}") for name, value in job.environment.items())
    return {
        SOCKET: template(SOCKET).replace("@SOCKET@", whole_line(str(job.paths.socket))),
        SERVICE: template(SERVICE)
        .replace("Environment=@ENVIRONMENT@\n", f"Environment={environment}\n" if environment else "")
        .replace("@ERRORS@", whole_line(str(job.paths.errors)))
        .replace("@SEGUE@", command_line(job.command)),
    }


def is_socket_of(text: str, job: Job) -> bool:
    """Tell whether such a socket unit is that of this state directory."""
    return f"ListenStream={whole_line(str(job.paths.socket))}" in text.splitlines()


def command_line(command: list[str]) -> str:
    """Return a command for ExecStart; variables are replaced in its arguments, never in the program."""
    program, *arguments = command
    return " ".join([quoted(program), *(quoted(each).replace("$", "$$") for each in arguments)])


def quoted(text: str) -> str:
    """Return one word, for settings that are split into words."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'"{escaped}"'


def whole_line(text: str) -> str:
    r"""Return a path for settings that take the rest of the line as it is, but for specifiers.

    Raises:
        ServiceError: it begins or ends with a blank, ends with a backslash, or has a line break.
    """
    if text != text.strip() or text.endswith("\\") or "\n" in text or "\r" in text:
        raise ServiceError(f"systemd cannot be given the path {text!r}: set SEGUE_HOME to a plainer one")
    return text.replace("%", "%%")
