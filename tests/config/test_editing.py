"""A setting is changed in the text of the file, and nothing else in it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from segue.config.config_writing import write_config
from segue.config.editing import value_from, with_value, without
from segue.config.listing import entries
from segue.config.settings import Settings, read_settings
from segue.config.template import template
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

OWN = """\
# mine
[log]   # quiet, please
level   =   "error"  # really

[suggestions]
threshold = 40
"""


def test_comments_and_blanks_stay() -> None:
    """A value is replaced where it stands, a new one stands in its table, a new table at the end."""
    assert with_value(OWN, ("log", "level"), "debug") == OWN.replace('"error"', '"debug"')
    changed = with_value(OWN, ("suggestions", "count"), 5)
    assert changed == OWN + "count = 5\n"
    assert with_value(OWN, ("keys", "next"), ["alt-j"]).startswith(OWN)
    assert tomllib.loads(with_value("", ("embedding", "ollama", "url"), "http://x")) == {
        "embedding": {"ollama": {"url": "http://x"}}
    }


def test_a_comment_of_the_template_makes_way() -> None:
    """So that no setting stands there twice; only the one of that table does."""
    changed = with_value(template(), ("embedding", "ollama", "seconds"), 3.5)
    assert changed.count("\n# seconds = 10.0\n") == template().count("\n# seconds = 10.0\n") - 1
    assert read_settings({"HOME": "/"}, text=changed).embedding.ollama.seconds == 3.5


@pytest.mark.parametrize("text", ["", template(), OWN])
def test_every_setting_can_be_set_and_unset(text: str) -> None:
    """Whatever the file looks like, the value arrives, and taking it out again leaves the default."""
    for each in entries().values():
        if each.key.endswith((".lexical", ".chain")):
            continue  # these two depend on each other
        value: Any = (
            256 if each.default is None else list(each.default) if isinstance(each.default, tuple) else each.default
        )
        changed = with_value(text, each.path, value)
        inner: Any = tomllib.loads(changed)
        for part in each.path:
            inner = inner[part]
        assert inner == value, each.key
        read_settings({"HOME": "/"}, text=changed)
        assert read_settings({"HOME": "/"}, text=without(changed, each.path)) == read_settings(
            {"HOME": "/"}, text=without(text, each.path)
        )


def test_what_is_not_there_is_not_taken_out() -> None:
    """Nothing changes."""
    assert without(OWN, ("keys", "next")) == OWN
    assert without(OWN, ("log", "level", "deeper")) == OWN


def test_a_text_that_is_no_toml_is_left_alone() -> None:
    """The error names the way to repair it."""
    with pytest.raises(ConfigError, match="segue config edit"):
        with_value("[log\n", ("log", "level"), "debug")
    with pytest.raises(ConfigError, match="log is no table"):
        with_value("log = 3\n", ("log", "level"), "debug")


@pytest.mark.parametrize(
    ("typed", "default", "value"),
    [
        ("off", True, False),
        ("maybe", True, "maybe"),
        ("40", 30, 40),
        ("0.5", 0.01, 0.5),
        ("forty", 30, "forty"),
        ("40", "", "40"),
        ("right, ctrl-f", (), ["right", "ctrl-f"]),
        ('["a,b"]', (), ["a,b"]),
        ("", (), []),
        ("128", None, 128),
        ("fast", None, "fast"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_kind(typed: str, default: object, value: object) -> None:
    """What does not fit stays text, so that the reader can say what is expected."""
    assert value_from(typed, default) == value


def test_the_file_is_replaced_whole_and_a_link_stays_one(tmp_path: Path) -> None:
    """Dot files are often links into a repository; the mode is as it was, and that of a new file private."""
    real, link = tmp_path / "dotfiles.toml", tmp_path / "segue" / "config.toml"
    write_config(real, "a")
    assert real.stat().st_mode & 0o777 == 0o600
    real.chmod(0o644)
    link.parent.mkdir()
    link.symlink_to(real)
    write_config(link, OWN)
    assert link.is_symlink()
    assert real.read_text("utf-8") == OWN
    assert real.stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dotfiles.toml", "segue"]


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """One sentence that names it."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_config(tmp_path / "file" / "config.toml", "")


def test_the_default_settings_are_those_without_a_file() -> None:
    """An empty text sets nothing."""
    assert read_settings({"HOME": "/"}, text="") == Settings()
