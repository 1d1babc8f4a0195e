"""`segue workflows`: what you do in several steps, again and again."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, Final

import click

from segue.cli.asking import ask_workflows, flagged_json
from segue.cli.counts import counted
from segue.client.patterns import step_text
from segue.domain.errors import SegueError

OTHERS: Final = {
    "edit": "segue.cli.workflows_edit",
    "export": "segue.cli.workflows_exchange",
    "import": "segue.cli.workflows_exchange",
    "run-through": "segue.cli.workflows_walk",
}
"""Commands that have a file of their own."""


class WorkflowGroup(click.Group):
    """Lists where no command is named, and finds the larger commands in files of their own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before options that are its own."""
        helps = ctx.help_option_names
        # A shell that completes wants to know what else could stand there.
        if not ctx.resilient_parsing and (not args or (args[0].startswith("-") and args[0] not in helps)):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the alphabet."""
        return sorted({*super().list_commands(ctx), *OTHERS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None when there is none of that name."""
        if cmd_name in OTHERS:
            found: click.Command = getattr(
                importlib.import_module(OTHERS[cmd_name]), f"{cmd_name.replace('-', '_')}_command"
            )
            return found
        return super().get_command(ctx, cmd_name)


@click.group("workflows", cls=WorkflowGroup)
def command() -> None:
    """Show what you do in several steps, and decide about it; `segue workflows` alone is `segue workflows list`.

    KEY is the name or title of a workflow, or the beginning of its id.
    """


@command.command("list")
@flagged_json
@click.option("--category", metavar="NAME", help="Only those of a category, such as deploy.")
@click.option("--search", "text", default="", metavar="TEXT", help="Only those with TEXT in title, name or steps.")
def list_command(*, as_json: bool, category: str | None, text: str) -> None:
    """List workflows, pinned ones first, then those that you run most."""
    answer = ask_workflows("list")
    wanted = text.casefold()
    found = [
        each
        for each in answer["workflows"]
        if (category is None or each["category"].casefold() == category.casefold())
        and any(
            wanted in known.casefold()
            for known in (each["title"], each["name"], *(step_text(step, each) for step in each["steps"]))
        )
    ]
    if as_json:
        click.echo(json.dumps({**answer, "workflows": found}, indent=2))
        return
    from segue.cli.workflow_report import listing, plain_console

    plain_console().print(listing(found) if found or not answer["workflows"] else "no workflow is like that")
    if answer["failure"]:
        click.echo(f"the history could not be searched: {answer['failure']}", err=True)
    elif answer["searching"]:
        click.echo("the history is still being searched; there may be more in a moment", err=True)


@command.command("show")
@click.argument("key")
@flagged_json
def show_command(*, key: str, as_json: bool) -> None:
    """Show the steps of workflow KEY, how its runs went, and what varies in it."""
    workflow = ask_workflows("show", key=key)["workflow"]
    if as_json:
        click.echo(json.dumps(workflow, indent=2))
        return
    from segue.cli.workflow_report import description, plain_console

    plain_console().print(description(workflow))


@command.command("name")
@click.argument("key")
@click.argument("name")
@flagged_json
def name_command(*, key: str, name: str, as_json: bool) -> None:
    """Call workflow KEY by NAME from now on; "" takes its name away."""
    workflow = ask_workflows("name", key=key, name=name)["workflow"]
    _tell(workflow, f"is called “{_label(workflow)}” from now on", as_json=as_json)


@command.command("pin")
@click.argument("key")
@flagged_json
def pin_command(*, key: str, as_json: bool) -> None:
    """Keep workflow KEY at the top, whatever else is found."""
    _tell(ask_workflows("pin", key=key)["workflow"], "is pinned", as_json=as_json)


@command.command("unpin")
@click.argument("key")
@flagged_json
def unpin_command(*, key: str, as_json: bool) -> None:
    """Let workflow KEY stand where its runs put it."""
    _tell(ask_workflows("pin", key=key, pinned=False)["workflow"], "is no longer pinned", as_json=as_json)


@command.command("forget")
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--keep-commands", is_flag=True, help="Hide the workflow and keep what was run in it.")
@flagged_json
def forget_command(*, key: str, yes: bool, keep_commands: bool, as_json: bool) -> None:
    """Forget workflow KEY for ever, and the commands of its runs with it."""
    workflow = ask_workflows("show", key=key)["workflow"]
    if not yes:
        _confirm(workflow, keep_commands=keep_commands)
    answer = ask_workflows("forget", key=workflow["id"], keep_commands=keep_commands)
    if as_json:
        click.echo(json.dumps(answer, indent=2))
        return
    gone = (
        "its commands stay in the history"
        if keep_commands
        else f"with {counted(answer['events'], 'command')}; "
        f"{counted(answer['lines'], 'line')} and {counted(answer['vectors'], 'vector')} are gone"
    )
    click.echo(f"forgotten: “{_label(workflow)}”, {gone}")


def _confirm(workflow: dict[str, Any], *, keep_commands: bool) -> None:
    runs = counted(sum(workflow["tally"].values()), "run")
    steps = counted(sum(step["reached"] for step in workflow["steps"]), "command")
    told = f"This forgets “{_label(workflow)}”, {counted(len(workflow['steps']), 'step')},"
    click.echo(
        f"{told} and keeps the commands of its {runs}."
        if keep_commands
        else f"{told} and what was run in it for ever: {runs}, {steps} that were steps.",
        err=True,
    )
    if not sys.stdin.isatty():
        raise SegueError("nothing is forgotten: without a terminal to ask at, --yes is needed")
    click.confirm("Forget it?", abort=True, err=True)


def _label(workflow: dict[str, Any]) -> str:
    from segue.cli.why_words import printable

    return printable(workflow["name"] or workflow["title"] or workflow["id"])


def _tell(workflow: dict[str, Any], what: str, *, as_json: bool) -> None:
    click.echo(json.dumps(workflow, indent=2) if as_json else f"{workflow['id']} {what}")
