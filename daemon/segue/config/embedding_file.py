"""Reads the table `[embedding]` of the configuration file, and SEGUE_EMBEDDING_… on top."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from segue.config.embedding import (
    LARGEST,
    STEPS,
    STORAGES,
    CacheSettings,
    EmbeddingSettings,
    MlxSettings,
    ServiceSettings,
)
from segue.config.urls import is_safe_for_keys, is_service_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.table import Table

DEFAULTS: Final = EmbeddingSettings()

_VARIABLE: Final = re.compile(r"([A-Za-z_]\w*)?", re.ASCII)


def read_embedding(table: Table, environ: Mapping[str, str]) -> EmbeddingSettings:
    """Return the settings of the table; without any, nothing leaves the machine.

    Raises:
        ConfigError: a value cannot be right; the message names the key, and the line.
    """
    chain = _chain(table)
    profiles = {**DEFAULTS.profiles, **_profiles(table.table("profiles"))}
    # Other programs have this variable as well: it says where, and the chain whether.
    aliases = {"url": "MLX_SERVICE_URL"} if "remote" in chain else {}
    settings = EmbeddingSettings(
        chain=chain,
        dims=table.size("dims", profiles, LARGEST),
        untrained_dims=table.flag("untrained_dims", default=DEFAULTS.untrained_dims),
        profiles=MappingProxyType(profiles),
        mlx=_mlx(table.table("mlx")),
        remote=_service(table.table("remote", aliases=aliases), DEFAULTS.remote, environ, asked="remote" in chain),
        ollama=_service(table.table("ollama"), DEFAULTS.ollama, environ, asked="ollama" in chain),
        openai=_service(table.table("openai"), DEFAULTS.openai, environ, asked="openai" in chain),
        cache=_cache(table.table("cache")),
    )
    table.done()
    return settings


def _chain(table: Table) -> tuple[str, ...]:
    """Return the steps; the lexical one is the last, whether it is named or not, unless it is turned off."""
    lexical = table.flag("lexical", default=True)
    chain = table.words("chain", DEFAULTS.chain if lexical else DEFAULTS.chain[:-1])
    if len(set(chain)) < len(chain) or not set(chain) <= set(STEPS):
        raise table.error("chain", f"be a list of some of {', '.join(STEPS)}, each once")
    if "lexical" in chain[:-1]:
        raise table.error("chain", "have nothing after lexical, which always answers")
    if not lexical and "lexical" in chain:
        raise table.error("lexical", "not be false while the chain names lexical")
    if lexical and "lexical" not in chain:
        chain = (*chain, "lexical")
    if not chain:
        raise table.error("chain", "name a step, for the lexical one is turned off")
    return chain


def _profiles(table: Table) -> dict[str, int]:
    found = {name: table.whole(name, 0, 1, LARGEST) for name in table.names()}
    for name in found:
        if name.isdecimal():
            raise table.error(name, "have a name that is no number")
    return found


def _mlx(table: Table) -> MlxSettings:
    default = DEFAULTS.mlx
    settings = MlxSettings(
        model=table.text("model", default.model),
        seconds=table.number("seconds", default.seconds, 0.05, 600),
        idle_minutes=table.number("idle_minutes", default.idle_minutes, 0.01, 10_000),
    )
    table.done()
    return settings


def _cache(table: Table) -> CacheSettings:
    default = DEFAULTS.cache
    settings = CacheSettings(
        megabytes=table.whole("megabytes", default.megabytes, 1, 100_000),
        storage=table.text(
            "storage", default.storage, must=f"be one of {', '.join(STORAGES)}", right=lambda text: text in STORAGES
        ),
    )
    table.done()
    return settings


def _service(table: Table, default: ServiceSettings, environ: Mapping[str, str], *, asked: bool) -> ServiceSettings:
    """Return the settings of a service; only of one that is asked they must be complete, and the key is read."""
    url = table.text("url", default.url, must="be an http or https address without a password", right=_is_url)
    variable = table.text(
        "key_variable",
        default.key_variable,
        must="be the name of a variable of the environment, not the key itself",
        right=lambda text: _VARIABLE.fullmatch(text) is not None,
    )
    key = environ.get(variable, "") if asked else ""
    if not (key.isascii() and key.isprintable()):
        raise table.error("key_variable", f"name a variable with a key, which {variable} has not")
    if key and url and not is_safe_for_keys(url):
        raise table.error(
            "url", f'begin with https, for the key of {variable} is sent there; or set key_variable to ""'
        )
    settings = ServiceSettings(
        url=url.rstrip("/"),
        model=table.text("model", default.model),
        seconds=table.number("seconds", default.seconds, 0.05, 600),
        batch=table.whole("batch", default.batch, 1, 256),
        dimensions=table.size("dimensions", {}, LARGEST),
        sizes=table.wholes("sizes", 1, LARGEST),
        key_variable=variable,
        key=key,
    )
    table.done()
    for name, value, needed in (("url", settings.url, True), ("model", settings.model, default.model != "")):
        if asked and needed and not value:
            raise table.error(name, "be set, for embedding.chain names this service")
    return settings


def _is_url(text: str) -> bool:
    return not text or is_service_url(text)
