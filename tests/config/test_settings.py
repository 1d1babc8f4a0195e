"""All settings come from one schema: read, checked, listed, and told to shells."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from segue.config.config import Config
from segue.config.listing import entries, entry, origin, plain_values, value_of
from segue.config.settings import Settings, read_settings
from segue.config.shell_settings import settings_mark, shell_settings
from segue.config.template import EXAMPLE, template
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """
[suggestions]
threshold = 50
count = 3
empty_prompt = false
while_typing = false
progress = false
style = "fg=#6c6c6c,italic"
destructive_style = "fg=1,bold"
max_buffer = 200

[keys]
accept = ["right", "ctrl-t"]
dismiss = []

[history]
ignore = ["*secret*", "cd *"]
follow = ["auto", "~/old/history"]
agents = false

[privacy]
private = ["~/diary", "/mnt/work"]

[workflows]
search = false
share = 0.5

[log]
level = "warning"
text = true

[limits]
request_seconds = 3
"""


def read(text: str, **environ: str) -> Settings:
    """Return the settings that a text makes, in the daemon."""
    return read_settings({"HOME": "/home/ada", **environ}, text=text)


def test_every_setting_can_be_set() -> None:
    """Each table is read, and what is not set is as it was made."""
    found = read(EVERYTHING)
    assert (found.suggestions.threshold, found.suggestions.count, found.suggestions.max_buffer) == (50, 3, 200)
    assert not any((found.suggestions.empty_prompt, found.suggestions.while_typing, found.suggestions.progress))
    assert found.suggestions.style == "fg=#6c6c6c,italic"
    assert (found.keys.accept, found.keys.dismiss, found.keys.next) == (("right", "ctrl-t"), (), ("alt-n",))
    assert found.history.ignore == ("*secret*", "cd *")
    assert not found.history.agents
    assert found.privacy.private == ("~/diary", "/mnt/work")
    assert (found.workflows.search, found.workflows.share) == (False, 0.5)
    assert (found.log.level, found.log.text) == ("warning", True)
    assert (found.limits.request_seconds, found.limits.frame) == (3.0, 1 << 20)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[suggestions]\n\nthreshold = 101", "line 3: suggestions.threshold must be a whole number from 0 to 100"),
        ('[suggestions]\nthreshold = "30"', "line 2: suggestions.threshold must be a whole number"),
        ("[suggestions]\nempty_prompt = 1", "line 2: suggestions.empty_prompt must be true or false"),
        ('[suggestions]\nstyle = "reddish"', "line 2: suggestions.style must be a style as in zle_highlight"),
        ('[suggestions]\nstyle = "fg=8\'; rm x"', "line 2: suggestions.style must be a style"),
        ('[keys]\naccept = ["richt"]', "line 2: keys.accept must be a list, each of which must be a key"),
        ('[keys]\naccept = "right"', "line 2: keys.accept must be a list of words"),
        ('[privacy]\nprivate = ["diary"]', "line 2: privacy.private must be a list, each of which must be a directory"),
        ('[log]\nlevel = "loud"', "line 2: log.level must be one of debug, info, warning, error"),
        ("[workflows]\nshare = 2", "line 2: workflows.share must be a number from 0.0001 to 1"),
        (
            "[suggestions]\ntreshold = 30",
            r"line 2: suggestions.treshold: there is no such setting; did you mean thresh",
        ),
        ("[sugestions]\nthreshold = 30", r"line 1: sugestions: there is no such setting; did you mean suggestions"),
        ("[limits]\nbacklog = 3", "line 2: limits.backlog: there is no such setting"),
        ("suggestions = 1", "line 1: suggestions must be a table"),
        ("[suggestions\n", "is no TOML: .*line 1"),
    ],
)
def test_a_wrong_setting_is_an_error_that_says_where(text: str, error: str) -> None:
    """File, line, what is expected there, and of an unknown key the nearest one."""
    with pytest.raises(ConfigError, match=error):
        read(text)


def test_what_a_shell_exports_is_not_the_daemons() -> None:
    """The daemon may be started from any shell; the settings of that one are not those of all."""
    environ = {"HOME": "/home/ada", "SEGUE_THRESHOLD": "70", "SEGUE_LOG_LEVEL": "error"}
    assert read_settings(environ, text="").suggestions.threshold == 30
    assert read_settings(environ, text="").log.level == "error"
    assert read_settings(environ, text="", in_shell=True).suggestions.threshold == 70
    with pytest.raises(ConfigError, match="SEGUE_THRESHOLD must be a whole number"):
        read_settings({**environ, "SEGUE_THRESHOLD": "much"}, text="", in_shell=True)


def test_the_template_sets_nothing_and_names_everything() -> None:
    """It is read as no settings at all; without the comment signs it is what was made."""
    assert read(template()) == Settings()
    bare = re.sub(rf"(?m)^# (\w+ = )(?!{EXAMPLE}$)", r"\1", template())
    assert read(bare) == Settings()
    assert len(re.findall(r"(?m)^(?:# )?\w+ = ", bare)) == len(entries())


def test_who_says_what_a_setting_is() -> None:
    """The default, the line, or the variable of the environment."""
    values = tomllib.loads(EVERYTHING)
    said = {
        key: origin(entry(key), {"SEGUE_PROGRESS": "0"}, EVERYTHING, values)
        for key in ("suggestions.threshold", "suggestions.progress", "log.text", "limits.frame")
    }
    assert said == {
        "suggestions.threshold": "line 3",
        "suggestions.progress": "SEGUE_PROGRESS",
        "log.text": f"line {EVERYTHING[: EVERYTHING.index('text =')].count(chr(10)) + 1}",
        "limits.frame": "default",
    }


def test_every_setting_has_a_value_and_an_explanation() -> None:
    """Listed by their keys, each once, with a sentence and a variable."""
    plain = plain_values(Settings())
    assert list(plain) == list(entries())
    for key, each in entries().items():
        assert value_of(Settings(), key) == each.default, key
        assert each.help.endswith("."), key
        assert each.variable.startswith("SEGUE_"), key


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("suggestions.treshold", "did you mean suggestions.threshold[?]"),
        ("threshold", "did you mean suggestions.threshold[?]"),
        ("nothing.like.it", "`segue config list` shows all"),
    ],
)
def test_the_nearest_key_is_named(key: str, hint: str) -> None:
    """A typing error costs no search."""
    with pytest.raises(ConfigError, match=hint):
        entry(key)


def test_a_broken_file_leaves_the_default_settings(tmp_path: Path) -> None:
    """And says why."""
    (tmp_path / "config.toml").write_text("[log]\nlevel = 3", "utf-8")
    config = Config.in_spite_of_errors({"HOME": str(tmp_path), "SEGUE_HOME": str(tmp_path)})
    assert config.settings == Settings()
    assert "line 2: log.level must be one of" in config.problem


def test_the_files_to_follow() -> None:
    """`auto` stands for those of the shells, wherever it stands; an empty list follows none."""
    environ = {"HOME": "/home/ada", "SEGUE_CONFIG": "/dev/null"}
    usual = Config.from_environment(environ).histories
    assert [path.name for path in usual][:2] == [".zsh_history", ".zhistory"]
    own = Config.from_environment({**environ, "SEGUE_HISTORY_FOLLOW": "~/old,auto"}).histories
    assert [str(path) for path in own] == ["/home/ada/old", *map(str, usual)]


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_what_shells_are_told(shell: str) -> None:
    """Keys only where they were changed, in the spelling of the shell; texts are quoted."""
    lines = shell_settings(shell, read(EVERYTHING)).splitlines()
    assert "_segue_setting_threshold=50" in lines
    assert "_segue_setting_empty_prompt=0" in lines
    assert "_segue_setting_style='fg=#6c6c6c,italic'" in lines
    assert "_segue_setting_keys=' ACCEPT DISMISS '" in lines
    accept = {"zsh": "'^[[C' '^[OC' '^T'", "bash": "'\\e[C' '\\eOC' '\\C-t'"}
    assert f"_segue_setting_ACCEPT_keys=({accept[shell]})" in lines
    assert "_segue_setting_DISMISS_keys=()" in lines


def test_what_fish_is_told() -> None:
    """The same as lists of fish, keys as the terminal sends them; one that no variable can hold is left out."""
    lines = shell_settings("fish", read(EVERYTHING)).splitlines()
    assert "set -g _segue_setting_threshold 50" in lines
    assert "set -g _segue_setting_empty_prompt 0" in lines
    assert "set -g _segue_setting_style 'fg=#6c6c6c,italic'" in lines
    assert "set -g _segue_setting_ACCEPT_keys '\x1b[C' '\x1bOC' '\x14'" in lines
    assert "set -g _segue_setting_DISMISS_keys" in lines
    spaced = read('[keys]\nnext = ["ctrl-space", "alt-j"]')
    assert "set -g _segue_setting_NEXT_keys '\x1bj'" in shell_settings("fish", spaced).splitlines()


def test_a_number_tells_one_set_of_settings_from_another() -> None:
    """It changes with what shells are told and with nothing else, and zsh can hold it."""
    settings = read(EVERYTHING)
    assert 0 < settings_mark(settings) < 1 << 31
    assert settings_mark(settings) == settings_mark(read(EVERYTHING))
    assert settings_mark(settings) == settings_mark(replace(settings, log=Settings().log))
    assert settings_mark(settings) != settings_mark(replace(settings, keys=Settings().keys))
