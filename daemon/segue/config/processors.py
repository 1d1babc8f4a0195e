"""Keeps numpy on one processor: its products here are small, and sharing them out takes longer than doing them.

Measured on two busy cores, the slowest tenth of suggestions took 4.3 ms of processor time and more where OpenBLAS had
a thread for each core, and 1.6 ms where it had one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import MutableMapping

VARIABLES: Final = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What OpenBLAS and Apple's Accelerate read when numpy is imported."""


def use_one_processor(environ: MutableMapping[str, str]) -> None:
    """Let numpy, which must not be loaded yet, and what this process starts compute in one thread unless told else."""
    for variable in VARIABLES:
        environ.setdefault(variable, "1")
