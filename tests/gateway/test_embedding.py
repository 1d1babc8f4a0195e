"""The endpoints that make vectors, as clients of the older services use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.embedding.lexical import DIMS, REVISION, lexical_vectors
from segue.embedding.sequences import DECAY

if TYPE_CHECKING:
    from tests.helpers.gateway import Gateway

ORIGIN = {"dimensions": DIMS, "model": "lexical", "revision": REVISION, "by": "lexical"}


def same(rows: object, texts: list[str]) -> bool:
    """Tell whether the rows are the vectors of these texts, in their order."""
    return np.array_equal(np.array(rows, np.float32), lexical_vectors(texts))


def test_texts_become_rows(gateway: Gateway) -> None:
    """POST /embed with texts: every number, the size and the model."""
    answer = gateway.answer("/embed", {"texts": ["git push", "make test"]})
    assert same(answer.pop("embeddings"), ["git push", "make test"])
    assert answer == ORIGIN


def test_one_text_becomes_one_vector(gateway: Gateway) -> None:
    """POST /embed/text, and /embed with a single text, answer with a vector instead of rows."""
    for path in ("/embed/text", "/embed"):
        answer = gateway.answer(path, {"text": "git push", "use_cache": False})
        assert same([answer.pop("embedding")], ["git push"])
        assert answer == ORIGIN


@pytest.mark.parametrize("batch_size", [1, 7, 256])
def test_any_number_of_texts_in_batches(gateway: Gateway, batch_size: int) -> None:
    """The rows of all batches stand in the order of the texts, also when there are more than the daemon takes."""
    texts = [f"make target{number}" for number in range(300)]
    answer = gateway.answer("/embed/batch", {"texts": texts, "batch_size": batch_size})
    assert same(answer["embeddings"], texts)


def test_texts_that_together_exceed_a_frame(gateway: Gateway) -> None:
    """Long texts go to the daemon in as many requests as that takes."""
    texts = [f"{letter}" * 120_000 for letter in "abcdefghijkl"]
    assert len(gateway.answer("/embed", {"texts": texts})["embeddings"]) == 12


def test_commands_in_a_row(gateway: Gateway) -> None:
    """POST /embed/sequence: a vector for each command, one for all, one for each transition, and what they are."""
    commands = ["git add -A", "git commit", "git push"]
    answer = gateway.answer("/embed/sequence", {"commands": commands, "decay": 0.5})
    assert same(answer["command_embeddings"], commands)
    assert len(answer["sequence_embedding"]) == DIMS
    assert [len(row) for row in answer["transition_embeddings"]] == [2 * DIMS] * 2
    assert answer["metadata"] == {**ORIGIN, "count": 3, "decay": 0.5, "transition_dimensions": 2 * DIMS}
    alone = gateway.answer("/embed/sequence", {"commands": ["ls"]})
    assert alone["transition_embeddings"] == []
    assert alone["metadata"]["decay"] == DECAY


def test_the_longest_sequence(gateway: Gateway) -> None:
    """256 commands, whose vectors and transitions are more than the daemon would read in one frame."""
    answer = gateway.answer("/embed/sequence", {"commands": [f"make {number}" for number in range(256)]})
    assert len(answer["transition_embeddings"]) == 255


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/embed", {}, "texts"),
        ("/embed", {"texts": []}, "texts"),
        ("/embed", {"texts": "ls"}, "texts"),
        ("/embed", {"texts": [1]}, "texts.0"),
        ("/embed", {"texts": ["ls", " "]}, "texts.1: Value error, a text is blank"),
        ("/embed", {"texts": ["ls"], "text": "ls"}, "either"),
        ("/embed", {"texts": ["x"] * 1025}, "1024"),
        ("/embed", ["ls"], "an object is needed"),
        ("/embed", {"texts": ["ls"], "dims": 512}, "cannot be reduced to 512"),
        ("/embed", {"texts": ["ls"], "dimensions": 0}, "greater"),
        ("/embed/text", {"text": ""}, "blank"),
        ("/embed/text", {"text": "x" * 131_073}, "131072"),
        ("/embed/text", {"text": "ls", "dims": 128}, "was not trained for 128"),
        ("/embed/batch", {"texts": ["ls"], "batch_size": 0}, "batch_size"),
        ("/embed/sequence", {"commands": []}, "commands"),
        ("/embed/sequence", {"commands": ["ls"] * 257}, "256"),
        ("/embed/sequence", {"commands": ["x" * 100_000] * 6}, "524288"),
        ("/embed/sequence", {"commands": ["ls"], "decay": 1.5}, "decay"),
        ("/embed/sequence", {"commands": ["ls"], "dims": 4096}, "cannot be reduced to 4096"),
    ],
)
def test_what_cannot_be_right_is_400(gateway: Gateway, path: str, body: object, complaint: str) -> None:
    """As the older services answered it, with one sentence that says where it is wrong."""
    response = gateway.post(path, body)
    assert response.status_code == 400
    assert list(response.json()) == ["error"]
    assert complaint in response.json()["error"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"texts": ["\\udce9"]}', b"[" * 100_000])
def test_what_is_no_json_is_400(gateway: Gateway, content: bytes) -> None:
    """Nor is what cannot be text."""
    response = gateway.client.post("/embed", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]


def test_errors_do_not_repeat_what_was_sent(gateway: Gateway) -> None:
    """Whoever logs an answer logs no command."""
    for body in ({"texts": [{"secret": "hunter2"}]}, {"texts": ["hunter2"], "dims": 7}, "hunter2"):
        assert "hunter2" not in gateway.post("/embed", body).text
