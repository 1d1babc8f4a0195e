"""Addresses of services are read with care: command lines are sent there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.config.urls import is_loopback, is_service_url


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8767", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80/v1", True),
        ("http://localhost:11434", True),
        ("http://box.localhost", True),
        ("http://localhost.example", False),
        ("http://10.0.0.1", False),
        ("https://api.example", False),
        ("http://", False),
    ],
)
def test_this_machine_is_known_by_its_address(url: str, *, here: bool) -> None:
    """Names count as they are written; nothing is looked up."""
    assert is_loopback(url) is here


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("http://127.0.0.1:8767", True),
        ("https://api.example/v1/", True),
        ("http://[::1]:11434", True),
        ("api.example/v1", False),
        ("ftp://api.example", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://name:password@api.example", False),
        ("https://api.example/v1?key=1", False),
        ("https://api.example/#there", False),
        ("https://api.example:99999", False),
        ("https://api.example:0", False),
        ("https://api.example\n/v1", False),
        ("https://\u0430pi.example", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_an_address_is_a_host_and_no_more(url: str, *, right: bool) -> None:
    """A scheme of the web, a host, perhaps a port and a path: no password, no query, no look-alike letters."""
    assert is_service_url(url) is right


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    """No text is an error."""
    assert is_service_url(text) in {True, False}
    assert is_service_url(f"http://{text}") in {True, False}
