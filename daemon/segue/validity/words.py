"""Cuts a command line into simple commands and words, and says what of them the shell takes as it stands.

It is no shell parser. What it does not understand makes a command odd, and nothing is concluded from an odd command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

REMEMBERED: Final = 2_048
"""Lines whose parts are kept, for several rules look at them."""

_PIECE: Final = re.compile(
    r"""
      (?P<blank> (?: [ \t]++ | \\\n )++ )
    | (?P<open> \$\( | [<>]\( | \( )
    | (?P<close> \) )
    | (?P<tick> ` )
    | (?P<redirect> \d*+ (?: &>>? | <<<? -? | <> | [<>]& | >>? [|!]? | < ) )
    | (?P<operator> && | \|\| | \|& | ; [;&|]? | [|&\n] )
    | (?P<single> ' [^']*+ '? )
    | (?P<dollar_single> \$' (?: [^'\\] | \\. )*+ '? )
    | (?P<double> \$? " (?: [^"\\] | \\. )*+ "? )
    | (?P<escape> \\ .? )
    | (?P<parameter> \$ (?: \{ [^}]*+ \}? | \w++ | .? ) )
    | (?P<pattern> [*?\[\]{}^~#] )
    | (?P<plain> [^\s;&|()<>'"\\`$*?\[\]{}^~#]++ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\([$`\"\\\n])")
_EXPANSION: Final = re.compile(r"[$`]")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*\+?=")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its text without quotes, and whether the shell takes it for exactly that text.

    `tilde` tells that the text begins with a `~` that stands for the home directory.
    """

    text: str
    literal: bool
    tilde: bool


@dataclass(slots=True)
class Command:
    """One simple command: its words, what it assigns before them, the files that it reads from and writes to.

    `operator` is what stands between it and the command before.
    """

    operator: str = ""
    assigned: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    inputs: list[Word] = field(default_factory=list)
    outputs: list[Word] = field(default_factory=list)
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The commands of a line in their order, and those within its parentheses and substitutions."""

    commands: tuple[Command, ...]
    nested: tuple[Command, ...]


@lru_cache(maxsize=REMEMBERED)
def parse(line: str) -> Line:
    """Return the parts of a line; whatever the text is, there are some."""
    return _Scanner().scan(line)


class _Scanner:
    def __init__(self) -> None:
        self._command = Command()
        self._outer: list[tuple[str, list[Command], Command, str]] = []
        self._done: list[Command] = []
        self._nested: list[Command] = []
        self._text = ""
        self._literal = True
        self._tilde = False
        self._in_word = False
        self._target = ""
        self._here_document = False

    def scan(self, line: str) -> Line:
        position = 0
        while position < len(line):
            piece = _PIECE.match(line, position)
            if piece is None:  # pragma: no cover - `other` matches anything
                raise AssertionError
            position = piece.end()
            kind, text = piece.lastgroup or "", piece[0]
            if kind == "pattern" and text == "#" and not self._in_word:
                position = line.find("\n", position)
                if position < 0:
                    break
            elif kind == "operator" and text == "\n" and self._here_document:
                break
            else:
                self._take(kind, text)
        self._end_command("")
        while self._outer:
            self._command.odd = True
            self._close()
            self._command.odd = True
            self._end_command("")
        return Line(tuple(self._done), tuple(self._nested))

    def _take(self, kind: str, text: str) -> None:
        match kind:
            case "blank":
                self._end_word()
            case "operator":
                self._end_command(text)
            case "redirect":
                self._end_word()
                self._target = text.lstrip("0123456789")
                self._here_document |= self._target in {"<<", "<<-"}
            case "open":
                self._open(text)
            case "tick" if self._outer and self._outer[-1][0] == "`":
                self._close()
            case "tick":
                self._open(text)
            case "close" if self._outer:
                self._close()
            case "close":
                self._command.odd = True
            case _:
                self._add(kind, text)

    def _add(self, kind: str, text: str) -> None:
        """Add a piece to the present word."""
        value = text
        match kind:
            case "single":
                self._command.odd |= len(text) == 1 or text[-1] != "'"
                value = text[1:].removesuffix("'")
            case "double" | "dollar_single":
                opening = 2 if text[0] == "$" else 1
                self._command.odd |= len(text) == opening or text[-1] != text[opening - 1]
                value = text[opening:].removesuffix(text[opening - 1])
                self._literal &= text[0] != "$" and not _EXPANSION.search(_ESCAPED.sub("", value))
                value = _ESCAPED.sub(r"\1", value)
            case "escape":
                self._command.odd |= len(text) == 1
                value = text[1:]
            case "plain":
                # In zsh =name is the path of a program.
                self._literal &= self._in_word or text[0] != "="
            case "pattern" if text == "~" and not self._in_word:
                self._tilde = True
            case _:
                self._literal = False
        if self._tilde and self._text == "~":
            # ~name is another user's home, or a name that the shell keeps.
            self._literal &= kind == "plain" and text[0] == "/"
        self._text += value
        self._in_word = True

    def _begin_word(self) -> None:
        self._text, self._literal, self._tilde, self._in_word = "", True, False, False

    def _end_word(self) -> None:
        if not self._in_word:
            return
        word, target = Word(self._text, self._literal, self._tilde), self._target
        self._begin_word()
        self._target = ""
        if target == "<":
            self._command.inputs.append(word)
        elif target in {"<<", "<<-", "<<<", ">&", "<&"}:
            pass
        elif target:
            self._command.outputs.append(word)
        elif not self._command.words and _ASSIGNMENT.match(word.text):
            self._command.assigned.append(word.text.split("=", 1)[0])
        else:
            self._command.words.append(word)

    def _end_command(self, operator: str) -> None:
        self._end_word()
        self._target = ""
        self._done.append(self._command)
        self._command = Command(operator)

    def _open(self, text: str) -> None:
        # A parenthesis within a command is an array, a function or a pattern.
        self._command.odd |= text == "("
        self._outer.append((text, self._done, self._command, self._text))
        self._command, self._done = Command(), []
        self._begin_word()

    def _close(self) -> None:
        self._end_command("")
        self._nested += self._done
        text, self._done, self._command, self._text = self._outer.pop()
        self._literal, self._in_word, self._tilde = False, text != "(", False
