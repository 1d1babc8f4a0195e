"""Secrets in URLs, headers and SQL, found by the text around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.names import secret_kind, weak_kind
from segue.ingest.secrets.values import is_secret, looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.ingest.secrets.words import Found

_USERINFO: Final = re.compile(r"""://(?: [^\s/:@'"?#]*+ : ([^\s/'"]+) | ([^\s/:@'"?#]{16,255}+) )@""", re.VERBOSE)
_AUTHORIZATION: Final = re.compile(
    r"authorization\s{0,4}[:=]\s{0,4}(?:basic|bearer|token)\s{1,4}([\w+/=.~-]{16,}+)", re.IGNORECASE | re.ASCII
)
_SQL: Final = re.compile(
    r"\b(?:identified\s{1,4}by|password)\s{1,4}(\\?['\"])([^'\"\\\n]++)\1", re.IGNORECASE | re.ASCII
)
_HEADER: Final = re.compile(r"\s*+([A-Za-z][\w-]*+)\s*+:\s*+")
_SCHEME: Final = re.compile(r"(?:apikey|basic|bearer|digest|negotiate|token)\s++", re.IGNORECASE | re.ASCII)


def places_in(line: str) -> Iterator[Found]:
    """Yield the secrets that stand in a URL, an Authorization header or an SQL statement."""
    for match in _USERINFO.finditer(line):
        if match[1] is not None and is_secret(match[1]):
            yield *match.span(1), "password"
        elif match[2] is not None and looks_random(match[2]):
            yield *match.span(2), "token"
    for match in _AUTHORIZATION.finditer(line):
        if looks_random(match[1]):
            yield *match.span(1), "token"
    for match in _SQL.finditer(line):
        if is_secret(match[2]):
            yield *match.span(2), "password"


def header_in(offset: int, text: str) -> Iterator[Found]:
    """Yield the secret of a header, given the text that follows `-H`."""
    header = _HEADER.match(text)
    if header is None:
        return
    name, place = header[1].lower(), header.end()
    kind = secret_kind(name)
    if name.endswith("authorization"):
        kind = "token"
        scheme = _SCHEME.match(text, place)
        place = scheme.end() if scheme else place
    elif name.endswith("cookie"):
        kind = "cookie"
    elif kind is None and looks_random(text[place:]):
        kind = weak_kind(name)
    if kind is not None and is_secret(text[place:]):
        yield offset + place, offset + len(text), kind
