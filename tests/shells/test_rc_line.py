"""The line in an rc file: what goes in comes out again, and nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.shells.rc_line import has_line, loading_line, loads_segue, remove_line, with_line

HOME: Final = Path("/home/ann")
LINE: Final = loading_line("zsh", HOME / "state" / "init.zsh", HOME)

texts = st.binary() | st.lists(st.sampled_from([b"export A=1", b"\n", b"\r\n", b"\r", b"\xff\xfe", b"# x"])).map(
    b"".join
)


@given(texts)
def test_taking_the_line_out_restores_every_byte(text: bytes) -> None:
    """Whatever the file holds: no line break at its end, those of other systems, bytes that are no text."""
    assert remove_line(with_line(text, LINE)) == text


@given(texts)
def test_a_second_time_changes_nothing(text: bytes) -> None:
    """The line is there once, however often it is put in."""
    once = with_line(text, LINE)
    assert with_line(once, LINE) == once
    assert once.count(LINE) == 1


@given(texts, st.sampled_from([b"alias g=git\n", b"alias g=git", b"alias g=git\r\n"]))
def test_what_was_written_behind_it_stays(text: bytes, more: bytes) -> None:
    """A line that somebody added later stands on a line of its own once ours is gone."""
    cleaned = remove_line(with_line(text, LINE) + more)
    assert cleaned.endswith(more)
    assert cleaned.startswith(text)
    assert cleaned.removeprefix(text).removesuffix(more) in {b"", b"\n", b"\r\n"}


def test_an_older_line_is_replaced_where_it_stands() -> None:
    """When segue's directory has moved, the line moves with it and keeps its place."""
    old = loading_line("zsh", Path("/old/init.zsh"), HOME)
    assert with_line(b"a\n" + old + b"\nb\n" + old + b"\n", LINE) == b"a\n" + LINE + b"\nb\n"


def test_a_line_that_was_made_a_comment_does_not_load() -> None:
    """It is ours to remove, and ours to bring back when that is asked for."""
    text = b"a\n# " + LINE + b"\n"
    assert has_line(text)
    assert not loads_segue(text)
    assert with_line(text, LINE) == b"a\n" + LINE + b"\n"
    assert remove_line(text) == b"a\n"


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        (b'eval "$(segue init zsh)"\n', True),
        (b"source ~/.local/share/segue/init.zsh\n", True),
        (b"# source ~/.local/share/segue/init.zsh\n", False),
        (b"echo segue\n", False),
    ],
)
def test_lines_that_the_person_wrote_are_seen(text: bytes, loads: bool) -> None:  # noqa: FBT001 - a table
    """Who has followed the README needs no second line."""
    assert loads_segue(text) is loads


@pytest.mark.parametrize("folder", ["plain", "with blank", "quo'te", 'dou"ble', "dol$lar", "back`tick", "back\\slash"])
@pytest.mark.parametrize("shell", ["zsh", "bash"])
@pytest.mark.parametrize("below_home", [True, False])
def test_any_directory_is_quoted(shell: str, folder: str, below_home: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table
    """The line loads what is there, and is silent and successful where nothing is."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / folder / f"init.{shell}"
    home = tmp_path if below_home else HOME
    (tmp_path / "rc").write_bytes(loading_line(shell, script, home) + b"\necho status $?\n")
    argv = [program, str(tmp_path / "rc")]
    environ = {"HOME": str(home)}
    missing = subprocess.run(argv, env=environ, capture_output=True, text=True, check=True)
    assert (missing.stdout, missing.stderr) == ("status 0\n", "")
    script.parent.mkdir()
    script.write_text("echo loaded\n", "utf-8")
    assert subprocess.run(argv, env=environ, capture_output=True, text=True, check=True).stdout == "loaded\nstatus 0\n"


def test_sh_reads_a_profile_without_loading_the_hook(tmp_path: Path) -> None:
    """.profile is also read by shells that could make nothing of it."""
    script = tmp_path / "init.bash"
    script.write_text("echo loaded\n", "utf-8")
    (tmp_path / ".profile").write_bytes(loading_line("bash", script, tmp_path) + b"\n")
    done = subprocess.run(
        ["sh", str(tmp_path / ".profile")], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    if "BASH_VERSION" in subprocess.run(["sh", "-c", "set"], capture_output=True, text=True, check=True).stdout:
        pytest.skip("sh is bash here")
    assert (done.stdout, done.stderr) == ("", "")
