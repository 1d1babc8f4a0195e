"""My shell has a hook and a history file: a command that both tell of is there once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.echoes import Echoes
from segue.ingest.history.entry import Entry

NOW = 1_700_000_000.0
END = float("inf")
FILE = "/home/ada/.zsh_history"


def let_through(echoes: Echoes, now: float = NOW) -> list[Entry]:
    """Return what is let through by now."""
    return echoes.release(now).get(FILE, [])


@pytest.mark.parametrize("start", [NOW, NOW + 1.9, NOW - 1.2, None])
def test_a_reported_command_is_not_repeated(start: float | None) -> None:
    """The file comes after the report, with its own idea of the second."""
    echoes = Echoes()
    echoes.expect("make", start)
    echoes.hold(FILE, [Entry("make", NOW), Entry("ls", NOW)], NOW)
    assert let_through(echoes, END) == [Entry("ls", NOW)]


def test_another_run_of_the_same_command_is_its_own() -> None:
    """Five seconds apart is not the same run."""
    echoes = Echoes(settle=0)
    echoes.expect("make", NOW)
    echoes.hold(FILE, [Entry("make", NOW - 5)], NOW)
    assert let_through(echoes) == [Entry("make", NOW - 5)]


@given(st.lists(st.sampled_from("ab")), st.lists(st.sampled_from("ab")))
def test_untimed_commands_are_counted(reported: list[str], written: list[str]) -> None:
    """Without times each report accounts for one entry, whichever comes first."""
    for report_first in (True, False):
        echoes = Echoes(settle=5)
        if report_first:
            for line in reported:
                echoes.expect(line, NOW)
        echoes.hold(FILE, map(Entry, written), NOW)
        if not report_first:
            for line in reported:
                echoes.expect(line, NOW)
        left = [entry.line for entry in echoes.release(END).get(FILE, [])]
        assert {line: left.count(line) for line in "ab"} == {
            line: max(written.count(line) - reported.count(line), 0) for line in "ab"
        }


def test_an_entry_waits_for_its_report() -> None:
    """With SHARE_HISTORY the entry is there when the command begins, the report when it has ended."""
    echoes = Echoes([FILE], patience=3600)
    echoes.hold(FILE, [Entry("make world", NOW)], NOW)
    assert let_through(echoes, NOW + 1000) == []
    echoes.expect("make world", NOW + 0.4)
    assert let_through(echoes, NOW + 9999) == []


def test_patience_ends() -> None:
    """A command of a shell without a hook is let through at last, and a very late report can ask about it once."""
    echoes = Echoes([FILE], patience=3600)
    echoes.hold(FILE, [Entry("make", NOW)], NOW)
    assert echoes.next_due() == NOW + 3600
    assert let_through(echoes, NOW + 3600) == [Entry("make", NOW)]
    assert echoes.next_due() is None
    assert echoes.was_released("make", NOW + 0.3)
    assert not echoes.was_released("make", NOW + 0.3)


def test_files_without_hooks_wait_shortly() -> None:
    """Where no hook was ever seen, only the moment is awaited that report and entry may be apart."""
    echoes = Echoes(settle=2)
    echoes.hold(FILE, [Entry("make", NOW)], NOW)
    assert let_through(echoes, NOW + 1.9) == []
    assert let_through(echoes, NOW + 2) == [Entry("make", NOW)]


def test_one_report_shows_that_a_file_is_hooked() -> None:
    """From the first entry that a hook has reported, the file's entries are waited for."""
    for report_first in (True, False):
        echoes = Echoes()
        if report_first:
            echoes.expect("ls", NOW)
        echoes.hold(FILE, [Entry("ls", NOW)], NOW)
        if not report_first:
            echoes.expect("ls", NOW)
        assert echoes.hooked == {FILE}


def test_the_past_does_not_wait() -> None:
    """What was written while no daemon ran is let through at once: its reports will not come any more."""
    echoes = Echoes([FILE], patience=3600, settle=0)
    echoes.hold(FILE, [Entry("make", NOW - 86400)], NOW)
    assert let_through(echoes) == [Entry("make", NOW - 86400)]


def test_an_entry_from_the_future_does_not_wait_for_ever() -> None:
    """A clock that was set back holds nothing longer than patience lasts."""
    echoes = Echoes([FILE], patience=3600)
    echoes.hold(FILE, [Entry("make", NOW * 2)], NOW)
    assert let_through(echoes, NOW + 3600) == [Entry("make", NOW * 2)]


def test_a_private_command_stays_unknown() -> None:
    """A hook that must not say what ran says when: the file's entry of that moment is left out."""
    for report_first in (True, False):
        echoes = Echoes([FILE])
        if report_first:
            echoes.expect("", NOW + 0.5)
        echoes.hold(FILE, [Entry("visit the doctor", NOW), Entry("ls", NOW + 60)], NOW)
        if not report_first:
            echoes.expect("", NOW + 0.5)
        assert let_through(echoes, END) == [Entry("ls", NOW + 60)]


def test_secrets_and_blanks_make_no_difference() -> None:
    """A report is recognised with its secret or without, and with blanks that HIST_REDUCE_BLANKS takes out."""
    echoes = Echoes()
    echoes.expect("export TOKEN=‹token›", NOW)
    echoes.expect("ls   -l", NOW)
    echoes.hold(FILE, [Entry("export TOKEN=abc", NOW), Entry("ls -l", NOW)], NOW)
    assert let_through(echoes, END) == []


def test_the_lines_of_one_command_are_its_own() -> None:
    """Without timestamps bash gives a here-document line by line: none of them is a command."""
    echoes = Echoes()
    echoes.expect("cat <<END\ndear diary\nEND", NOW)
    echoes.hold(FILE, map(Entry, ["cat <<END", "dear diary", "END", "ls"]), NOW)
    assert let_through(echoes, END) == [Entry("ls")]


def test_memory_is_bounded() -> None:
    """Reports without entries are forgotten, the oldest first; entries beyond the bound wait no longer."""
    echoes = Echoes([FILE], capacity=3)
    for number in range(5):
        echoes.expect(f"echo {number}", NOW)
    echoes.hold(FILE, [Entry(f"echo {number}", NOW) for number in range(10)], NOW)
    assert echoes.next_due() == 0.0
    assert let_through(echoes) == [Entry(f"echo {number}", NOW) for number in (0, 1, 5, 6)]
