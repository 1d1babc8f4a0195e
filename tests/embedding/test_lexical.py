"""The embedder that is always there finds the lines that do the same, on every machine and for any text."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.lexical import CHUNK, DIMS, LexicalEmbedder, lexical_vectors

COMMANDS: Final = (Path(__file__).parent.parent / "data" / "common_commands.txt").read_text("utf-8").splitlines()

STORED: Final = {
    2: -0.1332,
    41: 0.5708,
    56: -0.0753,
    59: 0.2152,
    76: 0.2152,
    92: 0.3805,
    95: 0.0753,
    96: 0.0615,
    114: 0.1332,
    123: 0.2307,
    133: -0.0753,
    137: 0.2307,
    149: -0.0615,
    155: -0.2307,
    190: 0.1332,
    196: 0.0615,
    211: -0.3805,
    221: 0.1368,
    239: 0.0615,
    244: -0.0717,
    246: -0.1522,
}
"""What `git push -f origin main` has at the places that are not zero."""


def nearest(line: str, lines: list[str] = COMMANDS) -> str:
    """Return the line that is nearest to this one, itself excepted."""
    others = [other for other in lines if other != line]
    vectors = lexical_vectors([line, *others])
    return others[int(np.argmax(vectors[1:] @ vectors[0]))]


def similarity(left: str, right: str) -> float:
    """Return the cosine of two lines."""
    vectors = lexical_vectors([left, right])
    return float(vectors[0] @ vectors[1])


@pytest.mark.parametrize(
    ("line", "neighbours"),
    [
        ("git push origin main", {"git push", "git push --force-with-lease"}),
        (
            "git commit -m 'wip'",
            {"git commit -m 'fix: retry on 429'", "git commit -m 'add a test'", "git commit --amend"},
        ),
        ("git checkout -b feature/signup", {"git checkout -b feature/login"}),
        ("git add server.py", {"git add app.py"}),
        ("docker compose up", {"docker compose up -d"}),
        ("docker push registry.example/web", {"docker push registry.example/app"}),
        ("kubectl get pods", {"kubectl get pods -n prod"}),
        ("kubectl logs web-11ab", {"kubectl logs web-7f9c"}),
        ("python3 -m pytest tests/test_y.py", {"python3 -m pytest tests/test_x.py"}),
        ("poetry run pytest", {"pytest", "uv run pytest -q"}),
        ("python3.12 manage.py migrate", {"python manage.py migrate"}),
        ("pip3 install flask", {"pip install requests", "pip install -r requirements.txt"}),
        ("npm run test", {"npm run build", "npm test"}),
        ("cargo build", {"cargo build --release"}),
        ("ls -lah", {"ls", "ls -la", "ls -la /tmp"}),
        ("cat CHANGELOG.md", {"cat README.md"}),
        ("sudo vim app.py", {"vim app.py"}),
        ("/usr/bin/vim app.py", {"vim app.py"}),
        ("FOO=1 make test", {"make test"}),
        ("grep -rn FIXME src", {"grep -rn TODO .", "grep -i error app.log"}),
        ("tail -n 100 app.log", {"tail -f app.log"}),
        ("ssh root@10.0.0.22", {"ssh root@10.0.0.1"}),
        ("curl https://api.example/users/33", {"curl -s https://api.example/users/1"}),
        ("apt install htop", {"sudo apt install vim"}),
        ("sudo systemctl restart nginx", {"systemctl restart nginx"}),
        ("systemctl status postgresql", {"sudo systemctl status nginx"}),
        ("cat README.md | grep install", {"cat README.md"}),
    ],
)
def test_the_nearest_line_does_the_same(line: str, neighbours: set[str]) -> None:
    """Among sixty common lines, the nearest one is one that a person would call alike."""
    assert nearest(line) in neighbours


@pytest.mark.parametrize(
    ("line", "nearer", "farther"),
    [
        ("git push origin main", "git push", "docker push"),
        ("python3 -m pytest tests/x.py", "pytest tests/", "python3 app.py"),
        ("git checkout 3fa9c1b", "git checkout 77ab12cd", "git checkout -b feature"),
        ("ssh root@10.0.0.1", "ssh root@10.0.0.2", "ssh admin@example.test"),
        ("vim parser.py", "vim lexer.py", "vim notes.md"),
        ("vim src/parser.py", "vim parser.py", "vim notes.txt"),
        ("git commit -m 'fix: retry on 429'", "git commit -m 'wip'", "git push"),
        ("rm a.txt b.txt c.txt d.txt", "rm e.txt", "cat a.txt"),
    ],
)
def test_what_is_run_counts_before_what_it_is_run_on(line: str, nearer: str, farther: str) -> None:
    """Command, subcommand and kind of file come before particulars such as hosts, hashes, numbers and messages."""
    assert similarity(line, nearer) > similarity(line, farther)


def test_unrelated_lines_are_far_apart() -> None:
    """Lines of different commands stay far below the 0.7 from which a line counts as a neighbour."""
    lines = ["git push", "docker ps -a", "ls", "vim app.py", "make", "kubectl get svc", "ssh host", "npm install"]
    products = lexical_vectors(lines) @ lexical_vectors(lines).T
    assert products[~np.eye(len(lines), dtype=bool)].max() < 0.35


def test_numbers_keep_lines_apart_a_little() -> None:
    """Lines that differ in a number alone are neighbours, and still two lines."""
    assert 0.9 < similarity("git stash drop 1", "git stash drop 2") < 0.9999


@given(st.lists(st.text() | st.text(st.characters(categories=["Cs"])), min_size=1, max_size=5))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    """Empty texts, NUL, any script and lone surrogates give finite rows of unit length."""
    vectors = lexical_vectors(texts)
    assert vectors.shape == (len(texts), DIMS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "\0", "$()", "http://", "x" * 1_000_000, "'" * 1_000_000, "\udcff\ud800", "a=" * 9]
)
def test_odd_texts_have_a_vector(text: str) -> None:
    """A megabyte, quotes that never close, addresses without a host: all are texts."""
    assert np.linalg.norm(lexical_vectors([text])) == pytest.approx(1, abs=1e-5)


def test_no_text_is_an_error() -> None:
    """Nothing cannot be embedded."""
    with pytest.raises(EmbeddingError, match="no text"):
        lexical_vectors([])
    with pytest.raises(EmbeddingError, match="no text"):
        asyncio.run(LexicalEmbedder().embed([]))


def test_company_does_not_change_a_vector() -> None:
    """A text has the same vector alone, in a batch and across the seams of large ones."""
    texts = COMMANDS * (2 * CHUNK // len(COMMANDS) + 1)
    together = lexical_vectors(texts)
    alone = np.concatenate([lexical_vectors([text]) for text in COMMANDS])
    assert together == pytest.approx(np.tile(alone, (len(texts) // len(COMMANDS), 1)), abs=1e-6)


def test_the_embedder_answers_what_the_function_does() -> None:
    """The asynchronous way is the same way, for questions and documents."""
    texts = [*COMMANDS, "x " * 3_000, *COMMANDS]
    for kind in Kind:
        assert np.array_equal(asyncio.run(LexicalEmbedder().embed(texts, kind)), lexical_vectors(texts))


def test_other_tasks_have_their_turn_while_many_texts_are_embedded() -> None:
    """A thousand texts do not keep the loop to themselves."""

    async def turns_meanwhile() -> int:
        embedding = asyncio.ensure_future(LexicalEmbedder().embed(COMMANDS * 15))
        turns = 0
        while not embedding.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(turns_meanwhile()) > 3


def test_vectors_are_those_of_every_machine() -> None:
    """A line has the vector that caches hold, whatever the seed of Python's own hashes; else the revision changes."""
    code = "from segue.embedding.lexical import *; print(*lexical_vectors(['git push -f origin main'])[0].tolist())"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        vector = [float(number) for number in done.stdout.split()]
        assert {place: round(number, 4) for place, number in enumerate(vector) if number} == STORED
