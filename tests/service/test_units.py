"""The systemd units: whatever stands in a path, systemd reads that path and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from segue.config.paths import Paths, resolve_paths
from segue.domain.errors import ServiceError
from segue.service.choice import supervisor_of
from segue.service.job import Job, segue_command
from segue.service.units import command_line, quoted, unit_texts

AWKWARD = '/home/ada lovelace/100%/"it\'s" $HOME \\ ü'


def job(home: str) -> Job:
    """Return the job of somebody with this home."""
    state = Path(home) / "state"
    run = Path('/tmp/segue-0/it\'s 100% "run"')  # noqa: S108 - only written about
    return Job([f"{home}/bin/segue"], {"SEGUE_HOME": str(state)}, Paths(state, run))


def test_words_are_quoted() -> None:
    """Blanks, quotes, backslashes and specifiers survive; in arguments of commands variables do too."""
    assert quoted('a b%c"d\\e') == '"a b%%c\\"d\\\\e"'
    assert command_line(["/a $b/c", "$HOME"]) == '"/a $b/c" "$$HOME"'
    assert command_line(["/it's"]).endswith(' "/it\'s"')


def test_no_placeholder_is_left() -> None:
    """Every value of the templates is filled in, and a line without a value is left out."""
    for text in unit_texts(job("/home/ada")).values():
        assert "@SEGUE@" not in text
        assert "@ENVIRONMENT@" not in text
        assert "@SOCKET@" not in text
    assert "Environment=" not in unit_texts(job("/home/ada")._replace(environment={}))["segue.service"]


@pytest.mark.parametrize("name", ["ends with a blank ", "ends with \\", "has a\nline break"])
def test_paths_that_systemd_cannot_take_are_refused(name: str) -> None:
    """The error says what to do instead of writing a unit that means something else."""
    paths = Paths(Path("/srv"), Path("/srv"))
    with pytest.raises(ServiceError, match="SEGUE_HOME"):
        unit_texts(Job(["segue"], {}, Paths(Path(f"/srv/{name}\n"), paths.run)))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("home", ["/home/ada", AWKWARD])
def test_systemd_finds_nothing_to_complain_of(tmp_path: Path, home: str) -> None:
    """`systemd-analyze verify` reads both units without a word."""
    program = tmp_path / home.strip("/") / "bin" / "segue"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    directory = tmp_path / "units"
    directory.mkdir()
    for name, text in unit_texts(job(str(program.parent.parent))).items():
        (directory / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(directory / "segue.service"), str(directory / "segue.socket")],
        capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "segue" in line]
    assert (done.returncode, said) == (0, [])


def test_the_command_is_the_one_that_was_called(tmp_path: Path) -> None:
    """A link on PATH is kept as it is, for an upgrade changes where it leads; without one Python runs the package."""
    target = tmp_path / "cellar" / "0.1.0" / "segue"
    target.parent.mkdir(parents=True)
    target.write_text("#!/bin/sh\n")
    target.chmod(0o755)
    link = tmp_path / "segue"
    link.symlink_to(target)
    assert segue_command(str(link), sys.executable) == [str(link)]
    assert segue_command("/usr/bin/pytest", str(target.with_name("python3"))) == [str(target)]
    assert segue_command("-c", "/nowhere/python3") == ["/nowhere/python3", "-P", "-m", "segue"]


def test_keys_of_services_are_not_handed_on(tmp_path: Path) -> None:
    """The environment of the service says where things are, and holds no secret."""
    environ = {
        "HOME": str(tmp_path),
        "SEGUE_HOME": "relative",
        "OPENAI_API_KEY": "sk-1",
        "ZDOTDIR": "/z",
        "PATH": "/bin",
    }
    found = Job.from_environment(environ, resolve_paths(environ)).environment
    assert found == {"SEGUE_HOME": os.path.abspath("relative"), "ZDOTDIR": "/z"}  # noqa: PTH100 - as it is made


def test_who_supervises(tmp_path: Path) -> None:
    """On a Mac launchd, systemd where it manages the session, and nobody elsewhere, even with its command installed."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("launchctl", "systemctl"):
        (tools / name).write_text("#!/bin/sh\n")
        (tools / name).chmod(0o755)
    environ = {"HOME": str(tmp_path), "PATH": str(tools), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    paths = resolve_paths(environ)
    assert supervisor_of(environ, paths, platform="darwin").name == "launchd"
    assert supervisor_of(environ, paths, platform="linux").name == "none"
    (tmp_path / "run/systemd").mkdir(parents=True)
    (tmp_path / "run/systemd/private").touch()
    assert supervisor_of(environ, paths, platform="linux").name == "systemd"
    assert supervisor_of({**environ, "PATH": "/nowhere"}, paths, platform="linux").name == "none"
