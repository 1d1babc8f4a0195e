"""`segue completions`: what makes a shell complete segue's own commands and options."""

from __future__ import annotations

from typing import Final

import click

from segue.assets.hooks import SHELLS

FILES: Final = {
    "bash": "share/bash-completion/completions/segue",
    "fish": "share/fish/vendor_completions.d/segue.fish",
    "zsh": "share/zsh/site-functions/_segue",
}
"""Where a package puts each shell's file, below its prefix."""


def completion_script(shell: str) -> str:
    """Return the text for one shell, which asks segue itself what can follow."""
    from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

    from segue.cli.main import cli

    classes: dict[str, type[ShellComplete]] = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}
    made = classes[shell](cli, {}, "segue", "_SEGUE_COMPLETE")
    # Not source(), which for bash would start the bash on PATH to see how old it is.
    return f"{made.source_template % made.source_vars()}\n"


@click.command("completions")
@click.argument("shell", type=click.Choice(sorted(SHELLS)))
def command(shell: str) -> None:
    """Print what makes a shell complete segue's commands.

    \b
    zsh:   segue completions zsh > DIRECTORY/_segue, for a DIRECTORY of $fpath, above compinit
    bash:  segue completions bash > ~/.local/share/bash-completion/completions/segue   (bash 4.4 or newer)
    fish:  segue completions fish > ~/.config/fish/completions/segue.fish

    Packages that put files into share/ bring these along.
    """  # noqa: D301 - click reads the character
    click.echo(completion_script(shell), nl=False)
