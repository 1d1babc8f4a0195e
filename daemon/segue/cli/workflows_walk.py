"""`segue workflows run-through`: a workflow offered step by step at the prompt. Nothing is run."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from segue.cli.asking import ask_workflows, flagged_json
from segue.cli.parents import asking_processes
from segue.domain.errors import SegueError


@click.command("run-through")
@click.argument("key")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="What stands in a slot; repeat it.")
@flagged_json
def run_through_command(*, key: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Offer workflow KEY step by step at the prompt of this shell, and print its steps. segue never runs one."""
    workflow = ask_workflows("show", key=key)["workflow"]
    values = dict(map(_setting, settings))
    unknown = values.keys() - {slot["name"] for slot in workflow["slots"]}
    if unknown:
        names = ", ".join(slot["name"] for slot in workflow["slots"]) or "none"
        raise SegueError(f"the workflow has no slot {min(unknown)}; it has: {names}")
    if sys.stdin.isatty() and not as_json:
        values |= _asked(workflow, values)
    values = {name: value for name, value in values.items() if value}
    answer = ask_workflows(
        "walk",
        key=workflow["id"],
        cwd=os.getcwd(),  # noqa: PTH109 - as a text
        processes=asking_processes(),
        values=values,
    )
    if as_json:
        click.echo(json.dumps({**answer, "lines": _lines(answer["workflow"], values)}, indent=2))
        return
    from segue.cli.workflow_report import checklist, coloured, plain_console

    if answer["shell"] is None:
        for line in _lines(answer["workflow"], values):
            click.echo(line.encode("utf-8", "surrogateescape"))
        click.echo("no hooked shell runs this, so that nothing is offered at a prompt: these are the lines", err=True)
        return
    workflow = answer["workflow"]
    plain_console().print(checklist(workflow, [coloured(step, workflow, values) for step in workflow["steps"]]))
    click.echo("The next prompt offers the first step.", err=True)


def _setting(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise click.UsageError(f"--set {text}: NAME=VALUE is needed")
    return name, value


def _asked(workflow: dict[str, Any], values: dict[str, str]) -> dict[str, str]:
    """Ask for every other slot; an empty answer leaves it open."""
    from segue.cli.why_words import printable

    used = {part for step in workflow["steps"] for part in step["parts"] if isinstance(part, int)}
    asked = {}
    for number, slot in enumerate(workflow["slots"]):
        if number in used and slot["name"] not in values:
            latest = f" (last {printable(slot['values'][-1])})" if slot["values"] else ""
            asked[slot["name"]] = click.prompt(
                f"{slot['name']}{latest}, empty to leave it open", default="", show_default=False, err=True
            )
    return asked


def _lines(workflow: dict[str, Any], values: dict[str, str]) -> list[str]:
    """Return the steps with what is known in their slots."""
    names = [slot["name"] for slot in workflow["slots"]]
    return [
        "".join(
            part if isinstance(part, str) else values.get(names[part]) or f"<{names[part]}>" for part in step["parts"]
        )
        for step in workflow["steps"]
    ]
