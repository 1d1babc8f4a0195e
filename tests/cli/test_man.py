"""Every command has a manual page, made from the same words as its help."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from segue.cli.main import COMMANDS, cli
from segue.cli.man_page import man_pages

if TYPE_CHECKING:
    from pathlib import Path


def shown(text: str) -> str:
    """Return a page as `man` shows it."""
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", "-Kutf8"], input=text, capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return done.stdout


def test_there_is_a_page_for_each_command_and_one_for_all() -> None:
    """No command is without one, and the page of segue names them all."""
    pages = man_pages()
    assert set(pages) == {"segue.1", *(f"segue-{name}.1" for name in COMMANDS)}
    for name, line in COMMANDS.items():
        assert line in pages["segue.1"].replace("\\-", "-")
        assert f"segue-{name}(1)" in pages["segue.1"].replace("\\-", "-")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_page_tells_every_option_and_sub_command(name: str) -> None:
    """What --help lists is on the page."""
    text = man_pages()[f"segue-{name}.1"].replace("\\-", "-")
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    for param in found.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.opts[0] in text
    if isinstance(found, click.Group):
        for inner in found.list_commands(click.Context(found)):
            assert f"\\fB{inner}" in text


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
@pytest.mark.parametrize("name", sorted(man_pages()))
def test_a_page_is_well_formed(name: str) -> None:
    """Groff has nothing to complain of, and prints what the page says."""
    page = shown(man_pages()[name])
    assert "--help" in page


def test_pages_are_printed_and_written(tmp_path: Path) -> None:
    """`segue man NAME` prints one, `--directory` writes all; a command that does not exist is named."""
    runner = CliRunner()
    assert runner.invoke(cli, ["man", "status"]).output == man_pages()["segue-status.1"]
    assert runner.invoke(cli, ["man"]).output == man_pages()["segue.1"]
    result = runner.invoke(cli, ["man", "--directory", str(tmp_path / "man1")])
    assert result.exit_code == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "man1").iterdir()} == man_pages()
    result = runner.invoke(cli, ["man", "nonsense"])
    assert result.exit_code == 2
    assert "nonsense" in result.output
