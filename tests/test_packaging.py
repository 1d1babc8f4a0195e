"""What is installed is what is in the repository, hooks included."""

from __future__ import annotations

import plistlib
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build a wheel from the checkout, with the build tools of the lock and no network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def names(wheel: zipfile.ZipFile, folder: str) -> set[str]:
    """Return the files below a folder of the package in the wheel."""
    return {name.removeprefix("segue/") for name in wheel.namelist() if name.startswith(f"segue/{folder}/")}


def test_every_hook_file_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Hooks reach the package through a link; without it a wheel would build, and have none."""
    expected = {f"hooks/{p.relative_to(ROOT / 'hooks')}" for p in (ROOT / "hooks").rglob("*") if p.is_file()}
    assert names(wheel, "hooks") == expected
    assert {"hooks/zsh/parts", "hooks/bash/parts"} <= expected


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
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {name for name in packed if not name.startswith(("segue/hooks/", "segue/launchd/"))} == expected


def test_every_part_that_is_listed_exists_and_every_part_is_listed() -> None:
    """`parts` and the folder agree, so no file of a hook is dead."""
    for shell in ("zsh", "bash"):
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
