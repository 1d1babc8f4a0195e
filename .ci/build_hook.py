"""Makes the manual pages and the shells' completions of segue's commands while a wheel is built, from the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SharedData(BuildHookInterface[Any]):
    """Adds share/man and share's folders for completions, where package managers look for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files beside the sources' tree, and name them to the builder."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "daemon")))
        from segue.cli.completions_command import FILES, completion_script  # noqa: PLC0415 - not before it is on the path
        from segue.cli.man_page import man_pages  # noqa: PLC0415

        texts = {place: completion_script(shell) for shell, place in FILES.items()}
        texts |= {f"share/man/man1/{name}": text for name, text in man_pages().items()}
        self._made = Path(mkdtemp(prefix="segue-build-"))
        for number, (place, text) in enumerate(sorted(texts.items())):
            source = self._made / str(number)
            source.write_text(text, "utf-8")
            build_data["shared_data"][str(source)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Remove the files again."""
        if version != "editable":
            for path in self._made.iterdir():
                path.unlink()
            self._made.rmdir()
