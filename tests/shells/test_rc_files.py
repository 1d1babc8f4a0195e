"""Which rc files are the right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from segue.shells.rc_files import persons_shells, rc_files
from tests.helpers.zsh import SHELLS, every_zsh


def names(home: Path, shell: str, platform: str = "linux", **environ: str) -> list[str]:
    """Return the files as they are called below the home directory."""
    return [str(path.relative_to(home)) for path in rc_files(shell, {"HOME": str(home), **environ}, platform)]


def test_zdotdir_of_the_environment_is_honoured(tmp_path: Path) -> None:
    """Zsh reads .zshrc there and nowhere else."""
    assert names(tmp_path, "zsh") == [".zshrc"]
    assert names(tmp_path, "zsh", ZDOTDIR=str(tmp_path / "dots")) == ["dots/.zshrc"]


@every_zsh
def test_zdotdir_of_zshenv_is_honoured(zsh: str, tmp_path: Path) -> None:
    """It is often set there without being exported, so zsh is asked."""
    assert SHELLS
    (tmp_path / ".zshenv").write_text("echo noise\nZDOTDIR=$HOME/dots\n", "utf-8")
    assert names(tmp_path, "zsh", PATH=str(Path(zsh).parent)) == ["dots/.zshrc"]


@pytest.mark.parametrize(
    ("files", "platform", "expected"),
    [
        ({}, "linux", [".bashrc"]),
        ({}, "darwin", [".bashrc", ".bash_profile"]),
        ({".profile": ". ~/.bashrc\n"}, "darwin", [".bashrc"]),
        ({".profile": "# . ~/.bashrc\n"}, "linux", [".bashrc", ".profile"]),
        ({".bash_profile": "export A=1\n", ".profile": ". ~/.bashrc\n"}, "linux", [".bashrc", ".bash_profile"]),
    ],
)
def test_a_login_bash_that_does_not_read_bashrc_gets_a_line(
    files: dict[str, str], platform: str, expected: list[str], tmp_path: Path
) -> None:
    """It reads the first of three files; on macOS every terminal opens one."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert names(tmp_path, "bash", platform) == expected


def test_fish_has_a_directory_of_such_files(tmp_path: Path) -> None:
    """No file of the person's is changed for it."""
    assert names(tmp_path, "fish") == [".config/fish/conf.d/segue.fish"]
    assert names(tmp_path, "fish", XDG_CONFIG_HOME=str(tmp_path / "c")) == ["c/fish/conf.d/segue.fish"]


def test_the_login_shell_and_those_with_an_rc_file_are_used(tmp_path: Path) -> None:
    """A shell that is merely installed is left alone, and so is one that is not."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for shell in ("zsh", "bash"):
        (programs / shell).touch(mode=0o755)
    environ = {"HOME": str(tmp_path), "PATH": str(programs)}
    assert persons_shells(environ, "/bin/zsh", "linux") == ["zsh"]
    (tmp_path / ".bashrc").touch()
    (tmp_path / ".config/fish").mkdir(parents=True)
    assert persons_shells(environ, "/bin/zsh", "linux") == ["zsh", "bash"]
