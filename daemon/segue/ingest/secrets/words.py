"""Cuts a command line into commands and words, well enough to know which word an option takes.

It is no shell parser: an unfinished quote runs to the end, and here-documents are read like commands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

Found = tuple[int, int, str]
"""Where a secret begins and ends, and of which kind it is."""

_TOKEN: Final = re.compile(
    r"""
      (?P<space> (?: [ \t]++ | \\\n )++ )
    | (?P<open> \$\( | [<>]\( | \( )
    | (?P<close> \) )
    | (?P<tick> ` )
    | (?P<pipe> \|&? (?!\|) )
    | (?P<here> <<< )
    | (?P<redirect> (?: &> | [<>] ) [<>&|]*+ )
    | (?P<end> \n | && | \|\| | ;++ | & )
    | (?P<word> (?:
          '[^']*+'?+
        | "(?: [^"\\] | \\. )*+ "?+
        | \$\{ [^}]*+ \}?+
        | \\ (?!\n) .?+
        | \$ (?!\()
        | [^\s;&|()<>'"\\`$]
      )++ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED: Final = re.compile(r"""\$?(?: '([^']*+)' | "((?: [^"\\] | \\. )*+)" )""", re.VERBOSE | re.DOTALL)


@dataclass(slots=True)
class Word:
    """A word as written, and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)

    def inner(self) -> tuple[int, str]:
        """Return what stands inside the quotes around the whole word, and where."""
        match = _QUOTED.fullmatch(self.text)
        if match is None:
            return self.start, self.text
        group = 1 if match[1] is not None else 2
        return self.start + match.start(group), match[group]


@dataclass(slots=True)
class Command:
    """The words of one simple command without redirections, and the command whose output it reads."""

    words: list[Word] = field(default_factory=list)
    source: Command | None = None
    here: Word | None = None


def commands_in(line: str) -> list[Command]:
    """Return the simple commands of a line, those inside substitutions too."""
    done: list[Command] = []
    outer: list[tuple[str, Command]] = []
    command = Command()
    target = ""
    for token in _TOKEN.finditer(line):
        match token.lastgroup:
            case "word":
                word = Word(token[0], token.start())
                if target == "here":
                    command.here = word
                elif not target:
                    command.words.append(word)
                target = ""
            case "here" | "redirect":
                target = token.lastgroup
            case "end" | "pipe":
                done.append(command)
                command = Command(source=command if token.lastgroup == "pipe" else None)
                target = ""
            case "tick" if outer and outer[-1][0] == "tick":
                done.append(command)
                command = outer.pop()[1]
            case "open" | "tick":
                outer.append((token.lastgroup, command))
                command, target = Command(), ""
            case "close" if outer:
                done.append(command)
                command = outer.pop()[1]
            case _:
                pass
    return [*done, *(unfinished for _, unfinished in outer), command]
