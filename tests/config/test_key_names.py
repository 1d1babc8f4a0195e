"""Keys have names that are the same for every shell."""

from __future__ import annotations

import pytest

from segue.config.key_names import for_bash, for_zsh, is_key, sequences

SPELLED = [
    ("right", ["^[[C", "^[OC"], ["\\e[C", "\\eOC"]),
    ("ctrl-f", ["^F"], ["\\C-f"]),
    ("alt-f", ["^[f"], ["\\ef"]),
    ("tab", ["^I"], ["\\C-i"]),
    ("ctrl-space", ["^@"], ["\\C-@"]),
    ("alt-\\", ["^[\\\\"], ["\\e\\\\"]),
    ("alt-^", ["^[\\^"], ["\\e^"]),
    ('alt-"', ['^["'], ['\\e\\"']),
    ("\\e[1;3C", ["^[[1;3C"], ["\\e[1;3C"]),
]


@pytest.mark.parametrize(("name", "zsh", "bash"), SPELLED)
def test_a_key_is_spelled_as_each_shell_reads_it(name: str, zsh: list[str], bash: list[str]) -> None:
    """In zsh for bindkey, in bash for `bind`; what is special in either is quoted."""
    assert is_key(name)
    assert list(map(for_zsh, sequences([name]))) == zsh
    assert list(map(for_bash, sequences([name]))) == bash


@pytest.mark.parametrize("name", ["", "rigth", "f", "alt-", "ctrl-1", "alt-ab", "alt-é", "\\e", "\\e[\x1b", "^[[C"])
def test_what_is_no_key(name: str) -> None:
    """A bare letter would never be typed again."""
    assert not is_key(name)


def test_a_key_that_is_named_twice_is_bound_once() -> None:
    """In the order of the list."""
    assert sequences(["ctrl-e", "right", "ctrl-e"]) == ["\x05", "\x1b[C", "\x1bOC"]
