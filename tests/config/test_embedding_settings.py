"""Settings are read from a file and from the environment; a wrong one is an error that says where it stands."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.config.config import Config
from segue.config.embedding import EmbeddingSettings
from segue.config.paths import config_file
from segue.config.settings import read_settings
from segue.domain.errors import ConfigError
from tests.helpers.command import segue

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[..., EmbeddingSettings]

EVERYTHING = """
[embedding]
chain = ["remote", "mlx", "ollama", "openai"]
dims = "small"
untrained_dims = true

[embedding.profiles]
small = 64
full = 1024

[embedding.mlx]
model = "embeddinggemma-300m"
seconds = 5
idle_minutes = 0.5

[embedding.remote]
url = "https://gpu.example/mlx/"
key_variable = "GPU_KEY"
sizes = [768, 512]

[embedding.ollama]
url = "http://10.0.0.2:11434"
model = "mxbai-embed-large"
batch = 8

[embedding.openai]
url = "http://127.0.0.1:1234/v1"
model = "local"
dimensions = 512
seconds = 2.5
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a function that returns the settings of a file and an environment."""

    def read_file(text: str, **environ: str) -> EmbeddingSettings:
        file = tmp_path / "config.toml"
        file.write_text(text, "utf-8")
        return read_settings({"SEGUE_CONFIG": str(file), **environ}).embedding

    return read_file


def test_without_a_file_nothing_leaves_the_machine(tmp_path: Path) -> None:
    """The model that is here, then the lexical embedder."""
    settings = Config.from_environment({"HOME": str(tmp_path)}).embedding
    assert settings == EmbeddingSettings()
    assert settings.chain == ("mlx", "lexical")


def test_the_file_is_below_the_home_directory() -> None:
    """SEGUE_HOME moves it with everything else, SEGUE_CONFIG alone."""
    home = {"HOME": "/home/eva"}
    assert config_file(home) == Path("/home/eva/.config/segue/config.toml")
    assert config_file({**home, "SEGUE_HOME": "/srv/segue"}) == Path("/srv/segue/config.toml")
    assert config_file({**home, "SEGUE_HOME": "/srv/segue", "SEGUE_CONFIG": "/etc/s.toml"}) == Path("/etc/s.toml")


def test_every_setting_can_be_set(read: Read) -> None:
    """All of them at once."""
    settings = read(EVERYTHING, GPU_KEY="gpu-key", OPENAI_API_KEY="sk-1")
    assert settings.chain == ("remote", "mlx", "ollama", "openai", "lexical")
    assert (settings.dims, settings.untrained_dims) == (64, True)
    assert dict(settings.profiles) == {"fast": 128, "balanced": 256, "full": 1024, "small": 64}
    assert (settings.mlx.model, settings.mlx.seconds, settings.mlx.idle_minutes) == ("embeddinggemma-300m", 5, 0.5)
    remote, ollama, openai = settings.remote, settings.ollama, settings.openai
    assert (remote.url, remote.key, remote.sizes) == ("https://gpu.example/mlx", "gpu-key", (768, 512))
    assert (ollama.url, ollama.model, ollama.batch) == ("http://10.0.0.2:11434", "mxbai-embed-large", 8)
    assert (openai.model, openai.dimensions, openai.seconds, openai.key) == ("local", 512, 2.5, "sk-1")


def test_the_environment_comes_before_the_file(read: Read) -> None:
    """Every setting has a variable, lists have commas."""
    settings = read(
        EVERYTHING,
        SEGUE_EMBEDDING_CHAIN="ollama, mlx",
        SEGUE_EMBEDDING_DIMS="balanced",
        SEGUE_EMBEDDING_UNTRAINED_DIMS="no",
        SEGUE_EMBEDDING_MLX_SECONDS="7.5",
        SEGUE_EMBEDDING_OLLAMA_URL="http://localhost:1",
        SEGUE_EMBEDDING_OLLAMA_SIZES="512,256",
        SEGUE_EMBEDDING_OPENAI_DIMENSIONS="128",
    )
    assert settings.chain == ("ollama", "mlx", "lexical")
    assert (settings.dims, settings.untrained_dims, settings.mlx.seconds) == (256, False, 7.5)
    assert (settings.ollama.url, settings.ollama.sizes) == ("http://localhost:1", (512, 256))
    assert settings.openai.dimensions == 128


def test_the_address_of_a_service_alone_turns_nothing_on(read: Read) -> None:
    """MLX_SERVICE_URL says where a remote service is; only the chain says that it is asked."""
    elsewhere = "https://gpu.example"
    assert read("", MLX_SERVICE_URL=elsewhere) == EmbeddingSettings()
    assert read("", MLX_SERVICE_URL="no address") == EmbeddingSettings()
    settings = read("", MLX_SERVICE_URL=elsewhere, SEGUE_EMBEDDING_CHAIN="remote,mlx")
    assert (settings.chain, settings.remote.url) == (("remote", "mlx", "lexical"), elsewhere)
    both = {"MLX_SERVICE_URL": elsewhere, "SEGUE_EMBEDDING_REMOTE_URL": "http://localhost:8767"}
    assert read("", SEGUE_EMBEDDING_CHAIN="remote", **both).remote.url == "http://localhost:8767"


def test_a_key_is_read_only_for_what_is_asked_and_never_shown(read: Read) -> None:
    """It is in the environment of many who never turn the service on."""
    assert read("", OPENAI_API_KEY="sk-secret").openai.key == ""
    settings = read('[embedding]\nchain = ["openai"]', OPENAI_API_KEY="sk-secret")
    assert settings.openai.key == "sk-secret"
    assert "sk-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("chain", "steps"),
    [
        ("", ("mlx", "lexical")),
        ("lexical = false", ("mlx",)),
        ('chain = ["ollama"]', ("ollama", "lexical")),
        ('chain = ["ollama"]\nlexical = false', ("ollama",)),
        ('chain = ["lexical"]', ("lexical",)),
        ("chain = []", ("lexical",)),
    ],
)
def test_the_lexical_step_is_the_last_unless_it_is_turned_off(read: Read, chain: str, steps: tuple[str, ...]) -> None:
    """Named or not."""
    assert read(f"[embedding]\n{chain}").chain == steps


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[embedding]\nchain = ]", "is no TOML: .*line 2"),
        ("[embeding]", "line 1: embeding: there is no such setting"),
        ("embedding = 1", "line 1: embedding must be a table"),
        ("[embedding]\n\nchan = []", "line 3: embedding.chan: there is no such setting; did you mean chain[?]"),
        ('[embedding]\nchain = "mlx"', "line 2: embedding.chain must be a list of words"),
        ('[embedding]\nchain = ["mlx", "cohere"]', "line 2: embedding.chain must be a list of some of remote, mlx"),
        ('[embedding]\nchain = ["mlx", "mlx"]', "embedding.chain must .* each once"),
        ('[embedding]\nchain = ["lexical", "mlx"]', "nothing after lexical"),
        ('[embedding]\nchain = ["lexical"]\nlexical = false', "line 3: embedding.lexical must not be false"),
        ("[embedding]\nchain = []\nlexical = false", "line 2: embedding.chain must name a step"),
        ('[embedding]\nchain = ["remote"]', "embedding.remote.url must be set"),
        ('[embedding]\nchain = ["ollama"]\nollama.url = ""', "line 3: embedding.ollama.url must be set"),
        ('[embedding]\nchain = ["openai"]\nopenai.model = ""', "line 3: embedding.openai.model must be set"),
        ("[embedding]\ndims = 0", "line 2: embedding.dims must be a whole number from 1 to 65536 or fast or balanced"),
        ('[embedding]\ndims = "tiny"', "line 2: embedding.dims must be"),
        ("[embedding]\ndims = 1.5", "line 2: embedding.dims must be"),
        ("[embedding]\nlexical = 1", "line 2: embedding.lexical must be true or false"),
        ("[embedding.profiles]\nfast = -1", "line 2: embedding.profiles.fast must be a whole number"),
        ("[embedding.profiles]\n128 = 64", "line 2: embedding.profiles.128 must have a name that is no number"),
        ("[embedding]\nollama.seconds = 0", "line 2: embedding.ollama.seconds must be a number from 0.05 to 600"),
        ("[embedding]\nollama = {batch = 0}", "line 2: embedding.ollama.batch must be a whole number from 1 to 256"),
        ("[embedding.ollama]\nbatch = true", "line 2: embedding.ollama.batch"),
        ("[embedding.ollama]\nseconds = nan", "line 2: embedding.ollama.seconds"),
        ("[embedding.ollama]\nmodel = 1", "line 2: embedding.ollama.model must be text"),
        ("[embedding.ollama]\nsizes = [true]", "line 2: embedding.ollama.sizes must be a list of whole numbers"),
        (
            '[embedding.ollama]\nurl = "localhost:11434"',
            "line 2: embedding.ollama.url must be an http or https address",
        ),
        ("[embedding]\n[embedding.openai]\nkey = 1", "line 3: embedding.openai.key: there is no such setting"),
        (
            '[embedding.openai]\nkey_variable = "sk-123"',
            "must be the name of a variable of the environment, not the key",
        ),
    ],
)
def test_a_wrong_value_is_an_error_that_says_where(read: Read, text: str, error: str) -> None:
    """The file, the line and the key; what is expected there, and no value that could be a secret."""
    with pytest.raises(ConfigError, match=error) as caught:
        read(text)
    assert "config.toml" in str(caught.value)
    assert "sk-123" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SEGUE_EMBEDDING_CHAIN", "mlx,nothing"),
        ("SEGUE_EMBEDDING_DIMS", "tiny"),
        ("SEGUE_EMBEDDING_LEXICAL", "maybe"),
        ("SEGUE_EMBEDDING_OLLAMA_SECONDS", "soon"),
        ("SEGUE_EMBEDDING_OLLAMA_SECONDS", "nan"),
        ("SEGUE_EMBEDDING_OLLAMA_SIZES", "512,x"),
        ("SEGUE_EMBEDDING_OPENAI_URL", "https://name:password@api.example"),
    ],
)
def test_a_wrong_variable_is_named(read: Read, variable: str, value: str) -> None:
    """The file is not to blame."""
    with pytest.raises(ConfigError, match=f"^{variable} must") as caught:
        read("", **{variable: value})
    assert "password@" not in str(caught.value)


def test_a_key_is_not_sent_in_the_clear(read: Read) -> None:
    """Only with https, or to this machine; what needs no key may be anywhere."""
    text = '[embedding]\nchain = ["openai"]\n[embedding.openai]\nurl = "HTTP://10.0.0.2/v1"\n'
    with pytest.raises(ConfigError, match=r"line 4: embedding\.openai\.url must begin with https"):
        read(text, OPENAI_API_KEY="sk-1")
    assert read(text + 'key_variable = ""', OPENAI_API_KEY="sk-1").openai.key == ""


def test_a_key_must_fit_into_a_header(read: Read) -> None:
    """A newline at its end is a mistake of copying, and the message does not show it."""
    with pytest.raises(ConfigError, match="OPENAI_API_KEY has not") as caught:
        read('[embedding]\nchain = ["openai"]', OPENAI_API_KEY="sk-secret\n")
    assert "sk-secret" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """One that is named and missing, a directory, bytes that are no text."""
    with pytest.raises(ConfigError, match="which is not there"):
        read_settings({"SEGUE_CONFIG": str(tmp_path / "config.toml")})
    with pytest.raises(ConfigError, match="cannot be read"):
        read_settings({"SEGUE_CONFIG": str(tmp_path)})
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_settings({"SEGUE_CONFIG": str(tmp_path / "config.toml")})


def test_a_broken_file_breaks_no_shell_and_no_stopping(tmp_path: Path) -> None:
    """What stands in rc files, and what ends a daemon, goes on; what needs the settings says what is wrong."""
    (tmp_path / "config.toml").write_text("[embedding]\ndims = 0", "utf-8")
    environ = {"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    init = segue(environ, "init", "zsh")
    assert (init.returncode, init.stderr) == (0, "")
    assert "not running" in segue(environ, "stop").stdout
    embed = segue(environ, "embed", "make")
    assert embed.returncode == 1
    assert "config.toml, line 2: embedding.dims must be a whole number" in embed.stderr


def test_the_documented_settings_are_settings(read: Read) -> None:
    """The example of the README is read, and its table names every key."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    settings = read(example)
    assert settings.chain == ("remote", "mlx", "ollama", "lexical")
    section = readme.partition("### Embedding")[2].partition("\n## ")[0]
    own = [field.name for field in fields(settings) if not is_dataclass(getattr(settings, field.name))]
    inner = [field.name for kind in (settings.mlx, settings.remote) for field in fields(kind) if field.repr]
    assert [name for name in [*own, *inner] if not re.search(rf"`(\S*\.)?{name}(\.NAME)?`", section)] == []


def test_sizes_are_asked_for_by_profile_or_number() -> None:
    """What `--dims` takes."""
    settings = EmbeddingSettings()
    assert (settings.size("balanced"), settings.size("512")) == (256, 512)
    for wrong in ("tiny", "0", "-1", "1.5", "99999999", "\u0663\u00b2"):
        with pytest.raises(ConfigError, match="fast, balanced, full"):
            settings.size(wrong)


@given(st.text())
def test_any_file_is_settings_or_an_error(text: str) -> None:
    """No other error comes out of a broken file."""
    import tempfile  # noqa: PLC0415 - hypothesis forbids fixtures of a test's scope

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="replace", suffix=".toml") as file:
        file.write(f"[embedding]\n{text}")
        file.flush()
        with suppress(ConfigError):
            read_settings({"SEGUE_CONFIG": file.name})
