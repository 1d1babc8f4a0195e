"""`segue workflows edit`: the steps of a workflow, in an editor or from the command line."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import click

from segue.cli.asking import ask_workflows, flagged_json
from segue.cli.editor import open_editor
from segue.domain.errors import SegueError

HELP: Final = """\
# Steps of “{label}”, a line each, in their order.
# <VERSION>, <FILE>, <ARG> … stand for what varies; the same name means the same value: <FILE>, <FILE2> two values.
# A step that may be left out begins with "? ". Lines that begin with # are not read.

"""


@click.command("edit")
@click.argument("key")
@click.option("--step", "steps", multiple=True, metavar="LINE", help="A step; repeat it for each, and no editor opens.")
@flagged_json
def edit_command(*, key: str, steps: tuple[str, ...], as_json: bool) -> None:
    """Change the steps of workflow KEY, in $VISUAL or $EDITOR."""
    workflow = ask_workflows("show", key=key)["workflow"]
    changed = (
        ask_workflows("edit", key=workflow["id"], steps=list(steps))["workflow"] if steps else _in_editor(workflow)
    )
    if as_json:
        click.echo(json.dumps(changed, indent=2))
        return
    if changed["id"] == workflow["id"] and changed["steps"] == workflow["steps"]:
        click.echo("nothing is changed")
        return
    from segue.cli.workflow_report import description, plain_console

    plain_console().print(description(changed))


def _in_editor(workflow: dict[str, Any]) -> dict[str, Any]:
    """Return the workflow as the person has written it; their text is kept where it cannot be used."""
    from segue.workflows.description import from_plain
    from segue.workflows.editing import written

    lines = written(from_plain(workflow))
    if any("\n" in line for line in lines):
        raise SegueError("a step of this workflow has several lines: give each step with --step")
    label = " ".join((workflow["name"] or workflow["title"]).split())
    text = HELP.format(label=label) + "".join(f"{line}\n" for line in lines)
    descriptor, name = tempfile.mkstemp(prefix="segue-workflow-", suffix=".txt")
    path = Path(name)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    try:
        open_editor(path)
        steps = [
            line
            for line in path.read_bytes().decode("utf-8", "surrogateescape").split("\n")
            if not line.startswith("#")
        ]
        answer = ask_workflows("edit", key=workflow["id"], steps=steps)
    except (SegueError, OSError) as error:
        raise SegueError(f"{error}; your text is in {path}") from error
    path.unlink()
    changed: dict[str, Any] = answer["workflow"]
    return changed
