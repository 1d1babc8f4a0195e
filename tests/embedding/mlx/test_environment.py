"""The worker cannot reach the network, and has nothing that would let it in anywhere."""

from __future__ import annotations

from segue.embedding.worker.environment import worker_environment


def test_the_worker_sees_no_secret_and_no_address() -> None:
    """Tokens, proxies and endpoints stay behind; what programs need to run goes along."""
    environ = {
        "HF_TOKEN": "s",
        "OPENAI_API_KEY": "s",
        "https_proxy": "x",
        "HF_ENDPOINT": "x",
        "PATH": "/bin",
        "HOME": "/",
    }
    seen = worker_environment({**environ, "HF_HUB_OFFLINE": "0", "LC_ALL": "C", "MLX_METAL_DEBUG": "1"}, "darwin")
    assert set(environ) & set(seen) == {"PATH", "HOME"}
    assert (seen["HF_HUB_OFFLINE"], seen["TRANSFORMERS_OFFLINE"]) == ("1", "1")
    assert (seen["LC_ALL"], seen["MLX_METAL_DEBUG"]) == ("C", "1")


def test_no_compiler_is_called_on_linux_unless_one_is_wished_for() -> None:
    """MLX would run g++ for every kind of graph; Metal has no use for it."""
    assert worker_environment({}, "linux")["MLX_DISABLE_COMPILE"] == "1"
    assert worker_environment({"MLX_DISABLE_COMPILE": "0"}, "linux")["MLX_DISABLE_COMPILE"] == "0"
    assert "MLX_DISABLE_COMPILE" not in worker_environment({}, "darwin")
