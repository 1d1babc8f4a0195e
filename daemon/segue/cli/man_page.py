"""Manual pages, made of the help that click has: one for segue, one for each command and its sub-commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from segue import __version__
from segue.cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH: Final = re.compile(r"\n\s*\n")


def man_pages() -> dict[str, str]:
    """Return every page by the name of its file, such as `segue-start.1`."""
    top = click.Context(cli, info_name="segue", **cli.context_settings)
    pages = {"segue.1": _page(top)}
    for name in sorted(COMMANDS):
        found = cli.get_command(top, name)
        if found is not None:
            pages[f"segue-{name}.1"] = _page(click.Context(found, info_name=name, parent=top))
    return pages


def _page(ctx: click.Context) -> str:
    name = ctx.command_path.replace(" ", "-")
    summary = COMMANDS.get(ctx.info_name or "") or ctx.command.get_short_help_str(200)
    others = ["segue(1)"] if ctx.parent else [f"segue-{other}(1)" for other in sorted(COMMANDS)]
    lines = [
        f'.TH "{name.upper()}" "1" "" "segue {__version__}" "segue"',
        ".SH NAME",
        f"{_escaped(name)} \\- {_escaped(summary.rstrip('.'))}",
        *_usage(ctx),
        ".SH DESCRIPTION",
        *_description(ctx.command.help or summary),
        *_options(ctx),
        *_subcommands(ctx),
        ".SH SEE ALSO",
        ", ".join(_escaped(other) for other in others),
    ]
    return "\n".join(lines) + "\n"


def _usage(ctx: click.Context) -> Iterator[str]:
    yield ".SH SYNOPSIS"
    yield f"\\fB{_escaped(ctx.command_path)}\\fR {_escaped(' '.join(ctx.command.collect_usage_pieces(ctx)))}"


def _description(text: str) -> Iterator[str]:
    """Yield paragraphs; one that begins with click's mark for that keeps its lines."""
    for paragraph in _PARAGRAPH.split(text.strip()):
        yield ".PP"
        if "\b" in paragraph:
            kept = [line for line in paragraph.split("\n") if line.strip("\b ")]
            yield from (".nf", *(_escaped(line.strip()) for line in kept), ".fi")
        else:
            yield _escaped(" ".join(paragraph.split()))


def _options(ctx: click.Context) -> Iterator[str]:
    records = [record for param in ctx.command.get_params(ctx) if (record := param.get_help_record(ctx))]
    if records:
        yield ".SH OPTIONS"
    for names, text in records:
        yield from (".TP", f"\\fB{_escaped(names)}\\fR", _escaped(" ".join(text.split()) or " "))


def _subcommands(ctx: click.Context) -> Iterator[str]:
    """Yield what a group holds; each command of segue itself has a page of its own."""
    if not isinstance(ctx.command, click.Group):
        return
    yield ".SH COMMANDS"
    for name in ctx.command.list_commands(ctx):
        found = ctx.command.get_command(ctx, name)
        if found is None:
            continue
        child = click.Context(found, info_name=name, parent=ctx)
        usage = " ".join([name, *found.collect_usage_pieces(child)]) if ctx.parent else name
        yield from (".TP", f"\\fB{_escaped(usage)}\\fR")
        yield _escaped(
            COMMANDS[name] if not ctx.parent else " ".join((found.help or "").replace("\b", "").split()) or " "
        )


def _escaped(text: str) -> str:
    """Return the text as roff prints it: a backslash, a minus, and a control character at the beginning of a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\b", "")
    return f"\\&{text}" if text.startswith((".", "'")) else text
