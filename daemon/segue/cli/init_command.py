"""`segue init`: the text that a shell's rc file evaluates."""

from __future__ import annotations

import os

import click

from segue.app.hook_files import hook_of
from segue.assets.hooks import SHELLS
from segue.config.config import Config


@click.command("init")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the hook for a shell.

    \b
    In ~/.zshrc:   eval "$(segue init zsh)"
    In ~/.bashrc:  eval "$(segue init bash)"
    In ~/.config/fish/config.fish:  segue init fish | source

    The daemon also keeps the same text in a file, which costs no Python start:
    source ~/.local/share/segue/init.zsh  (macOS: ~/Library/Application Support/segue/init.zsh)
    """  # noqa: D301 - click reads the character
    config = Config.in_spite_of_errors(os.environ)
    click.echo(hook_of(shell, config.paths, config.settings), nl=False)
