"""Names whose value is a secret: variables, flags, JSON keys and headers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# The last part of a name's words decides which hole stands for the value.
SECRET_WORDS: Final = {
    "password": "password",
    "passwd": "password",
    "passwort": "password",
    "passphrase": "passphrase",
    "pass": "password",
    "pwd": "password",
    "pw": "password",
    "secret": "secret",
    "token": "token",
    "bearer": "token",
    "jwt": "token",
    "pat": "token",
}

# A word may also end in one of these: PGPASSWORD, authtoken, apikey.
SECRET_ENDINGS: Final = {
    "password": "password",
    "passwd": "password",
    "passphrase": "passphrase",
    "secret": "secret",
    "token": "token",
    "apikey": "key",
    "authkey": "key",
    "accesskey": "key",
    "secretkey": "key",
    "storepass": "password",
    "keypass": "password",
}

# "key" alone is mostly a file, a hot key or a map's key; behind these words it is a secret.
SECRET_KEYS: Final = frozenset(
    {"access", "account", "api", "app", "auth", "encryption", "license", "master", "secret", "shared", "storage"}
)  # fmt: skip

# Only a value that looks random is taken for a secret behind these.
WEAK_WORDS: Final = {
    "auth": "secret",
    "cookie": "cookie",
    "credential": "secret",
    "credentials": "secret",
    "key": "key",
    "salt": "secret",
    "session": "token",
    "sid": "token",
    "sig": "secret",
    "signature": "secret",
}

# PASSWORD_FILE, --token-ttl, --secret-id, TOKEN_URL: about a secret, but not one.
HARMLESS_LAST: Final = frozenset(
    {"age", "algorithm", "alias", "app", "arn", "bin", "class", "cmd", "command", "count", "dir", "directory",
     "enabled", "endpoint", "env", "expiration", "expires", "expiry", "field", "file", "format", "hash", "header",
     "helper", "hint", "host", "id", "ids", "index", "issuer", "kind", "length", "level", "lifetime",
     "limit", "manager", "max", "method", "min", "mode", "name", "names", "namespace", "output", "path", "policy",
     "port", "prefix", "prompt", "provider", "ref", "region", "regex", "script", "server", "service", "size",
     "sock", "stdin", "store", "suffix", "through", "timeout", "ttl", "type", "types", "uri", "url", "user",
     "username", "vault", "version", "volume"}
)  # fmt: skip

HARMLESS_NAMES: Final = frozenset({"pwd", "pat"})
"""Words of a secret that mean something else when they are the whole name: PWD is a directory."""

_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@lru_cache(maxsize=4096)
def secret_kind(name: str) -> str | None:
    """Return the kind of hole for the value of a name that always holds a secret, else None."""
    words = _words(name)
    if not words or words[-1] in HARMLESS_LAST or "".join(words) in HARMLESS_NAMES:
        return None
    for word, before in zip(reversed(words), [*reversed(words[:-1]), ""], strict=True):
        if word in SECRET_WORDS:
            return SECRET_WORDS[word]
        if word == "key" and before in SECRET_KEYS:
            return "key"
        for ending, kind in SECRET_ENDINGS.items():
            if word.endswith(ending):
                return kind
    return None


@lru_cache(maxsize=4096)
def weak_kind(name: str) -> str | None:
    """Return the kind of hole for a name that holds a secret only when its value looks like one."""
    words = _words(name)
    return WEAK_WORDS.get(words[-1]) if words else None


def _words(name: str) -> list[str]:
    """Split DB_PASSWORD, dbPassword, db-password and auth.password into lower-case words."""
    return [part.lower() for part in _PARTS.findall(name)]
