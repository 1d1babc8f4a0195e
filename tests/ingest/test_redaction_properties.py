"""Whatever I type, redaction is sound: it ends soon, changes nothing twice, and its shortcut misses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.redaction import redact
from segue.ingest.secrets.finding import secrets_in

FRAGMENTS = [
    *("export ", "TOKEN", "PASSWORD=", "password", "=", "hunter2", " ", "--token ", "--password=", "-p", "-u ", "a:b"),
    *("'", '"', "\\", "\n", "$(", ")", "`", "|", ";", "&", "<<< ", "mysql ", "curl ", "sudo -S ", "echo ", "sshpass "),
    *("docker login ", "-H ", "Authorization: Bearer ", "X-Api-Key: ", "https://", "@", ":", "/", "?", ",", "{", "}"),
    *("‹token›", "‹", "›", "$X", "ghp_" + "a1" * 18, "sk-" + "aB3" * 9, "eyJ", "é", "\udcff", '{"password": "'),
    *("-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----", "bash -c ", "--from-literal=", "secret "),
    *("set ", "key=", "aB3" * 7),
]

lines = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))


@given(lines)
def test_redaction_is_idempotent(line: str) -> None:
    """A line that has been redacted has nothing left to redact."""
    assert redact(redact(line)) == redact(line)


@given(lines)
def test_the_shortcut_misses_nothing(line: str) -> None:
    """A line that is left alone at first sight has no secret at second sight either."""
    assert (redact(line) == line) or list(secrets_in(line))
    if list(secrets_in(line)):
        assert "\u203a" in redact(line)


@given(lines)
def test_secrets_are_places_in_the_line(line: str) -> None:
    """What is found lies inside the line and is not empty."""
    assert all(0 <= start < end <= len(line) for start, end, _ in secrets_in(line))


MORE = [
    "a=",
    "a:",
    "--a ",
    "-a",
    "://a:",
    "'a':",
    '"a":"',
    ",a=",
    "a b ",
    "eyJ-",
    "eyJaaaaaaaa.",
    "x@",
    "=;",
    "a\\\n",
    "authorization: ",
]


@pytest.mark.parametrize("fragment", [*FRAGMENTS, *MORE])
@pytest.mark.parametrize("start", ["", "TOKEN=", "curl -d '"])
def test_a_monstrous_line_is_no_trap(start: str, fragment: str) -> None:
    """A pasted monster costs its length: with the square of it, this test would run for hours and time out."""
    monster = start + fragment * (100_000 // len(fragment))
    assert len(redact(monster)) <= 2 * len(monster) + 20
