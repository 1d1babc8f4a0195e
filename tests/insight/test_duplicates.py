"""Groups of lines that are nearly the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from segue.embedding.lexical import lexical_vectors
from segue.insight.differences import Difference, are_alike, difference, words_of
from segue.insight.duplicates import duplicates
from segue.insight.near import BLOCK, leaders
from segue.store.figures import LineRuns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors


def found(*lines: LineRuns, threshold: float = 0.95) -> list[dict[str, Any]]:
    """Return the groups of some lines by lexical vectors."""
    groups: list[dict[str, Any]] = duplicates(lines, lexical_vectors([line.text for line in lines]), threshold)[
        "groups"
    ]
    json.dumps(groups)
    return groups


def names(group: dict[str, Any]) -> list[str]:
    """Return the lines of a group, the first one first."""
    return [group["first"]["line"], *(variant["line"] for variant in group["variants"])]


@pytest.mark.parametrize(
    ("line", "other", "expected"),
    [
        ("echo hi", "echo  'hi'", Difference.QUOTES),
        ("ls -la src", "ls src -a -l", Difference.ORDER),
        ("git status", "gti status", Difference.SPELLING),
        ("kill 123", "kill 4567", Difference.NUMBERS),
        ("cp a b", "cp b a", Difference.WORDS),
        ("git push", "git push --force", Difference.WORDS),
    ],
)
def test_what_sets_two_lines_apart(line: str, other: str, expected: Difference) -> None:
    """The first difference that explains all, whichever line comes first."""
    assert difference(line, other) is expected
    assert difference(other, line) is expected


def test_two_thirds_of_the_words_make_lines_alike() -> None:
    """Words that both have, of all that one of them has; a word that comes twice counts twice."""
    assert are_alike(words_of("git commit -m fix"), words_of("git commit -m fix it now"))
    assert not are_alike(words_of("git commit -m a"), words_of("git commit -m b"))
    assert not are_alike(words_of("echo"), words_of("echo a"))
    assert not are_alike(words_of("make && make && make"), words_of("make"))


def test_variants_of_a_line_are_a_group() -> None:
    """The line that was run most is the first; runs, ends, cosine and difference of each are told."""
    (group,) = found(
        LineRuns("git commit -m 'fix it'", 5, 4, 1, 10.0),
        LineRuns('git commit -m "fix it"', 2, 2, 0, 20.0),
        LineRuns("docker ps", 9, 9, 0, 30.0),
    )
    assert group["runs"] == 7
    assert group["first"] == {
        "line": "git commit -m 'fix it'",
        "runs": 5,
        "succeeded": 4,
        "failed": 1,
        "success_rate": 0.8,
        "never_succeeded": False,
        "last": 10.0,
    }
    (variant,) = group["variants"]
    assert (variant["line"], variant["similarity"], variant["difference"]) == ('git commit -m "fix it"', 1.0, "quotes")


def test_what_only_failed_is_never_the_first() -> None:
    """However often it was run, a line that never succeeded is a variant of one that may have."""
    (group,) = found(LineRuns("ls -al /x", 9, 0, 9), LineRuns("ls -la /x", 1))
    assert names(group) == ["ls -la /x", "ls -al /x"]
    assert group["variants"][0]["never_succeeded"]


def test_slips_belong_to_what_was_meant_whatever_their_cosine() -> None:
    """Transposed letters make vectors that have nothing in common."""
    (group,) = found(LineRuns("docker ps", 5, 5), LineRuns("dcoker ps", 2, 0, 2))
    (variant,) = group["variants"]
    assert (variant["difference"], variant["never_succeeded"]) == ("spelling", True)
    assert variant["similarity"] < 0.5


def test_a_slip_of_a_variant_is_in_the_same_group() -> None:
    """From the slip to what was meant to the first line."""
    (group,) = found(LineRuns("ls -la src", 5, 5), LineRuns("ls -al src", 2, 2), LineRuns("ls -al scr", 1, 0, 1))
    assert names(group) == ["ls -la src", "ls -al scr", "ls -al src"]


def test_the_order_of_groups() -> None:
    """Misspelt lines that never succeeded, then other lines that never did, then the rest, then mere numbers."""
    groups = found(
        LineRuns("curl -s http://a.b/c/d/1 -o /tmp/out --retry 3", 50, 50),
        LineRuns("curl -s http://a.b/c/d/2 -o /tmp/out --retry 3", 50, 50),
        LineRuns("git log --oneline", 20, 20),
        LineRuns("git log '--oneline'", 10, 10),
        LineRuns("docker run -it --rm api bash", 5, 5),
        LineRuns("docker run -it --rm api bash -x", 3, 0, 3),
        LineRuns("make test", 2, 2),
        LineRuns("make tset", 1, 0, 1),
    )
    assert [group["first"]["line"].split()[0] for group in groups] == ["make", "docker", "git", "curl"]


def test_the_threshold_is_the_least_cosine() -> None:
    """The same lines are one group or none; a threshold of 1 leaves only what differs in quotes, order or a slip."""
    pair = LineRuns("tar -xzf a.tgz -C out", 3, 3), LineRuns("tar -xzf a.tgz -C out -v", 1, 1)
    cosine = float(np.vecdot(*lexical_vectors([line.text for line in pair])))
    assert len(found(*pair, threshold=cosine - 0.001)) == 1
    assert found(*pair, threshold=cosine + 0.001) == []
    assert len(found(LineRuns("ls -l", 1), LineRuns("ls '-l'", 1), threshold=1.0)) == 1


def plane(degrees: Sequence[float]) -> Vectors:
    """Return unit vectors in the plane."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_no_chain_of_small_steps_leads_far_away() -> None:
    """Every row is near its leader, not only near a row that is near it; the nearest leader is chosen."""
    vectors = plane([0, 10, 20, 30, 16])
    threshold = float(np.cos(np.radians(15)))
    assert leaders(vectors, range(5), threshold, lambda _row, _other: True) == {0: 0, 1: 0, 2: 2, 3: 2, 4: 2}
    assert leaders(vectors, [4, 3, 2, 1, 0], threshold, lambda _row, _other: True) == {4: 4, 3: 4, 2: 4, 1: 4, 0: 0}


def test_leaders_that_are_not_alike_are_passed_over() -> None:
    """The next nearest one is asked then."""
    vectors = plane([0, 10, 6])
    assert leaders(vectors, range(3), 0.95, lambda row, other: (row, other) == (2, 0)) == {0: 0, 1: 1, 2: 0}


def test_blocks_are_no_borders() -> None:
    """Rows far apart in the order find each other, and progress tells of every row."""
    distinct = np.eye(2 * BLOCK + 1, dtype=np.float32)
    vectors = np.concatenate([distinct, distinct])
    told: list[int] = []
    assert leaders(vectors, range(len(vectors)), 0.9, lambda _row, _other: True, told.append) == {
        row: row % len(distinct) for row in range(len(vectors))
    }
    assert sum(told) == len(vectors)
