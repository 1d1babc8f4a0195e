"""Every path that segue uses, made from the home directory and the uid alone.

XDG_RUNTIME_DIR, XDG_DATA_HOME and TMPDIR differ between tmux, ssh and launchd; a daemon and a shell that
derive different sockets from them never meet. Only SEGUE_HOME, set on purpose, moves everything at once.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SOCKET_PATH: Final = 103
"""Bytes that fit in `sockaddr_un.sun_path` on macOS, without the final NUL; Linux has four more."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The state directory (kept) and the run directory (remade by each daemon)."""

    state: Path
    run: Path

    @property
    def socket(self) -> Path:
        """The daemon's Unix socket."""
        return self.run / "segue.sock"

    @property
    def lock(self) -> Path:
        """Held by the one daemon for as long as it lives."""
        return self.run / "lock"

    @property
    def bell(self) -> Path:
        """A FIFO: one byte asks the daemon to look at the run directory."""
        return self.run / "bell"

    @property
    def stalled(self) -> Path:
        """Made by a shell whose requests stay unanswered; shells stay away while it exists."""
        return self.run / "stalled"

    @property
    def database(self) -> Path:
        """The event store, the only truth."""
        return self.state / "segue.db"

    @property
    def snapshot(self) -> Path:
        """The learned state, which replay can always rebuild."""
        return self.state / "learned.snapshot"

    @property
    def workflows(self) -> Path:
        """What a search of the history has found about workflows, which another search can always find again."""
        return self.state / "workflows.snapshot"

    @property
    def models(self) -> Path:
        """Where `segue models pull` puts embedding models, one directory each."""
        return self.state / "models"

    @property
    def model_choice(self) -> Path:
        """Names the embedding model in use; absent when there is none."""
        return self.state / "model.json"

    @property
    def vector_cache(self) -> Path:
        """Vectors of texts that were embedded, from which they need not be embedded again."""
        return self.state / "vectors.db"

    def vector_index(self, space: str) -> Path:
        """The vectors of all recorded lines in one space, given by its digest; "*" matches those of all."""
        return self.state / f"vectors-{space}.index"

    @property
    def log(self) -> Path:
        """What the daemon logs; older parts have a number behind the name."""
        return self.state / "daemon.log"

    @property
    def text_log(self) -> Path:
        """Requests and replies with their texts, where the person has asked for that."""
        return self.state / "exchanges.log"

    @property
    def errors(self) -> Path:
        """The standard error of a daemon in the background: what it says before it has its log."""
        return self.state / "daemon.errors"

    def init_script(self, shell: str) -> Path:
        """The file that an rc file sources, so that opening a shell starts no Python."""
        return self.state / f"init.{shell}"


def resolve_paths(environ: Mapping[str, str], *, platform: str = sys.platform, uid: int | None = None) -> Paths:
    """Return the paths for this user; `SEGUE_HOME` moves them all below one directory."""
    uid = os.getuid() if uid is None else uid
    home = Path(environ.get("HOME") or Path.home())
    default = home / ("Library/Application Support/segue" if platform == "darwin" else ".local/share/segue")
    state = Path(os.path.abspath(environ.get("SEGUE_HOME") or default))  # noqa: PTH100 - a link stays a link
    run = state / "run"
    if len(os.fsencode(run / "segue.sock")) > MAX_SOCKET_PATH:
        digest = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
        run = Path(f"/tmp/segue-{uid}") / digest  # noqa: S108 - the directory is created 0700 and checked
    return Paths(state=state, run=run)


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where the settings are, whether the file exists or not; `SEGUE_CONFIG` names another."""
    home = Path(environ.get("HOME") or Path.home())
    moved = environ.get("SEGUE_HOME")
    default = Path(moved) / "config.toml" if moved else home / ".config/segue/config.toml"
    return Path(os.path.abspath(environ.get("SEGUE_CONFIG") or default))  # noqa: PTH100 - a link stays a link
