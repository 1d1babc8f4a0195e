"""`segue doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from segue.doctor.finding import Finding

SIGNS: Final = {"ok": ("✓", "green"), "note": ("•", "cyan"), "warning": ("!", "yellow"), "error": ("✗", "red")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
def command(*, as_json: bool) -> None:
    """Look at the daemon, the service, your shells, the history and the disk, and say what is wrong.

    Each of your shells is opened once, as a new window would, to see what it loads. Nothing is changed, and no command
    of yours is printed. The exit status is 1 where there is an error.
    """
    from segue.cli.parents import asking_processes
    from segue.doctor.examination import examine
    from segue.doctor.looking import look

    findings = examine(look(os.environ, asking_processes()))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(each) for each in findings]}, indent=2))
    else:
        _print(findings)
    if any(each.severity == "error" for each in findings):
        sys.exit(1)


def _print(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        sign, colour = SIGNS[finding.severity]
        table.add_row(Text(sign, colour), finding.what)
        if finding.remedy:
            table.add_row("", Text(f"→ {finding.remedy}", "dim"))
    Console(markup=False, emoji=False, highlight=False).print(table)
    serious = sum(each.severity in {"warning", "error"} for each in findings)
    click.echo(f"{serious} to look at." if serious else "Nothing to worry about.")
