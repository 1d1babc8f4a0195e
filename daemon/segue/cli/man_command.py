"""`segue man`: the manual pages, for where nothing has installed them."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("man")
@click.argument("name", required=False, metavar="[COMMAND]")
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every page into this directory, such as ~/.local/share/man/man1.",
)
def command(name: str | None, directory: Path | None) -> None:
    """Print the manual page of segue or of one COMMAND, as man reads it.

    \b
    segue man status | man -l -                           Linux
    segue man status | mandoc | less                      macOS
    segue man --directory ~/.local/share/man/man1         then `man segue-status`
    """  # noqa: D301 - click reads the character
    from segue.cli.man_page import man_pages

    pages = man_pages()
    if directory is not None:
        directory.mkdir(parents=True, exist_ok=True)
        for file, text in pages.items():
            (directory / file).write_text(text, "utf-8")
        click.echo(f"{len(pages)} pages written to {directory}")
        return
    file = f"segue-{name}.1" if name else "segue.1"
    if file not in pages:
        raise click.BadParameter(f"there is no command `segue {name}`")
    click.echo(pages[file], nl=False)
