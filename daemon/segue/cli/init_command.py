"""`segue init`: the text that a shell's rc file evaluates."""

from __future__ import annotations

import os

import click

from segue.assets.hooks import SHELLS, init_script
from segue.config.config import Config
from segue.config.shell_settings import SHELLS as FOLLOWING
from segue.config.shell_settings import shell_settings
from segue.protocol.messages import VERSION


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
    settings = shell_settings(shell, config.settings) if shell in FOLLOWING else ""
    click.echo(init_script(shell, config.paths, VERSION, settings), nl=False)
