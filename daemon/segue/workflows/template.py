"""Command lines without their particulars: files, versions, branches, prose become typed holes.

`git commit -m "retry on 429"` is `git commit -m <STR>`. Heads, subcommands, options, operators and plain words stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.workflows.operands import (
    ANOTHER_NAME,
    ANYTHING,
    OPERANDS,
    SUBCOMMANDS,
    WRAPPER_VALUES,
    WRAPPERS,
)
from segue.workflows.quoting import KIND, quoted
from segue.workflows.shapes import LITERAL, LOOKS, NAME, Hole, Piece, as_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Cut = Callable[[str, str], Sequence[Piece]]
    """Makes the pieces of a word, given what kind of particular it is."""

MOST_WORDS: Final = 40
LONGEST: Final = 300
"""Characters of a template behind which the rest of a line is one particular."""
_BLANKS: Final = " \t\r\v\f\\\n"

_TOKEN: Final = re.compile(
    rf"""
      ( (?: [ \t\r\v\f]++ | \\\n )++ )
    | ( (?! \d++ [<>] ) [^\s;&|()<>'"\\`$\u2039]++ (?! ['"\\`$\u2039] | <{KIND}> | \( ) )
    | ( (?! \d++ [<>] (?!{KIND}>) ) (?:
          [^\s;&|()<>'"\\`$\u2039]++ | \u2039 (?:[^\u2039\u203a\n]{{1,64}}\u203a)? | '[^']*+'? | "(?:[^"\\]|\\.)*+"?
        | \\.? | `[^`]*+`? | <{KIND}> | \$'(?:[^'\\]|\\.)*+'? | \$\{{[^}}]*+\}}?
        | \$\( [^()]*+ (?: \( [^()]*+ (?: \( [^()]*+ \)? [^()]*+ )*+ \)? [^()]*+ )*+ \)? | \$
      )++ )
    | ( \d*+ (?: <<< | <<-? | <> | [<>]& | >>? [|!]? | < ) | &>>? )
    | ( && | \|\| | \|& | ;;? | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANK, _PLAIN, _COMPLEX, _REDIRECT, _OPERATOR = range(1, 6)
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w{0,46}\+?=")
_OPTION_NAME: Final = re.compile(r"--?[A-Za-z][\w.-]{0,46}")
_SHORT_OPTION: Final = re.compile(r"-[A-Za-z](?=[\d/.~$`])|-[A-Za-z]{1,4}(?=['\"])|-(?=\d)")
_NAME_VERSION: Final = re.compile(r"(?<=[a-z])\d[\d.]*$")


def template_of(line: str) -> str:
    """Return the line with its particulars replaced by `<FILE>`, `<NUM>` and so on, and its blanks made one each."""
    return join_template(pieces_of(line))


def join_template(pieces: Iterable[Piece]) -> str:
    """Return the template that the pieces of a line make."""
    return "".join([f"<{piece[0]}>" if isinstance(piece, Hole) else _one_blank(piece) for piece in pieces]).strip(" ")


def pieces_of(line: str) -> list[Piece]:
    """Cut a line into text that stays and holes with what stands in them; joined they are the line.

    Whatever the text is, there are pieces. Blanks are pieces of their own.
    """
    return _Reader().read(line)


def _one_blank(piece: str) -> str:
    return piece if piece == "\n" or piece.strip(_BLANKS) else " "


class _Reader:
    """Goes through the words of a line, and knows what the present command has been given so far."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._begin()

    def _begin(self) -> None:
        self._head = ""
        self._operands = ANYTHING
        self._place = 0
        self._next: str | None = None
        """The kind of the next word, where an option or a redirection tells it."""
        self._wrapped = self._behind = self._joins = False

    def read(self, line: str) -> list[Piece]:
        """Return the pieces of the line."""
        pieces = self._pieces
        words = 0
        for token in _TOKEN.finditer(line):
            kind, text = token.lastindex, token[0]
            if kind == _BLANK:
                pieces.append(text)
                continue
            words += 1
            if words > MOST_WORDS or (words > 1 and len(line) > LONGEST and len(join_template(pieces)) > LONGEST):
                return [*pieces, Hole("STR", line[token.start() :])]
            if kind == _PLAIN:
                if text[0] == "#":
                    return [*pieces, Hole("STR", line[token.start() :])]
                self._word(text, as_kind)
            elif kind == _COMPLEX:
                self._word(text, quoted)
            elif kind == _REDIRECT:
                if text.endswith(("<<", "<<-")):
                    # The text of a here-document is a particular, and so is the word that ends it.
                    return [*pieces, Hole("STR", line[token.start() :])]
                pieces.append(text)
                self._next = "STR" if text.endswith("<<<") else LITERAL if text[-1] == "&" else "FILE"
            else:
                pieces.append(text)
                self._begin()
        return pieces

    def _word(self, text: str, cut: Cut) -> None:
        if self._next is not None:
            kind, self._next, self._joins = self._next, None, False
            self._pieces += cut(text, kind)
        elif not self._head:
            self._begin_with(text, cut)
        elif text[0] == "-" and len(text) > 1 and not self._behind:
            self._joins = False
            self._option(text, cut)
        else:
            self._operand(text, cut)

    def _begin_with(self, text: str, cut: Cut) -> None:
        """Take what stands before a command, or its name."""
        if _ASSIGNMENT.match(text) or (self._wrapped and text[0] in "-0123456789"):
            self._pieces += cut(text, LOOKS)
            if text in WRAPPER_VALUES:
                self._next = NAME
            return
        self._pieces += cut(text, LITERAL)
        if text in WRAPPERS:
            self._wrapped = True
            return
        name = _NAME_VERSION.sub("", text.rpartition("/")[2])
        self._head = ANOTHER_NAME.get(name, name) or text
        self._operands = OPERANDS.get(self._head, ANYTHING)

    def _option(self, text: str, cut: Cut) -> None:
        name, equals, value = text.partition("=")
        kinds = self._operands.options
        if text == "--":
            self._behind = True
            self._pieces.append(text)
        elif value and _OPTION_NAME.fullmatch(name):
            self._pieces += name + equals, *cut(value, kinds.get(name, LOOKS))
        elif (short := _SHORT_OPTION.match(text)) and self._head != "kill":
            self._pieces += short[0], *cut(text[short.end() :], kinds.get(short[0], LOOKS))
        else:
            self._pieces += cut(text, LITERAL)
            self._next = kinds.get(text)

    def _operand(self, text: str, cut: Cut) -> None:
        operands = self._operands
        if not self._place and self._head in SUBCOMMANDS and text.replace("-", "").isalpha():
            self._operands = OPERANDS.get(f"{self._head} {text}", operands)
            self._head += f" {text}"
            self._pieces += cut(text, LITERAL)
            return
        kind = operands.behind if self._behind and operands.behind else operands.kind(self._place)
        self._place += 1
        cuts = cut(text, kind)
        many = operands.many and len(cuts) == 1 and isinstance(cuts[0], Hole)
        if not (many and self._joins and self._join(text, cuts[0])):
            self._pieces += cuts
        self._joins = many

    def _join(self, text: str, cut: Piece) -> bool:
        """Make one particular of an operand and the one before it, if they are of one kind."""
        before, blank = self._pieces[-2:]
        if not (isinstance(before, Hole) and isinstance(blank, str) and before[0] == cut[0]):
            return False
        self._pieces[-2:] = [Hole(before.kind, before.text + blank + text)]
        return True
