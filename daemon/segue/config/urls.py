"""Addresses of services: which are any, and which are on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_service_url(url: str) -> bool:
    """Tell whether a service could be there: http or https, a host, and no password, query or fragment."""
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(" ?#@")
    return plain and port_is_right and parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this machine, by what is written there; nothing is looked up."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_safe_for_keys(url: str) -> bool:
    """Tell whether nobody on the way to an address can read what is sent there."""
    return urlsplit(url).scheme == "https" or is_loopback(url)
