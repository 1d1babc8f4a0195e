"""I import a history file again: only what is new in it is added."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.history.entry import Entry
from segue.ingest.novelty import Novelty


class Store:
    """An event store in memory, as far as an import asks it."""

    def __init__(self, *known: Entry) -> None:
        self.events = list(known)

    def starts(self) -> dict[str, list[float]]:
        """Return when the events of each line began."""
        starts = defaultdict(list)
        for event in self.events:
            if event.start is not None:
                starts[event.line].append(event.start)
        return starts

    def counts(self) -> dict[str, int]:
        """Return how many events each line has."""
        counts: dict[str, int] = defaultdict(int)
        for event in self.events:
            counts[event.line] += 1
        return counts

    def take(self, file: list[Entry], batch: int = 1000) -> list[Entry]:
        """Import a file in batches; return what was added."""
        novelty = Novelty()
        added: list[Entry] = []
        for at in range(0, len(file), batch):
            new = novelty.new(file[at : at + batch], self.starts(), self.counts())
            self.events += new
            added += new
        return added


entries = st.builds(Entry, st.sampled_from("abc"), st.none() | st.integers(1, 9).map(lambda n: n * 10.0))


@given(st.lists(entries), st.integers(1, 5))
def test_a_first_import_adds_everything_and_a_second_nothing(file: list[Entry], batch: int) -> None:
    """However often I import a file, its commands are there once."""
    store = Store()
    distinct = [entry for at, entry in enumerate(file) if entry.start is None or entry not in file[:at]]
    assert store.take(distinct, batch) == distinct
    assert store.take(distinct, batch) == []


@given(st.lists(st.sampled_from("abc").map(Entry)), st.lists(st.sampled_from("abc").map(Entry)), st.integers(1, 5))
def test_only_what_was_appended_is_added(before: list[Entry], more: list[Entry], batch: int) -> None:
    """Without times, the occurrences beyond those known are new, and they are the file's last ones."""
    store = Store()
    store.take(before)
    assert store.take(before + more, batch) == more


def test_what_a_hook_has_recorded_is_not_new() -> None:
    """A hook's time differs from the file's by a fraction, or a second when the second turned."""
    store = Store(Entry("make", 100.75), Entry("ls", 200.1))
    assert store.take([Entry("make", 100.0), Entry("ls", 199.0), Entry("ls", 203.0)]) == [Entry("ls", 203.0)]


def test_a_command_run_twice_in_a_second_counts_twice() -> None:
    """Each known event accounts for one entry, also across two batches."""
    twice = [Entry("ls", 100.0), Entry("ls", 100.0)]
    for batch in (1, 2):
        store = Store()
        assert store.take(twice, batch) == twice
        assert store.take(twice, 2) == []
    assert Store(Entry("ls", 100.5)).take(twice) == twice[1:]


def test_hooked_events_account_for_untimed_entries() -> None:
    """A file without times repeats what hooks have recorded with theirs."""
    assert Store(Entry("ls", 100.5)).take([Entry("ls"), Entry("ls")]) == [Entry("ls")]
