"""The endpoints that say how the embedders are, and tell them what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.helpers.gateway import running_gateway
from tests.helpers.http_service import http_service, ollama

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.gateway import Gateway


def test_words_are_always_loaded(gateway: Gateway) -> None:
    """Without a model there is nothing to load, unload, count or clear."""
    assert gateway.answer("/health") == {"status": "ok", "model": "lexical", "dimensions": 256, "loaded": True}
    assert gateway.answer("/unload", {}) == {"status": "unloaded"}
    assert gateway.answer("/stats")["entries"] == 0
    assert gateway.answer("/cache/clear", {}) == {"status": "cleared", "cleared": 0}


def test_a_model_is_loaded_by_the_first_text_alone(tiny_models: Path) -> None:
    """Not by health or stats; unload gives it back; its vectors are kept unless the request says otherwise."""
    with running_daemon(SEGUE_EMBEDDING_MLX_SECONDS="60") as daemon:
        assert segue(daemon.environ, "models", "use", tiny_models / "bert").returncode == 0
        with running_gateway(daemon.environ) as gateway:
            before = gateway.answer("/health")
            assert before["loaded"] is False
            gateway.answer("/stats")
            assert gateway.answer("/health") == before

            once = gateway.answer("/embed", {"text": "make test", "use_cache": False})
            assert (once["model"], once["dimensions"]) == (before["model"], before["dimensions"])
            assert gateway.answer("/health")["loaded"] is True
            assert gateway.answer("/stats")["entries"] == 0

            for _ in range(2):
                gateway.answer("/embed", {"texts": ["git status", "git push"]})
            counted = gateway.answer("/stats")
            assert (counted["entries"], counted["hits"]) == (2, 2)
            assert 0 < counted["hit_rate"] <= 1
            assert counted["spaces"][0]["space"]["name"] == before["model"]
            assert gateway.answer("/cache/clear", {})["cleared"] == 2

            assert gateway.answer("/unload", {}) == {"status": "unloaded"}
            assert gateway.answer("/health") == before


def test_a_service_is_known_once_it_has_answered() -> None:
    """Before that its model and its size are null: nobody is asked for the sake of health."""
    with (
        http_service(ollama) as service,
        running_daemon(SEGUE_EMBEDDING_CHAIN="ollama", SEGUE_EMBEDDING_OLLAMA_URL=service.url) as daemon,
        running_gateway(daemon.environ) as gateway,
    ):
        assert gateway.answer("/health") == {"status": "ok", "model": None, "dimensions": None, "loaded": True}
        assert not service.asked
        answer = gateway.answer("/embed", {"texts": ["ls"]})
        assert gateway.answer("/health")["model"] == answer["model"]


def test_the_documentation_names_every_endpoint(gateway: Gateway) -> None:
    """/docs and /redoc show what /openapi.json describes."""
    paths = gateway.answer("/openapi.json")["paths"]
    embedding = {"/embed", "/embed/text", "/embed/batch", "/embed/sequence"}
    memory = {"/learn", "/predict", "/patterns", "/save", "/load"}
    assert set(paths) == embedding | memory | {"/health", "/unload", "/stats", "/cache/clear"}
    for page in ("/docs", "/redoc"):
        assert "/openapi.json" in gateway.get(page).text


def test_what_is_not_there_is_said_in_json(gateway: Gateway) -> None:
    """An unknown address, and a known one with the wrong method."""
    for response, status in ((gateway.get("/nowhere"), 404), (gateway.get("/embed"), 405)):
        assert response.status_code == status
        assert list(response.json()) == ["error"]
