"""embed: vectors on the command line."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from segue.embedding.lexical import lexical_vectors
from tests.helpers.command import SEGUE, segue

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def test_texts_become_rows_of_json(daemon: RunningDaemon) -> None:
    """Each number, in the order of the texts, with the model and who has answered."""
    answer = json.loads(segue(daemon.environ, "embed", "--json", "git push", "make test").stdout)
    assert answer["origin"]["by"] == "lexical"
    assert answer["dimensions"] == 256
    expected = lexical_vectors(["git push", "make test"])
    for row, vector in zip(answer["embeddings"], expected, strict=True):
        assert row == pytest.approx(vector.tolist(), abs=1e-6)


def test_lines_of_standard_input_are_embedded_as_they_come(daemon: RunningDaemon) -> None:
    """A line of JSON for each that is not blank, in their order, however many batches that takes."""
    lines = [f"make target{number}" for number in range(100)]
    done = subprocess.run(
        [SEGUE, "embed", "--json", "-"],
        env=daemon.environ,
        input="\n\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == lines
    assert all(len(answer["embedding"]) == 256 for answer in answers)


def test_a_person_is_shown_the_first_numbers(daemon: RunningDaemon) -> None:
    """And on request who has answered, on standard error."""
    shown = segue(daemon.environ, "embed", "--explain", "git push")
    assert shown.stdout.endswith("… (256)  git push\n")
    assert shown.stderr == "lexical has answered: lexical, revision 1, 256 numbers\n"


def test_commands_in_a_row(daemon: RunningDaemon) -> None:
    """One vector for all, one for each transition of twice 256 numbers."""
    answer = json.loads(segue(daemon.environ, "embed", "--sequence", "--decay", "0.5", "--json", "make", "ls").stdout)
    assert (len(answer["sequence"]), len(answer["embeddings"]), answer["decay"]) == (256, 2, 0.5)
    assert [len(row) for row in answer["transitions"]] == [512]


def test_how_the_embedders_are(daemon: RunningDaemon) -> None:
    """health, stats, clear and unload; without a model there is nothing to clear or unload."""
    words = {what: segue(daemon.environ, "embed", what).stdout for what in ("health", "stats", "clear", "unload")}
    assert "lexical" in words["health"]
    assert words["stats"] == "the cache is empty\n"
    assert words["clear"] == "0 vectors removed from the cache\n"
    assert words["unload"] == "no model was loaded\n"
    assert json.loads(segue(daemon.environ, "embed", "health", "--json").stdout)["mlx"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--dims", "tiny", "ls"], "'tiny' is no size"),
        (["--dims", "128", "ls"], "was not trained for 128"),
        (["--sequence", "--decay", "2", "ls"], "decay"),
        ([], "TEXT"),
    ],
)
def test_what_cannot_be_is_one_sentence(daemon: RunningDaemon, arguments: list[str], message: str) -> None:
    """No traceback, and a status that says it failed."""
    answer = segue(daemon.environ, "embed", *arguments)
    assert answer.returncode
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
