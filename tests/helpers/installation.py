"""segue installed in a directory of its own, where another version can take its place."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import segue
from segue.config.paths import resolve_paths
from segue.service.job import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

HASTY: Final = (
    "from segue.app import upgrade; upgrade.LOOK_SECONDS = upgrade.SETTLE_SECONDS = 0.0;"
    " from segue.cli.main import main; main()"
)
"""A daemon that looks at the disk after every request."""


def copy_package(folder: Path) -> Path:
    """Install the package below a directory and return where it is."""
    package = folder / "segue"
    shutil.copytree(Path(segue.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    return package


def upgrade(package: Path, version: str = "9.9.9", *, text: str = "") -> None:
    """Replace the package by another version, as installers do: a new file takes the old one's name."""
    former, fresh = package / "__init__.py", package / "__init__.py.new"
    fresh.write_text(f'__version__ = "{version}"\n{text}', "utf-8")
    # Python takes what it has compiled for a source of the same size and second.
    later = former.stat().st_mtime + 2
    os.utime(fresh, (later, later))
    fresh.replace(former)


def job_of(package: Path, environ: Mapping[str, str]) -> Job:
    """Return the job of a supervisor that runs this package's daemon."""
    command = ["/usr/bin/env", f"PYTHONPATH={package.parent}", sys.executable, "-c", HASTY]
    return Job.from_environment(environ, resolve_paths(environ))._replace(command=command)
