"""The settings, a class for each table of the configuration file; `limits.py` and `embedding.py` hold two more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from segue.config.key_names import MUST, is_key
from segue.config.setting import setting

_STYLE: Final = re.compile(
    r"(?:(?:fg|bg)=(?:\d{1,3}|#[0-9a-fA-F]{6}|[a-z]+)|bold|faint|italic|underline|standout)"
    r"(?:,(?:(?:fg|bg)=(?:\d{1,3}|#[0-9a-fA-F]{6}|[a-z]+)|bold|faint|italic|underline|standout))*"
)
LEVELS: Final = ("debug", "info", "warning", "error")
AUTO: Final = "auto"


def _is_style(text: str) -> bool:
    return not text or _STYLE.fullmatch(text) is not None


def _is_path(text: str) -> bool:
    return text.isprintable() and (text.startswith("~/") or Path(text).is_absolute())


def _is_followed(text: str) -> bool:
    return text == AUTO or _is_path(text)


def _is_pattern(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What stands on the prompt, and how."""

    threshold: int = setting(
        30,
        "How probable a suggestion has to be to stand on the empty prompt, in percent.",
        low=0,
        high=100,
        variable="SEGUE_THRESHOLD",
        per_shell=True,
    )
    count: int = setting(
        0,
        "How many lines a shell asks for; 0: five in zsh, eight in bash and fish.",
        low=0,
        high=20,
        variable="SEGUE_COUNT",
        per_shell=True,
    )
    empty_prompt: bool = setting(
        default=True,
        text="Whether to suggest before anything is typed.",
        variable="SEGUE_EMPTY_PROMPT",
        per_shell=True,
    )
    while_typing: bool = setting(
        default=True,
        text="Whether to suggest while something is typed.",
        variable="SEGUE_WHILE_TYPING",
        per_shell=True,
    )
    progress: bool = setting(
        default=True,
        text="Whether `2/5` stands behind a line that is the second of five steps of a workflow.",
        variable="SEGUE_PROGRESS",
        per_shell=True,
    )
    style: str = setting(
        "",
        "How a suggestion is drawn, as in zle_highlight; empty: as ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE says, else grey.",
        right=_is_style,
        must="be a style as in zle_highlight, such as fg=8 or fg=cyan,underline",
        variable="SEGUE_HIGHLIGHT_STYLE",
        per_shell=True,
    )
    destructive_style: str = setting(
        "fg=red",
        "How a suggestion is drawn that would destroy something.",
        right=_is_style,
        must="be a style as in zle_highlight, such as fg=red or fg=1,bold",
        variable="SEGUE_DESTRUCTIVE_STYLE",
        per_shell=True,
    )
    max_buffer: int = setting(
        1000,
        "Characters of the longest line to ask a suggestion for.",
        low=0,
        high=4000,
        variable="SEGUE_BUFFER_MAX_SIZE",
        per_shell=True,
    )


def _keys(default: tuple[str, ...], text: str, variable: str) -> tuple[str, ...]:
    keys: tuple[str, ...] = setting(default, text, right=is_key, must=MUST, variable=variable, per_shell=True)
    return keys


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys do what; an empty list binds none."""

    accept: tuple[str, ...] = _keys(
        ("right", "ctrl-f", "end", "ctrl-e"), "Take the whole suggestion.", "SEGUE_ACCEPT_KEYS"
    )
    accept_word: tuple[str, ...] = _keys(
        ("alt-f", "alt-right", "ctrl-right"), "Take a word of it.", "SEGUE_ACCEPT_WORD_KEYS"
    )
    next: tuple[str, ...] = _keys(("alt-n",), "Show the next alternative.", "SEGUE_NEXT_KEYS")
    previous: tuple[str, ...] = _keys(("alt-p",), "Show the one before.", "SEGUE_PREVIOUS_KEYS")
    dismiss: tuple[str, ...] = _keys(("alt-k",), "No suggestion until the next prompt.", "SEGUE_DISMISS_KEYS")
    forget: tuple[str, ...] = _keys(("alt-x",), "Forget the line that is shown, for good.", "SEGUE_FORGET_KEYS")
    pick: tuple[str, ...] = _keys(
        ("alt-r",), "Search the history for what is typed, and pick a line.", "SEGUE_PICK_KEYS"
    )


@dataclass(frozen=True, slots=True)
class History:
    """What is recorded."""

    ignore: tuple[str, ...] = setting(
        (),
        "Patterns of lines that are never recorded, from whatever shell or file, such as `*secret*`."
        " In a shell SEGUE_HISTORY_IGNORE adds to them: written as HISTORY_IGNORE in zsh, as HISTIGNORE in bash,"
        " as a list in fish.",
        right=_is_pattern,
        must="be a pattern of lines",
        variable="SEGUE_HISTORY_IGNORE",
        per_shell=True,
    )
    follow: tuple[str, ...] = setting(
        (AUTO,),
        "History files to learn from as they grow, for shells without the hook; auto stands for the shells' own.",
        right=_is_followed,
        must="be auto or the path of a file, absolute or from ~/",
    )
    agents: bool = setting(
        default=True,
        text="Whether what coding agents type is recorded, under their names; it is never learned or suggested.",
    )


@dataclass(frozen=True, slots=True)
class Privacy:
    """Where segue neither looks nor speaks."""

    private: tuple[str, ...] = setting(
        (),
        "Directories below which nothing is recorded and nothing suggested.",
        right=_is_path,
        must="be a directory, absolute or from ~/",
    )


@dataclass(frozen=True, slots=True)
class WorkflowSettings:
    """The search for what is done in several steps."""

    search: bool = setting(default=True, text="Whether the history is searched for workflows, in the background.")
    share: float = setting(0.01, "The share of the time that searches may keep a processor busy.", low=0.0001, high=1)


@dataclass(frozen=True, slots=True)
class Log:
    """What the daemon writes into its log."""

    level: str = setting(
        "info",
        f"What is important enough: {', '.join(LEVELS)}.",
        right=lambda text: text in LEVELS,
        must=f"be one of {', '.join(LEVELS)}",
    )
    text: bool = setting(
        default=False,
        text="Whether requests and replies are written with their texts, secrets replaced, to `exchanges.log`.",
    )
