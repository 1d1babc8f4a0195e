"""What is installed is what is in the repository, hooks included."""

from __future__ import annotations

import hashlib
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

import segue
from segue.assets.hooks import SHELLS
from segue.cli.completions_command import FILES, completion_script
from segue.cli.man_page import man_pages

ROOT: Final = Path(__file__).parent.parent
UV: Final = shutil.which("uv")
PIPX: Final = shutil.which("pipx")
RUBY: Final = shutil.which("ruby")


def built(what: str, source: Path, target: Path) -> Path:
    """Build a wheel or an sdist with the build tools of the lock and no network; return where it is."""
    build = f"from hatchling.build import build_{what}; build_{what}({str(target)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (path,) = target.iterdir()
    return path


def project() -> dict[str, Any]:
    """Return what pyproject.toml says about the project."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


@pytest.fixture(scope="module")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from the checkout."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an sdist from the checkout."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(wheel_file: Path) -> zipfile.ZipFile:
    """Open the wheel."""
    return zipfile.ZipFile(wheel_file)


def names(wheel: zipfile.ZipFile, folder: str) -> set[str]:
    """Return the files below a folder of the package in the wheel."""
    return {name.removeprefix("segue/") for name in wheel.namelist() if name.startswith(f"segue/{folder}/")}


def test_every_hook_file_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Hooks reach the package through a link; without it a wheel would build, and have none."""
    expected = {f"hooks/{p.relative_to(ROOT / 'hooks')}" for p in (ROOT / "hooks").rglob("*") if p.is_file()}
    assert names(wheel, "hooks") == expected
    assert {f"hooks/{shell}/parts" for shell in SHELLS} <= expected


def test_every_module_and_data_file_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Nothing of the package is left behind, and nothing else is taken along."""
    package = ROOT / "daemon" / "segue"
    expected = {
        f"segue/{path.relative_to(package)}"
        for path in package.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.relative_to(package).parts[0] not in {"hooks", "launchd"}
    }
    packed = {name for name in wheel.namelist() if name.startswith("segue/")}
    assert "segue/py.typed" in packed
    assert {name for name in packed if not name.startswith(("segue/hooks/", "segue/launchd/"))} == expected


def test_every_part_that_is_listed_exists_and_every_part_is_listed() -> None:
    """`parts` and the folder agree, so no file of a hook is dead."""
    for shell in SHELLS:
        folder = ROOT / "hooks" / shell
        listed = (folder / "parts").read_text("utf-8").split()
        assert sorted(listed) == sorted(path.stem for path in folder.glob(f"*.{shell}"))
        assert listed


def test_the_supervisors_templates_are_in_the_wheel_and_well_formed(wheel: zipfile.ZipFile) -> None:
    """The LaunchAgent is a property list that runs `segue daemon`; the systemd unit names the same command."""
    agent = plistlib.loads(wheel.read("segue/launchd/dev.segue.daemon.plist"))
    assert agent["ProgramArguments"] == ["@SEGUE@", "daemon", "--supervised"]
    assert b"ExecStart=@SEGUE@ daemon --supervised" in wheel.read("segue/launchd/segue.service")
    assert b"ListenStream=@SOCKET@" in wheel.read("segue/launchd/segue.socket")


def test_manual_pages_and_completions_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """They are made while it is built, and are what segue itself prints."""
    prefix = f"segue-{segue.__version__}.data/data/"
    expected = {f"share/man/man1/{name}": text for name, text in man_pages().items()}
    expected |= {place: completion_script(shell) for shell, place in FILES.items()}
    packed = [name for name in wheel.namelist() if name.startswith(prefix)]
    assert {name.removeprefix(prefix): wheel.read(name).decode() for name in packed} == expected


def test_nothing_else_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """No test, no tool, no other top-level name."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    version = segue.__version__
    assert tops == {"segue", f"segue-{version}.dist-info", f"segue-{version}.data"}


def test_a_wheel_from_the_sdist_is_the_same(wheel_file: Path, sdist_file: Path, tmp_path: Path) -> None:
    """Whoever builds from the source package gets what we build from the checkout, byte for byte."""
    with tarfile.open(sdist_file) as archive:
        # Pythons before 3.11.4 have no filters, and later ones want one.
        filters = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path / "source", **filters)  # type: ignore[arg-type]  # noqa: S202 - our own
    (source,) = (tmp_path / "source").iterdir()
    (tmp_path / "target").mkdir()
    again = zipfile.ZipFile(built("wheel", source, tmp_path / "target"))
    ours = zipfile.ZipFile(wheel_file)
    assert {i.filename: i.CRC for i in again.infolist()} == {i.filename: i.CRC for i in ours.infolist()}


def test_the_sdist_builds_and_tests(sdist_file: Path) -> None:
    """It holds what the build and the tests need, and nothing that was built."""
    with tarfile.open(sdist_file) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", ".ci/build_hook.py", "tests/conftest.py", "Makefile"} <= held
    assert {f"daemon/segue/hooks/{shell}/parts" for shell in SHELLS} <= held
    assert not [name for name in held if "__pycache__" in name or name.startswith((".venv", ".git/", "dist"))]


@pytest.mark.skipif("SEGUE_WHEEL" not in os.environ, reason="the checkout is under test here, not the wheel: .ci/run")
def test_what_is_tested_is_the_wheel() -> None:
    """In continuous integration segue is imported from where a wheel was installed."""
    assert "site-packages" in str(Path(segue.__file__))


def works(program: Path, home: Path) -> bool:
    """Tell whether an installed segue says its version and prints every hook, with nothing of ours around it."""
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(home)}
    said = subprocess.run([program, "--version"], env=environ, capture_output=True, text=True, check=True)
    for shell in SHELLS:
        hook = subprocess.run([program, "init", shell], env=environ, capture_output=True, text=True, check=True)
        assert "_segue_run" in hook.stdout
    return segue.__version__ in said.stdout


@pytest.mark.timeout(300)
@pytest.mark.skipif(not UV, reason="uv is not installed")
def test_uv_installs_it_as_a_tool(wheel_file: Path, tmp_path: Path) -> None:
    """`uv tool install` gives a `segue` that works, in a home of its own, and `uv tool uninstall` takes it away."""
    assert UV is not None
    places = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    run_installer([UV, "tool", "install", "--python", sys.executable, str(wheel_file)], places)
    assert works(tmp_path / "bin" / "segue", tmp_path)
    assert (tmp_path / "tools/segue/share/man/man1/segue.1").exists()
    run_installer([UV, "tool", "uninstall", "segue"], places)
    assert not list((tmp_path / "bin").iterdir())


@pytest.mark.timeout(300)
@pytest.mark.skipif(not PIPX, reason="pipx is not installed")
def test_pipx_installs_it(wheel_file: Path, tmp_path: Path) -> None:
    """The same with pipx, which also links the manual pages."""
    assert PIPX is not None
    places = {
        "PIPX_HOME": str(tmp_path / "home"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_MAN_DIR": str(tmp_path / "man"),
    }
    run_installer([PIPX, "install", "--python", sys.executable, str(wheel_file)], places)
    assert works(tmp_path / "bin" / "segue", tmp_path)
    assert (tmp_path / "man/man1/segue.1").exists()


def run_installer(argv: list[str], places: dict[str, str]) -> None:
    """Run an installer that fetches dependencies; where there is no index to fetch them from, nothing can be said."""
    done = subprocess.run(argv, env={**os.environ, **places}, capture_output=True, text=True, check=False)
    if done.returncode and re.search(r"dns|connect|network|resolve host|name resolution", done.stderr, re.IGNORECASE):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr


def formula() -> str:
    """Return the template of the Homebrew formula."""
    return (ROOT / ".ci" / "segue.rb").read_text("utf-8")


def test_the_formula_says_what_pyproject_says() -> None:
    """Licence and Python agree, and the description is the project's, without its article, in 80 characters."""
    text = formula()
    (description,) = re.findall(r'^  desc "(.*)"$', text, re.MULTILINE)
    assert len(description) <= 80
    assert f"A {description[0].lower()}{description[1:]}" in project()["description"].replace(" to the prompt.", "")
    assert f'license "{project()["license"]}"' in text
    (python,) = re.findall(r'depends_on "python@3\.(\d+)"', text)
    assert int(python) >= int(project()["requires-python"].rpartition(".")[2])
    for place in FILES.values():
        assert place in text


def test_a_release_fills_in_the_formula(sdist_file: Path) -> None:
    """`.ci/formula` leaves no blank: version, address and checksum are those of the source package."""
    argv = [str(ROOT / ".ci" / "formula"), str(sdist_file), "https://example.org/segue.tar.gz", "https://example.org"]
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert not re.search(r"@[A-Z0-9]+@", text)
    assert f'version "{segue.__version__}"' in text
    assert f'sha256 "{hashlib.sha256(sdist_file.read_bytes()).hexdigest()}"' in text
    assert 'url "https://example.org/segue.tar.gz"' in text


@pytest.mark.skipif(not RUBY, reason="Ruby is not installed")
def test_the_formula_is_ruby() -> None:
    """It has no syntax error."""
    subprocess.run(["ruby", "-c", ROOT / ".ci" / "segue.rb"], capture_output=True, check=True)
