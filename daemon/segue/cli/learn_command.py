"""`segue learn`: teaches a session, with how it ended."""

from __future__ import annotations

import json
import os
from typing import Any, Final

import click

from segue.cli.counts import counted
from segue.cli.session_file import sessions_in
from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import FileFormatError
from segue.protocol.memory_messages import OUTCOMES, Learn

PATIENCE: Final = 60.0
"""Seconds: the history is searched for what the session makes of workflows."""


@click.command("learn")
@click.argument("file", metavar="FILE | -", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--outcome", type=click.Choice(OUTCOMES), help="How it ended, whatever the file says.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(*, file: str, outcome: str | None, as_json: bool) -> None:
    r"""Learn from the session in FILE as if it had been run; three or more commands are a workflow at once.

    FILE holds a command a line, or JSON:

    \b
    {"session_commands": [{"command": "make", "exit_code": 0}, …],
     "session_outcome": "success"}

    or a list of such. Exit codes may be missing: where the outcome is a failure, the last command has failed.
    """
    try:
        with click.open_file(file, "rb") as source:
            sessions = [each.ended(outcome) for each in sessions_in(source.read().decode("utf-8", "surrogateescape"))]
    except FileFormatError as error:
        raise FileFormatError(f"{file}: {error}") from error
    except OSError as error:
        raise FileFormatError(f"{file} cannot be read: {error.strerror or error}") from error
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client:
        answers = [
            client.ask(Learn(1, "cli", [list(each) for each in session.commands], session.outcome))[0]
            for session in sessions
        ]
    if as_json:
        click.echo(json.dumps(answers, indent=2))
        return
    for answer in answers:
        click.echo(_told(answer))


def _told(answer: dict[str, Any]) -> str:
    from segue.cli.why_words import printable

    left_out = "".join(f", {count:,} left out ({reason})" for reason, count in answer["left_out"].items())
    belongs = ", ".join(
        f"“{printable(each['name'] or each['title'])}” ({each['id']}, {len(each['steps'])} steps)"
        for each in answer["workflows"]
    )
    learned = f"learned {counted(answer['learned'], 'command')}{left_out}"
    return f"{learned}, outcome {answer['outcome']}; {belongs or 'no workflow'}"
