"""What `segue setup` has done, kept in the state directory so that `segue uninstall` can take exactly that back."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from segue.client.private_file import replacing
from segue.domain.errors import SetupError

if TYPE_CHECKING:
    from segue.config.paths import Paths


@dataclass
class RcRecord:
    """One rc file: the copy that was kept of it, None where there was no file before."""

    path: str
    backup: str | None


@dataclass
class SetupRecord:
    """Everything that cannot be told from the files themselves.

    Attributes:
        rc: the files that a line was put into.
        directories: those that were made, the outer ones first.
        imported: the history files that were read.
        had_config: whether there was a configuration file before.
    """

    rc: list[RcRecord] = field(default_factory=list)
    directories: list[str] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)
    had_config: bool = False

    @classmethod
    def read(cls, paths: Paths) -> Self | None:
        """Return what is recorded, None where segue was never set up.

        Raises:
            SetupError: the file is damaged.
        """
        path = record_path(paths)
        try:
            said: dict[str, Any] = json.loads(path.read_text("utf-8"))
            rc = [RcRecord(**each) for each in said.pop("rc")]
            return cls(rc=rc, **said)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SetupError(
                f"{path} is damaged: look at it, and remove it; lines in rc files are found anyway"
            ) from error

    def write(self, paths: Paths) -> None:
        """Keep it.

        Raises:
            OSError: it cannot be written.
        """
        with replacing(record_path(paths)) as file:
            file.write(json.dumps(asdict(self), indent=2).encode() + b"\n")

    def backup_of(self, path: Path) -> Path | None:
        """Return the copy that was kept of an rc file."""
        return next((Path(each.backup) for each in self.rc if each.path == os.fspath(path) and each.backup), None)

    def was_made(self, path: Path) -> bool:
        """Tell whether there was no such rc file before."""
        return any(each.path == os.fspath(path) and each.backup is None for each in self.rc)


def record_path(paths: Paths) -> Path:
    """Return where the record is."""
    return paths.state / "setup.json"
