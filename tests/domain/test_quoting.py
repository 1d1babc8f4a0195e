"""Texts as words of the shells."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from segue.domain.quoting import quote

TEXTS = [
    "",
    "plain",
    "two words",
    "it's",
    "'",
    "\\",
    "\\'",
    "ends in \\",
    '$HOME `x` "y" !z',
    "-n",
    "a=b",
    "one\ntwo",
    "ü ❯",
]


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_a_shell_reads_the_text_again(shell: str) -> None:
    """Whatever stands in it, it is one word, and every character comes back."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    words = " ".join(quote(shell, text) for text in TEXTS)
    told = subprocess.run([program, "-c", rf"printf '%s\0' {words}"], capture_output=True, check=True, timeout=50)
    assert told.stdout.decode().split("\0")[:-1] == TEXTS
