"""Reads what the supervisors' files are made from."""

from __future__ import annotations

from importlib.resources import files


def template(name: str) -> str:
    """Return the text of a file of `launchd/`."""
    return (files("segue") / "launchd" / name).read_text("utf-8")
