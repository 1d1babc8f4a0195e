"""The `segue` command: a table of contents that imports a command's file only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Final

import click

from segue import __version__
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: Final = {
    "bench": "Measure what segue costs.",
    "clusters": "Group your lines by what they mean.",
    "completions": "Print what makes a shell complete segue.",
    "config": "Show and change the settings.",
    "daemon": "Run the daemon in the foreground.",
    "doctor": "Find what is wrong, and say what to do.",
    "duplicates": "Find lines that are nearly the same.",
    "embed": "Turn texts into vectors.",
    "forget": "Forget a line, for ever.",
    "graph": "Show which command follows which.",
    "http": "Serve clients of HTTP.",
    "import": "Learn from history files.",
    "init": "Print what a shell's rc file evaluates.",
    "learn": "Teach a session with how it ended.",
    "load": "Bring back what was saved.",
    "logs": "Show what the daemon has logged.",
    "man": "Print the manual pages.",
    "models": "Fetch and choose models that turn commands into vectors.",
    "patterns": "Show how often workflows succeed and fail.",
    "pause": "Suggest nothing for a while.",
    "predict": "Say what comes next.",
    "pick": "Pick a line from the history, for the prompt.",
    "replay": "Measure suggestions on your own history.",
    "resume": "End a pause.",
    "save": "Write all that is remembered into one file.",
    "search": "Find commands, sessions and workflows.",
    "service": "Have launchd or systemd start the daemon.",
    "setup": "Set everything up: service, shells, history.",
    "start": "Start the daemon.",
    "status": "Say how the daemon is.",
    "stats": "Say what you do all day.",
    "stop": "Stop the daemon.",
    "try": "Open a shell with segue in it, leaving no trace.",
    "uninstall": "Remove segue and every trace of it.",
    "why": "Say what speaks for a suggestion, or for any line.",
    "workflows": "Show, name, edit, share and run through workflows.",
}
"""Every command and its one-line help, kept here so that `segue --help` imports none of them."""


class LazyGroup(click.Group):
    """Finds the command NAME in `segue.cli.NAME_command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import and return a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"segue.cli.{cmd_name}_command").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that a word may become without importing them."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem  # a shell that completes is the only one that needs it

        return [
            CompletionItem(name, help=line) for name, line in sorted(COMMANDS.items()) if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="segue")
def cli() -> None:
    """Learn how you work in the shell, and suggest the next command."""


def main() -> None:
    """Run the command line; an error that segue raises on purpose is one sentence on standard error."""
    try:
        cli()
    except SegueError as error:
        click.echo(f"segue: {error}", err=True)
        sys.exit(1)
