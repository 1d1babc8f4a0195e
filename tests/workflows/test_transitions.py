"""Which command follows which: what is counted, what cuts a chain, what stays bounded and what is forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.workflows import transitions as module
from segue.workflows.template import template_of
from segue.workflows.transitions import Transitions
from tests.protocol.values import texts
from tests.workflows.days import BEGIN, DAY, Failing, ended, observed, ran, session


def pairs(transitions: Transitions) -> dict[tuple[str, str], int]:
    """Return how often which template followed which."""
    return {pair: edge.count for pair, edge in transitions.counts.edges.items()}


def test_lines_of_one_template_are_one_command() -> None:
    """Their particulars differ, their counts are one; the example is the latest line."""
    seen = observed(session("a", "git add x.py", 'git commit -m "one"', "git add y.py", 'git commit -m "two"'))
    add, commit = template_of("git add x.py"), template_of('git commit -m "one"')
    assert pairs(seen) == {(add, commit): 2, (commit, add): 1}
    assert (seen.counts.nodes[add].count, seen.counts.nodes[add].example) == (2, "git add y.py")
    assert seen.counts.runs == 4


def test_templates_can_be_shared() -> None:
    """Whoever has made them already need not have them made again; each line is asked about once."""
    asked: list[str] = []

    def known(line: str) -> str:
        asked.append(line)
        return line.upper()

    seen = Transitions(template_of=known)
    for command in session("a", "make", "ls", "make"):
        seen.observe(command)
    assert pairs(seen) == {("MAKE", "LS"): 1, ("LS", "MAKE"): 1}
    assert asked == ["make", "ls"]


def test_outcomes_are_those_of_the_second_command() -> None:
    """Unknown ends, and what a person or a pager broke off, are neither successes nor failures."""
    ends = (0, 0, 1, 127, None, 130, 141, 143, 148)
    seen = observed(each for end in ends for each in (ran("make"), ran("make test", end)))
    edge, node = seen.counts.edges["make", "make test"], seen.counts.nodes["make test"]
    assert (edge.count, edge.successes, edge.failures) == (9, 2, 2)
    assert (node.count, node.successes, node.failures) == (9, 2, 2)


def test_sessions_do_not_follow_each_other() -> None:
    """Commands of two shells, or of shells of one name on two hosts, are no transitions, however they interleave."""
    seen = observed(
        [ran("make"), ran("ls", session="42-b"), ran("make test"), ran("pwd", session="42-b"), ran("w", host="far")]
    )
    assert pairs(seen) == {("make", "make test"): 1, ("ls", "pwd"): 1}


def test_a_private_command_cuts_the_chain() -> None:
    """What stood before it is followed by nothing."""
    seen = observed([ran("make"), ran(""), ran("make test"), ran("ls")])
    assert pairs(seen) == {("make test", "ls"): 1}


def test_a_long_break_cuts_the_chain() -> None:
    """It is counted from the end of a command, so that an hour of building is no break."""
    long = ran("make", 0, BEGIN, duration=3_600.0)
    soon, late = ran("ls", 0, BEGIN + 3_600 + 1_799), ran("pwd", 0, BEGIN + 3_600 + 1_800 + 1_802)
    assert pairs(observed([long, soon, late])) == {("make", "ls"): 1}


def test_agents_do_not_count() -> None:
    """What they run is no command of the person, and cuts nothing."""
    seen = observed([ran("make"), ran("rm x", author="robot"), ran("make test")])
    assert pairs(seen) == {("make", "make test"): 1}
    assert seen.counts.runs == 2


def test_shells_and_the_median_pause() -> None:
    """From the end of one command to the start of the next, never below 0; a clock set back says nothing else."""
    times = BEGIN
    commands = []
    for number, gap in enumerate((2.0, 4.0, 60.0)):
        shell = "bash" if number else "zsh"
        commands += [ran("make", 0, times, shell=shell), ran("ls", 0, times + 1 + gap, shell=shell)]
        times += 7_200
    edge = observed(commands).counts.edges["make", "ls"]
    assert (edge.gap, edge.shells) == (4.0, ("zsh", "bash"))
    back = observed([ran("make", 0, BEGIN), ran("ls", 0, BEGIN - 50)]).counts.edges["make", "ls"]
    assert back.gap == 0.0
    assert observed(session("a", "make", "ls")).counts.edges["make", "ls"].gap is None


def test_the_sample_of_pauses_is_bounded_and_recent() -> None:
    """The latest of them decide."""
    commands = [
        each
        for number in range(100)
        for each in (ran("make", 0, BEGIN + number * DAY), ran("ls", 0, BEGIN + number * DAY + 1 + number))
    ]
    edge = observed(commands).counts.edges["make", "ls"]
    assert len(edge.gaps) == 32
    assert edge.gap == pytest.approx(83.5)


def test_weights_halve_in_thirty_days() -> None:
    """Three runs, the last of them now: 1 + 1/2 + 1/4. Counts do not fade."""
    seen = observed(ran("make", 0, BEGIN + number * 30 * DAY) for number in range(3))
    node = seen.counts.nodes["make"]
    assert node.weight_at(BEGIN + 60 * DAY) == pytest.approx(1.75)
    assert (node.count, node.last_run) == (3, BEGIN + 60 * DAY)


def test_what_comes_out_of_order_weighs_as_it_would_in_order() -> None:
    """A history that is imported late is no newer for that."""
    days = [BEGIN + number * 10 * DAY for number in (4, 0, 2)]
    late = observed(ran("make", 0, day) for day in days).counts.nodes["make"]
    in_order = observed(ran("make", 0, day) for day in sorted(days)).counts.nodes["make"]
    assert late.weight_at(max(days)) == pytest.approx(in_order.weight_at(max(days)))
    assert late.last_run == max(days)


def test_commands_without_times() -> None:
    """They count as of the latest known time, those before the first as of that, or as of the time they are given."""
    seen = observed([ran("make"), ran("ls", 0, BEGIN), ran("pwd")])
    assert {name: node.weight_at(BEGIN) for name, node in seen.counts.nodes.items()} == {"make": 1, "ls": 1, "pwd": 1}
    seen.observe(ran("w"), BEGIN - 30 * DAY)
    assert seen.counts.nodes["w"].weight_at(BEGIN) == pytest.approx(0.5)
    assert seen.counts.nodes["w"].last_run is None


@pytest.mark.parametrize("start", [float("inf"), float("-inf"), float("nan"), 1e300, -1e300])
def test_impossible_times_break_nothing(start: float) -> None:
    """Whatever a history file says, what is counted can be told and read back."""
    seen = observed([ran("make", 0, BEGIN), ran("make", 0, start), ran("ls", 0, BEGIN + 60)])
    assert Transitions.from_plain(seen.plain()).counts.nodes["make"].count == 2


def test_memory_stays_bounded_and_the_frequent_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among commands that never come again, those that do keep all their counts."""
    monkeypatch.setattr(module, "MAX_COUNTED", 60)
    monkeypatch.setattr(module, "KEPT", 40)
    seen = Transitions()
    for number in range(1_000):
        unique = f"tool{''.join(chr(97 + int(digit)) for digit in str(number))}"
        for each in session("a", "make", "make test", "make install", ended(unique, number % 2), unique):
            seen.observe(each)
        counts = seen.counts
        sizes = [len(each) for each in (counts.nodes, counts.edges, counts.triples, counts.repairs)]
        assert max(sizes) <= 60
    assert seen.counts.edges["make", "make test"].count == 1_000
    assert seen.counts.triples["make", "make test", "make install"].successes == 1_000
    assert all(end in seen.counts.nodes for pair in seen.counts.edges for end in pair)


def test_forgetting_leaves_no_trace() -> None:
    """Template, edges, chains and repairs; what a thread is reading meanwhile stays as it was."""
    lines: list[str] = ["make", Failing("scp x.tar prod:"), "ssh-add", "scp y.tar prod:", "ls"]
    seen = observed(session("a", *lines * 6))
    before = seen.counts
    assert "scp" in repr(before)
    seen.forget("scp y.tar prod:")
    assert "scp" not in repr(seen.plain())
    assert seen._template.cache_info().currsize == 0
    assert seen.counts.runs == 18
    assert "scp" in repr(before)
    seen.observe(ran("pwd", session="a"))
    assert ("ls", "pwd") not in seen.counts.edges


def test_forgetting_what_is_unknown_changes_nothing() -> None:
    """Neither counts nor anything else."""
    seen = observed(session("a", "make", "ls"))
    plain = seen.plain()
    seen.forget("tar xf x.tar")
    assert seen.plain() == plain


@given(st.lists(st.tuples(texts(), st.none() | st.integers(-1, 260), st.none() | st.floats(0, 2e9)), max_size=40))
def test_any_history_can_be_counted_told_and_read_back(history: list[tuple[str, int | None, float | None]]) -> None:
    """Whatever bytes, times and exit statuses it has."""
    seen = observed(ran(line, status, start) for line, status, start in history)
    plain = seen.plain()
    read = Transitions.from_plain(plain)
    assert read.plain() == plain
    for line, _, _ in history:
        read.forget(line)
    assert read.plain()["nodes"] == []
