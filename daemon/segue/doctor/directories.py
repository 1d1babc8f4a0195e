"""Is what must be private really private, and ours?"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from segue.doctor.finding import error, note, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.doctor.finding import Finding
    from segue.doctor.scene import Scene

OTHERS = 0o077


def privacy(scene: Scene) -> Iterator[Finding]:
    """Whether others can read the history or reach the socket."""
    trouble = False
    for path, kind, owner, mode in scene.places:
        name = shlex.quote(str(path))
        if kind in {"link", "other"}:
            trouble = True
            yield error("not-ours", f"{path} is {'a link' if kind == 'link' else 'in the way'}", f"rm {name}")
        elif kind != "missing" and owner != scene.uid:
            trouble = True
            yield error("foreign", f"{path} belongs to another user", f"sudo chown -R {scene.uid} {name}")
        elif kind != "missing" and mode & OTHERS:
            trouble = True
            what = f"others may look into {path} (mode {mode:o})"
            yield warning("open-to-others", what, f"chmod {'700' if kind == 'directory' else '600'} {name}")
    if scene.places and not trouble:
        yield ok("private", f"only you can read {scene.paths.state}")


def leftovers(scene: Scene) -> Iterator[Finding]:
    """Whether shells have left files behind."""
    if scene.stale:
        what = f"{len(scene.stale)} files of shells that are gone lie in {scene.paths.run}"
        yield note("left-behind", what, "nothing: the daemon removes them when the next bash opens, or when it starts")
