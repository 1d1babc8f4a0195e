"""Gathers what the rules look at; whatever cannot be seen is left out, never an error."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import stat
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from segue import __version__
from segue.app.hook_files import hook_of
from segue.assets.hooks import SHELLS
from segue.client.client import Client
from segue.config.config import Config
from segue.config.paths import resolve_paths
from segue.doctor.scene import ModelState, Place, RcState, Scene, ShellState
from segue.domain.errors import ConfigError, EmbeddingError, SegueError, ServiceError
from segue.embedding.models.choice import choice, chosen_model
from segue.protocol.messages import Status, Suggest, Why
from segue.service.choice import supervisor_of
from segue.service.instance import running_process
from segue.service.supervisor import State
from segue.shells.probe import SECONDS, ShellSilentError, probe
from segue.shells.rc_files import persons_shells, rc_files
from segue.shells.rc_line import loads_segue
from segue.store.health import examine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from segue.config.paths import Paths

TIMED: Final = 50
ANSWER_SECONDS: Final = 2.0
_SHELL_FILE: Final = re.compile(r"([1-9][0-9]{0,8})-[0-9A-Za-z]{1,32}(?:\.[a-z]+)+")


def look(
    environ: Mapping[str, str],
    processes: Sequence[int],
    *,
    platform: str = sys.platform,
    shell_seconds: float = SECONDS,
) -> Scene:
    """Return what is to be seen; `processes` are those above the command. Opens each shell of the person's twice."""
    paths = resolve_paths(environ)
    supervisor = supervisor_of(environ, paths, platform=platform)
    status, this_shell, latencies = _ask(paths, processes)
    login = environ.get("SHELL") or pwd.getpwuid(os.getuid()).pw_shell
    return Scene(
        paths=paths,
        environ=environ,
        version=__version__,
        uid=os.getuid(),
        status=status,
        holder=str(running_process(paths) or ""),
        this_shell=this_shell,
        latencies=latencies,
        supervisor=supervisor.name,
        service=_service(supervisor.state),
        places=tuple(_place(path) for path in (paths.state, paths.run, paths.database, paths.socket)),
        hook_files={shell: _hook_file(shell, Config.in_spite_of_errors(environ)) for shell in SHELLS},
        shells={
            shell: _shell(shell, environ, platform, shell_seconds) for shell in persons_shells(environ, login, platform)
        },
        model=_model(paths),
        database=examine(paths.database, time.time()),
        aside=tuple(sorted(paths.state.glob(f"{paths.database.name}.damaged-*[0-9]"))),
        free=_free(paths.state),
        stale=_stale(paths.run),
        stalled=_age(paths.stalled),
        settings=_settings(environ),
    )


def _ask(
    paths: Paths, processes: Sequence[int]
) -> tuple[dict[str, Any] | None, dict[str, Any] | None, tuple[float, ...]]:
    """Return the daemon's status, the shell that it knows above us, and how long suggestions take."""
    status, this_shell, times = None, None, []
    with contextlib.suppress(SegueError), Client(paths.socket, ANSWER_SECONDS) as client:
        status = client.ask(Status(1, "doctor"))[0]
        this_shell = client.ask(Why(2, "doctor", "", "/", list(processes)))[0]["shell"]
        for number in range(TIMED):
            started = time.perf_counter()
            client.ask(Suggest(3 + number, "doctor", "", "/", 1))
            times.append(time.perf_counter() - started)
    return status, this_shell, tuple(times)


def _service(state: Any) -> State:
    try:
        found: State = state()
    except ServiceError as error:
        return State(installed=True, running=False, detail=str(error))
    return found


def _place(path: Path) -> Place:
    try:
        found = path.lstat()
    except OSError:
        return Place(path, "missing", -1, 0)
    kind = "other"
    if stat.S_ISLNK(found.st_mode):
        kind = "link"
    elif stat.S_ISDIR(found.st_mode):
        kind = "directory"
    elif stat.S_ISREG(found.st_mode) or stat.S_ISSOCK(found.st_mode):
        kind = "file"
    return Place(path, kind, found.st_uid, stat.S_IMODE(found.st_mode))


def _hook_file(shell: str, config: Config) -> str:
    try:
        text = config.paths.init_script(shell).read_text("utf-8")
    except (OSError, ValueError):
        return "missing"
    return "current" if text == hook_of(shell, config.paths, config.settings) else "old"


def _shell(shell: str, environ: Mapping[str, str], platform: str, seconds: float) -> ShellState:
    rc = tuple(RcState(path, _loads(path)) for path in rc_files(shell, environ, platform))
    try:
        answers = probe(shell, environ, seconds=seconds)
    except ShellSilentError as silence:
        return ShellState(rc, hangs=silence.hangs)
    bare = None
    with contextlib.suppress(ShellSilentError):
        bare = probe(shell, environ, rc=False, keys=list(answers.keys))
    return ShellState(rc, answers, bare)


def _loads(path: Path) -> bool:
    try:
        return loads_segue(path.read_bytes())
    except OSError:
        return False


def _model(paths: Paths) -> ModelState:
    has_mlx = find_spec("mlx_embeddings") is not None
    try:
        chosen = choice(paths)
        if chosen:
            chosen_model(paths)
    except EmbeddingError as error:
        return ModelState(problem=str(error), has_mlx=has_mlx)
    return ModelState(name=chosen[0] if chosen else "", has_mlx=has_mlx)


def _free(path: Path) -> int:
    return shutil.disk_usage(next(place for place in (path, *path.parents) if place.exists())).free


def _stale(run: Path) -> tuple[Path, ...]:
    if not run.is_dir():
        return ()
    found = ((_SHELL_FILE.fullmatch(path.name), path) for path in sorted(run.iterdir()))
    return tuple(path for match, path in found if match and not _is_alive(int(match[1])))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _age(path: Path) -> float | None:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return None


def _settings(environ: Mapping[str, str]) -> str:
    try:
        Config.from_environment(environ)
    except ConfigError as error:
        return str(error)
    return ""
