"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from segue.cli.main import COMMANDS, cli
from segue.protocol.messages import Kind
from tests.helpers.settings_table import settings_table

ROOT: Final = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented_and_helpful(name: str) -> None:
    """README.md names each command, and `--help` explains it."""
    assert f"`segue {name}" in (ROOT / "README.md").read_text("utf-8")
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 80


def test_the_help_lists_every_command() -> None:
    """`segue --help` shows each command with its line."""
    output = CliRunner().invoke(cli, ["--help"]).output
    for name, line in COMMANDS.items():
        assert re.search(rf"^ +{name} +{re.escape(line[:30])}", output, re.MULTILINE), name


def test_every_message_is_on_the_wire_page() -> None:
    """protocol/README.md has a row for each kind of request."""
    page = (ROOT / "daemon" / "segue" / "protocol" / "README.md").read_text("utf-8")
    for kind in Kind:
        assert f"| {kind.value} {kind.name.lower()} |" in page


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "daemon/README.md", "hooks/README.md"])
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    """Every relative link of a document points at a file that exists."""
    path = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_table_of_settings_is_true() -> None:
    """README.md has the table that the schema makes: key, meaning, default, variable."""
    assert settings_table() in (ROOT / "README.md").read_text("utf-8")
