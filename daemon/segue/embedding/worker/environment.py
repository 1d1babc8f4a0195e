"""What of the daemon's environment the worker gets to see."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT: Final = frozenset({"HOME", "LANG", "LD_LIBRARY_PATH", "LD_PRELOAD", "PATH", "PYTHONPATH", "TMPDIR", "TZ"})
KEPT_PREFIXES: Final = ("DYLD_", "LC_", "MLX_", "OMP_")
"""Not how many processors numpy is to use in the daemon: a model needs them all."""
OFFLINE: Final = {
    "DO_NOT_TRACK": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


def worker_environment(environ: Mapping[str, str], platform: str = sys.platform) -> dict[str, str]:
    """Return an environment without tokens, proxies and addresses, in which no library asks the network."""
    kept = {name: value for name, value in environ.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}
    if platform == "linux":
        # To compile a graph MLX calls g++, which costs half a second, and fails where g++ does.
        kept.setdefault("MLX_DISABLE_COMPILE", "1")
    return kept | OFFLINE
