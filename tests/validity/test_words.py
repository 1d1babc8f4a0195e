"""Cutting lines into commands and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.validity.words import parse

SHELL_TEXT = st.text(st.sampled_from("ab/.~ \t\n\\'\"`$(){}[]<>&|;#=*?!-0\udcff\0"), max_size=40) | st.text(max_size=20)


def words(line: str) -> list[str]:
    """Return the words of the first command, those that the shell changes in guillemets."""
    return [word.text if word.literal else f"«{word.text}»" for word in parse(line).commands[0].words]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cat a b", ["cat", "a", "b"]),
        ("cat 'two words' \"and $HOME\"", ["cat", "two words", "«and $HOME»"]),
        ("cat two\\ words a'b'\"c\"", ["cat", "two words", "abc"]),
        ("cat '$HOME' \\$HOME \"\\$HOME\"", ["cat", "$HOME", "$HOME", "$HOME"]),
        ("cat $HOME ${x}/y `pwd`/z $(pwd)/z", ["cat", "«$HOME»", "«${x}/y»", "«/z»", "«/z»"]),
        ("cat *.py a? {a,b} [x] file~", ["cat", "«*.py»", "«a?»", "«{a,b}»", "«[x]»", "«file~»"]),
        ("cat $'a\\tb' =ls a=b", ["cat", "«a\\tb»", "«=ls»", "a=b"]),
        ("cat ~/a ~ ~bob/a '~/a' ~'/a'", ["cat", "~/a", "~", "«~bob/a»", "~/a", "«~/a»"]),
        ("A=1 B='x y' cat a # the rest", ["cat", "a"]),
        ("cat a#b", ["cat", "«a#b»"]),
        ("cat a\\\n b", ["cat", "a", "b"]),
        ("cat < in > out 2>&1 2>/dev/null x", ["cat", "x"]),
        ("cat 2 file2>x", ["cat", "2", "file2"]),
    ],
)
def test_words_are_what_the_command_would_get(line: str, expected: list[str]) -> None:
    """Quotes and escapes are taken away; what only the shell can expand is marked."""
    assert words(line) == expected


def test_a_tilde_counts_only_where_the_shell_expands_it() -> None:
    """Quoted or within a word it is a letter."""
    assert [word.tilde for word in parse("~/a '~/a' \\~/a a/~").commands[0].words] == [True, False, False, False]


@pytest.mark.parametrize(
    ("line", "operators"),
    [
        ("a", [""]),
        ("a && b || c; d | e |& f & g", ["", "&&", "||", ";", "|", "|&", "&"]),
        ("a\nb", ["", "\n"]),
        ("a 'x && y' \"; z\"", [""]),
        ("cat <<EOF\nrm -rf x\nEOF", [""]),
    ],
)
def test_commands_end_where_the_shell_ends_them(line: str, operators: list[str]) -> None:
    """Operators outside quotes separate commands; the text of a here-document holds none."""
    assert [command.operator for command in parse(line).commands] == operators


def test_redirections_are_kept_apart() -> None:
    """What a command reads and what it writes are no words of it."""
    command = parse("sort <in >>out 2>err <<<text >&2").commands[0]
    assert [word.text for word in command.inputs] == ["in"]
    assert [word.text for word in command.outputs] == ["out", "err"]


@pytest.mark.parametrize(
    "line", ["$(rm x)", "echo $(rm x)", "echo `rm x`", "diff <(rm x) b", "(rm x)", "a $(b (rm x))"]
)
def test_nested_commands_are_found(line: str) -> None:
    """What stands in parentheses and substitutions is run too."""
    assert ["rm", "x"] in [[word.text for word in command.words] for command in parse(line).nested]


@pytest.mark.parametrize("line", ["echo 'a", 'echo "a', "echo $(a", "f() { a; }", "a=(1 2)", "(a)", "a)", "echo a\\"])
def test_what_is_not_understood_is_odd(line: str) -> None:
    """Nothing is concluded from a command that is unfinished, or that is more than a simple one."""
    assert parse(line).commands[0].odd


@given(SHELL_TEXT)
def test_any_text_has_parts(line: str) -> None:
    """Whatever a line is, cutting it never fails, and no character is made up."""
    parsed = parse(line)
    for command in (*parsed.commands, *parsed.nested):
        for word in (*command.words, *command.inputs, *command.outputs):
            assert set(word.text) <= set(line)
