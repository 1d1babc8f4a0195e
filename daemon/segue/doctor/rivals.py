"""Other tools in the same shell: who draws at the prompt as well, and who merely keeps a history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.doctor.finding import note, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene
    from segue.shells.probe import ShellAnswers


class Tool(NamedTuple):
    """How a tool is recognised by the names that it brings into a shell, and what that means.

    `remedy` is "" for those that segue gets on with.
    """

    name: str
    functions: str
    variables: str
    what: str
    remedy: str = ""


TOOLS: Final = (
    Tool(
        "zsh-autosuggestions",
        "_zsh_autosuggest_start",
        "",
        "works together: segue's suggestions come first, the empty prompt is segue's alone",
    ),
    Tool("ble.sh", "", "_?BLE_VERSION", "works together: it draws segue's suggestions as its own"),
    Tool(
        "atuin", "_?_?atuin_pre(exec|cmd)", "ATUIN_SESSION", "works together: it searches the history, segue suggests"
    ),
    Tool("mcfly", "mcfly_\\w+", "MCFLY_SESSION_ID", "works together: it searches the history, segue suggests"),
    Tool(
        "deja",
        "_deja_\\w+",
        "",
        "draws on the empty prompt as well",
        "run `deja empty off`, or load one of both",
    ),
    Tool(
        "soon",
        "_soon_\\w+",
        "",
        "draws on the empty prompt as well",
        "run `soon-disable`, or load one of both",
    ),
    Tool(
        "Amazon Q",
        "_q_autosuggest_\\w+",
        "",
        "draws at the cursor as well",
        "run `q inline disable`, or load one of both",
    ),
    Tool(
        "Kiro",
        "_kiro_(cli_)?autosuggest_\\w+",
        "",
        "draws at the cursor as well",
        "switch its inline suggestions off, or load one of both",
    ),
)


def rivals(scene: Scene) -> Iterator[Finding]:
    """Whether anything else in the shell suggests or records."""
    for shell, state in scene.shells.items():
        for tool in TOOLS if state.answers else ():
            if state.answers is None or not _is_there(tool, state.answers):
                continue
            if tool.remedy:
                yield warning("rival", f"{shell}: {tool.name} {tool.what}", tool.remedy)
            else:
                yield note("neighbour", f"{shell}: {tool.name} {tool.what}")


def _is_there(tool: Tool, answers: ShellAnswers) -> bool:
    return any(
        pattern and re.fullmatch(pattern, name)
        for pattern, names in ((tool.functions, answers.functions), (tool.variables, answers.variables))
        for name in names
    )
