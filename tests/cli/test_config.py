"""`segue config`: the settings, from the command line."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.config.template import template
from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import CompletedProcess


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home directory without any settings."""
    return tmp_path


@pytest.fixture
def file(home: Path) -> Path:
    """Say where the settings of that home are."""
    return home / ".config" / "segue" / "config.toml"


def config(home: Path, *arguments: str, **environ: str) -> CompletedProcess[str]:
    """Run `segue config` in that home, where no daemon runs."""
    return segue({"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home), **environ}, "config", *arguments)


def test_init_writes_the_template_and_never_over_a_file(home: Path, file: Path) -> None:
    """The second time is an error."""
    assert config(home, "path").stdout == f"{file}\n"
    assert config(home, "init").stdout == f"{file}\n"
    assert file.read_text("utf-8") == template()
    file.write_text("# mine\n", "utf-8")
    again = config(home, "init")
    assert (again.returncode, file.read_text("utf-8")) == (1, "# mine\n")
    assert "is there already" in again.stderr


def test_set_get_and_unset(home: Path, file: Path) -> None:
    """A value is what was set, until it is taken out again; then the file is as before, but for the comment."""
    assert config(home, "get", "suggestions.threshold").stdout == "30\n"
    assert config(home, "set", "suggestions.threshold", "45").stdout == "suggestions.threshold = 45\n"
    assert config(home, "get", "suggestions.threshold").stdout == "45\n"
    assert config(home, "get", "suggestions.threshold", SEGUE_THRESHOLD="7").stdout == "7\n"
    assert config(home, "unset", "suggestions.threshold").stdout == "suggestions.threshold = 30\n"
    assert config(home, "get", "suggestions.threshold").stdout == "30\n"
    again = config(home, "unset", "suggestions.threshold")
    assert again.returncode == 1
    assert "is not set in" in again.stderr
    assert file.read_text("utf-8").strip() == "[suggestions]"


def test_lists_and_texts(home: Path) -> None:
    """Several words, commas, TOML; nothing for an empty list; a value may begin with a dash."""
    for typed in (("right", "ctrl-t"), ("right,ctrl-t",), ('["right", "ctrl-t"]',)):
        config(home, "set", "keys.accept", *typed)
        assert config(home, "get", "keys.accept").stdout == '["right", "ctrl-t"]\n'
    config(home, "set", "keys.accept", "")
    assert config(home, "get", "keys.accept").stdout == "[]\n"
    assert config(home, "set", "history.ignore", "--help*").returncode == 0
    two = config(home, "set", "suggestions.style", "fg=8", "bold")
    assert "is no list" in two.stderr


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("set", "suggestions.treshold", "3"), "did you mean suggestions.threshold?"),
        (("get", "treshold"), "did you mean suggestions.threshold?"),
        (("set", "suggestions.threshold", "300"), "must be a whole number from 0 to 100"),
        (("set", "suggestions.threshold", "much"), "must be a whole number from 0 to 100"),
        (("set", "log.text", "perhaps"), "must be true or false"),
        (("set", "keys.accept", "richt"), "each of which must be a key"),
    ],
)
def test_what_cannot_be_right_changes_nothing(home: Path, file: Path, arguments: tuple[str, ...], error: str) -> None:
    """The error says what is expected; the file stays, byte for byte."""
    config(home, "init")
    result = config(home, *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert error in result.stderr
    assert file.read_text("utf-8") == template()


def test_a_broken_setting_is_repaired_by_set_and_unset(home: Path, file: Path) -> None:
    """Setting it right or taking it out, known or not."""
    config(home, "init")
    file.write_text("[suggestions]\nthreshold = 300\n", "utf-8")
    assert config(home, "set", "suggestions.threshold", "40").returncode == 0
    file.write_text("[suggestions]\ntreshold = 30\n", "utf-8")
    assert config(home, "unset", "suggestions.treshold").stdout == "suggestions.treshold is gone\n"
    assert config(home, "get", "suggestions.threshold").returncode == 0


def test_list_says_where_each_value_comes_from(home: Path) -> None:
    """The default, a line of the file, a variable."""
    config(home, "set", "log.level", "debug")
    answer = json.loads(config(home, "list", "--json", SEGUE_PROGRESS="no").stdout)
    rows = {row["key"]: row for row in answer["settings"]}
    assert answer["problem"] == ""
    assert (rows["log.level"]["value"], rows["log.level"]["origin"]) == ("debug", "line 2")
    assert (rows["suggestions.progress"]["value"], rows["suggestions.progress"]["origin"]) == (False, "SEGUE_PROGRESS")
    assert (rows["keys.next"]["value"], rows["keys.next"]["origin"]) == (["alt-n"], "default")
    assert "log.level" in config(home, "list").stdout


def editor(home: Path, program: str) -> str:
    """Return an editor that is a few lines of Python; `path` is the file, `text` what it holds."""
    script = home / "editor.py"
    script.write_text(
        f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n{program}\n", "utf-8"
    )
    return shlex.join([sys.executable, str(script)])


def test_edit_takes_what_is_right(home: Path, file: Path) -> None:
    """It begins with the template where there is no file."""
    edit = editor(home, "path.write_text(text.replace('# threshold = 30', 'threshold = 60'))")
    assert config(home, "edit", VISUAL=edit, EDITOR="false").stdout == "The settings are saved.\n"
    assert file.read_text("utf-8") == template().replace("# threshold = 30", "threshold = 60")
    assert config(home, "edit", EDITOR=editor(home, "")).stdout == "Nothing is changed.\n"


@pytest.mark.parametrize(
    "program", ["path.write_text('[log]\\nlevel = 3')", "path.write_bytes(b'\\xff')", "sys.exit(3)"]
)
def test_edit_keeps_the_file_and_the_text_where_that_is_wrong(home: Path, file: Path, program: str) -> None:
    """The error says where in the text, and where the text is."""
    config(home, "set", "log.level", "debug")
    before = file.read_text("utf-8")
    result = config(home, "edit", EDITOR=editor(home, program))
    assert result.returncode == 1
    kept = next(home.glob("segue-config-*.toml"))
    assert f"your text is in {kept}" in result.stderr
    assert file.read_text("utf-8") == before
    if "level = 3" in program:
        assert f"{kept}, line 2: log.level must be one of" in result.stderr
        assert kept.read_text("utf-8") == "[log]\nlevel = 3"


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """Give the environment of a running daemon."""
    with running_daemon() as daemon:
        yield daemon.environ


def test_set_says_what_waits_for_a_restart(environ: dict[str, str]) -> None:
    """Most settings are in use at once; of the others it is said."""
    assert "restarted" not in segue(environ, "config", "set", "log.level", "debug").stdout
    assert "restarted" in segue(environ, "config", "set", "limits.connections", "100").stdout
    assert "bash in new shells" in segue(environ, "config", "set", "keys.next", "alt-j").stdout
    told = segue({**environ, "SEGUE_THRESHOLD": "5"}, "config", "set", "suggestions.threshold", "20").stdout
    assert "In this shell SEGUE_THRESHOLD comes before it." in told


def test_list_and_status_say_that_a_file_is_broken(environ: dict[str, str]) -> None:
    """The settings in use are those of before, and the list shows them."""
    segue(environ, "config", "set", "suggestions.threshold", "61")
    file = Path(segue(environ, "config", "path").stdout.strip())
    file.write_text("[suggestions]\nthreshold = 300\n", "utf-8")
    listed = segue(environ, "config", "list", "--json")
    assert listed.returncode == 1
    assert "line 2: suggestions.threshold must be" in listed.stderr
    answer = json.loads(listed.stdout)
    assert {row["key"]: row["value"] for row in answer["settings"]}["suggestions.threshold"] == 61
    assert "must be a whole number" in answer["problem"]
