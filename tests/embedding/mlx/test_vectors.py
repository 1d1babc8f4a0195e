"""What real MLX makes of texts, with tiny models of every architecture: the traps of mlx-embeddings 0.1.0."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import pytest_asyncio

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.models.installed import open_model
from tests.helpers.tiny_models import CONFIGS, END, TEXT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNEQUAL = [
    "ls",
    "git commit -m 'a message that is a good deal longer than the other commands'",
    "cd ..",
    "docker compose up --build --detach",
]
Embed = "Callable[..., Any]"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def embedder_of(tiny_models: Path) -> AsyncIterator[Callable[[str], MlxEmbedder]]:
    """Give the embedder of a tiny model; one worker a model serves all tests here."""
    made: dict[str, MlxEmbedder] = {}

    def embedder(name: str) -> MlxEmbedder:
        if name not in made:
            made[name] = MlxEmbedder(open_model(tiny_models / name, None), os.environ)
        return made[name]

    yield embedder
    for each in made.values():
        await each.close()


def variant(source: Path, name: str, **files: Any) -> Path:
    """Return a copy of a model in which some JSON files, named without suffix and with __ for /, are others."""
    copy = source.with_name(name)
    if not copy.exists():
        shutil.copytree(source, copy)
        for file, content in files.items():
            path = copy / f"{file.replace('__', '/')}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), "utf-8")
    return copy


def hidden(tiny_models: Path, name: str) -> np.typing.NDArray[np.float64]:
    """Return what the library alone makes of each token of TEXT."""
    return np.array(json.loads((tiny_models / f"{name}.hidden.json").read_text("utf-8")))


def unit(vector: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    """Return the vector with length one."""
    return np.asarray(vector / np.linalg.norm(vector))


@pytest.mark.parametrize("name", CONFIGS)
async def test_a_text_has_the_same_vector_alone_and_among_others(
    embedder_of: Callable[[str], MlxEmbedder], name: str
) -> None:
    """Padding changes nothing, although every tiny tokenizer asks for it on the left, where Qwen3 answers NaN."""
    embedder = embedder_of(name)
    together = await embedder.embed(UNEQUAL)
    alone = np.concatenate([await embedder.embed([text]) for text in UNEQUAL])
    assert np.abs(together - alone).max() < 1e-5
    assert together.shape == (4, 64)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.abs(together[0] - together[1]).max() > 1e-3


async def test_rows_stand_in_the_order_of_the_texts(embedder_of: Callable[[str], MlxEmbedder]) -> None:
    """However many batches a request takes, and in whatever order they are made."""
    embedder = embedder_of("bert")
    texts = [UNEQUAL[number % 4] + f" {number}" * (number % 7) for number in range(70)]
    rows = await embedder.embed(texts)
    for number in (0, 1, 33, 69):
        assert np.abs(rows[number] - (await embedder.embed([texts[number]]))[0]).max() < 1e-5


async def test_the_mean_of_all_tokens_unless_the_model_was_trained_for_another(
    tiny_models: Path, embedder_of: Callable[[str], MlxEmbedder]
) -> None:
    """A BERT whose 1_Pooling says CLS gets it, where mlx-embeddings takes the mean and says nothing."""
    variant(tiny_models / "bert", "cls", **{"1_Pooling__config": {"pooling_mode_cls_token": True}})
    tokens = hidden(tiny_models, "bert")
    assert (await embedder_of("bert").embed([TEXT]))[0] == pytest.approx(unit(tokens.mean(axis=0)), abs=1e-5)
    assert (await embedder_of("cls").embed([TEXT, UNEQUAL[1]]))[0] == pytest.approx(unit(tokens[0]), abs=1e-5)


async def test_qwen_pools_the_end_of_the_text_even_if_its_tokenizer_forgets_it(
    tiny_models: Path, embedder_of: Callable[[str], MlxEmbedder]
) -> None:
    """The last token is <|endoftext|>, once, whether the tokenizer appends it or not."""
    content = json.loads((tiny_models / "qwen3" / "tokenizer.json").read_text("utf-8"))
    end = content["model"]["vocab"][END]
    content["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": END, "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {END: {"id": END, "ids": [end], "tokens": [END]}},
    }
    variant(tiny_models / "qwen3", "ended", tokenizer=content)
    expected = unit(hidden(tiny_models, "qwen3")[-1])
    for name in ("qwen3", "ended"):
        assert (await embedder_of(name).embed([TEXT, UNEQUAL[1]]))[0] == pytest.approx(expected, abs=1e-5)


async def test_each_kind_of_text_gets_its_prompt(tiny_models: Path, embedder_of: Callable[[str], MlxEmbedder]) -> None:
    """A question is embedded behind the model's prompt for questions, a document behind its own."""
    prompts = {"query": "find {x}: ", "document": "text: "}
    variant(tiny_models / "bert", "prompted", config_sentence_transformers={"prompts": prompts})
    bare, prompted = embedder_of("bert"), embedder_of("prompted")
    for kind in Kind:
        expected = await bare.embed([prompts[kind] + TEXT])
        assert np.abs(await prompted.embed([TEXT], kind) - expected).max() < 1e-5


async def test_a_vector_that_is_no_number_is_an_error(embedder_of: Callable[[str], MlxEmbedder]) -> None:
    """NaN never comes out, and harms nobody who shares the batch; the worker lives on."""
    embedder = embedder_of("nan")
    bad, good = await asyncio.gather(embedder.embed([TEXT]), embedder.embed(["ls", "cd .."]), return_exceptions=True)
    assert isinstance(bad, EmbeddingError)
    assert "NaN" in str(bad)
    assert isinstance(good, np.ndarray)
    assert good.shape == (2, 64)
    assert "NaN" in embedder.health()["last_error"]
    assert embedder.health()["starts"] == 1


@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize("text", ["", " ", "\udc80\udcff", "\x00\x1b", "x " * 100_000, "é 漢字 🦆"])
async def test_any_text_has_a_vector(embedder_of: Callable[[str], MlxEmbedder], name: str, text: str) -> None:
    """What a shell can record can be embedded: nothing, bytes that are no UTF-8, far too much."""
    assert (await embedder_of(name).embed([text])).shape == (1, 64)


async def test_no_text_is_an_error(embedder_of: Callable[[str], MlxEmbedder]) -> None:
    """There is no answer to an empty request, and no worker is asked for one."""
    with pytest.raises(EmbeddingError, match="no text"):
        await embedder_of("bert").embed([])
