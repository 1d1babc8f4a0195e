"""record: what is run is learned at once, stored soon, and kept from view where it must be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation, Prompt
from segue.handlers.hello import hello
from segue.handlers.record import record
from segue.handlers.suggest import suggest
from segue.protocol.messages import VERSION, Hello, Record, Suggest

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from tests.handlers.conftest import ExpectingTail

HELLO = Hello(1, "41-a", VERSION, "zsh", 41)
PUSH = Record(2, "41-a", "git push", "/srv/api", 1_700_000_000_500, 1_250, 0)


async def stored(rooms: Rooms) -> list[Observation]:
    """Return what is in the store, oldest first."""
    return await rooms.writer.call(lambda store: [event.observation for event in store.after()])


async def test_everything_that_is_known_is_stored(rooms: Rooms) -> None:
    """Line, place, status, times, and what the shell said of itself."""
    await hello(HELLO, rooms)
    assert await record(PUSH, rooms) == [1]
    assert await stored(rooms) == [
        Observation("git push", "/srv/api", 0, 1_700_000_000.5, 1.25, "41-a", "zsh", "box"),
    ]


async def test_a_shell_that_has_not_said_hello_is_told_so(rooms: Rooms) -> None:
    """After a daemon's restart the hook learns that it must introduce itself again; the command is kept."""
    assert await record(PUSH, rooms) == [0]
    assert [seen.line for seen in await stored(rooms)] == ["git push"]


async def test_a_command_is_learned_before_the_next_request(rooms: Rooms) -> None:
    """The very next prediction knows it."""
    await record(PUSH, rooms)
    assert [s.line for s in rooms.predictor.suggest(Prompt(session="41-a"), "git p", 1)] == ["git push"]


async def test_a_private_command_is_only_a_cut(rooms: Rooms) -> None:
    """An empty line leaves a mark without text, so that its neighbours never become a pair."""
    for line in ("make", "", "git push"):
        await record(replace(PUSH, line=line), rooms)
    assert [seen.line for seen in await stored(rooms)] == ["make", "", "git push"]
    assert [seen.exit for seen in await stored(rooms)] == [0, None, 0]


async def test_secrets_never_reach_the_store(rooms: Rooms) -> None:
    """The value is gone before anything is kept; the command around it stays."""
    await record(replace(PUSH, line="export GITHUB_TOKEN=ghp_0123456789abcdefghijklmnopqrstuvwxyzAB"), rooms)
    (seen,) = await stored(rooms)
    assert seen.line.startswith("export GITHUB_TOKEN=‹")
    assert rooms.predictor.suggest(Prompt(session="41-a"), "export", 5) == []


async def test_a_refused_line_is_counted_with_its_reason(rooms: Rooms) -> None:
    """What is not kept is never dropped silently, and cuts the chain."""
    await record(replace(PUSH, line="echo " + "x" * 5000), rooms)
    assert sum(rooms.rejected.values()) == 1
    assert [seen.line for seen in await stored(rooms)] == [""]


async def test_a_comment_did_not_run(rooms: Rooms) -> None:
    """A line that is only a comment is not kept and cuts nothing."""
    await record(replace(PUSH, line="# later"), rooms)
    assert await stored(rooms) == []


async def test_an_agents_commands_are_stored_and_never_learned(rooms: Rooms) -> None:
    """They stand under the agent's name and are not suggested."""
    await hello(Hello(1, "41-a", VERSION, "zsh", 41, "claude"), rooms)
    await record(PUSH, rooms)
    assert [seen.author for seen in await stored(rooms)] == ["claude"]
    assert rooms.predictor.suggest(Prompt(session="41-a"), "git", 5) == []


async def test_what_became_of_the_suggestion_is_stored_and_learned(rooms: Rooms) -> None:
    """Dismissed twice in one place, a line is not suggested there any more."""
    for _ in range(2):
        for line in ("make", "git push"):
            await record(replace(PUSH, line=line), rooms)
    for _ in range(2):
        await record(replace(PUSH, line="make"), rooms)
        await record(replace(PUSH, line="ls", shown="git push", outcome=4), rooms)
    kept = [seen.feedback for seen in await stored(rooms) if seen.feedback]
    assert kept == 2 * [Feedback("git push", Outcome.DISMISSED)]
    await record(replace(PUSH, line="make"), rooms)
    assert "git push" not in [s.line for s in rooms.predictor.suggest(Prompt(session="41-a", cwd="/srv/api"), "", 9)]
    assert rooms.predictor.verdict(Prompt(session="41-a", cwd="/srv/api"), "git push").refused


async def test_the_jobs_of_the_prompt_are_stored(rooms: Rooms) -> None:
    """None, some, or unknown from a shell that cannot tell them."""
    for jobs in (0, 2, None):
        await record(replace(PUSH, jobs=jobs), rooms)
    assert [seen.jobs for seen in await stored(rooms)] == [0, 2, None]


async def test_a_suggestion_that_nobody_can_have_made_is_ignored(rooms: Rooms) -> None:
    """A line that is neither known nor made up for this prompt is not kept: it came from somewhere else."""
    await record(replace(PUSH, shown="cat ~/.netrc", outcome=3), rooms)
    assert [seen.feedback for seen in await stored(rooms)] == [None]


async def test_feedback_about_a_made_up_line_is_kept(rooms: Rooms) -> None:
    """What was put together for the session's last prompt is believed of that session, and no longer once forgotten."""
    for name in ("notes", "plans", "drafts"):
        for line in (f"mkdir {name}", f"vim {name}"):
            await record(replace(PUSH, line=line), rooms)
    await record(replace(PUSH, line="mkdir photos"), rooms)
    lines = (await suggest(Suggest(3, "41-a", "", "/srv/api", 9), rooms))[::2]
    assert "vim photos" in lines
    over = replace(PUSH, line="ls", shown="vim photos", outcome=3)
    await record(replace(over, session="42-b"), rooms)
    await record(over, rooms)
    rooms.forget("vim photos")
    await record(over, rooms)
    assert [seen.feedback for seen in (await stored(rooms))[-3:]] == [
        None,
        Feedback("vim photos", Outcome.TYPED_OVER),
        None,
    ]


async def test_feedback_of_an_agent_is_ignored(rooms: Rooms) -> None:
    """Nothing is suggested to agents, so they have nothing to say of it."""
    await record(PUSH, rooms)
    await hello(Hello(1, "41-a", VERSION, "zsh", 41, "claude"), rooms)
    await record(replace(PUSH, line="ls", shown="git push", outcome=4), rooms)
    assert [seen.feedback for seen in await stored(rooms)] == [None, None]


async def test_the_history_file_will_show_it_again(rooms: Rooms) -> None:
    """The tail is told, so that a hooked command is not recorded twice."""
    await record(PUSH, rooms)
    assert cast("ExpectingTail", rooms.tail).expected == ["git push"]


async def test_what_is_private_stays_so_in_the_history_file(rooms: Rooms) -> None:
    """The tail is told when something private ran, so that it passes over what the shell wrote of it."""
    await record(replace(PUSH, line=""), rooms)
    assert cast("ExpectingTail", rooms.tail).expected == [""]


async def test_what_a_history_file_showed_first_is_not_recorded_again(rooms: Rooms) -> None:
    """A command that was learned from the file while it still ran is not learned a second time at its end."""
    cast("ExpectingTail", rooms.tail).delivered.add("git push")
    await record(PUSH, rooms)
    assert await stored(rooms) == []


async def test_a_clock_that_jumps_back_keeps_the_order(rooms: Rooms) -> None:
    """Events stay in the order in which they were learned."""
    await record(replace(PUSH, line="first"), rooms)
    rooms.clock = lambda: 5.0
    await record(replace(PUSH, line="second"), rooms)
    assert [seen.line for seen in await stored(rooms)] == ["first", "second"]


async def test_a_command_that_was_found_is_known(rooms: Rooms) -> None:
    """What has run in a shell is a command of it, also when that says hello again; 127 says that it is none."""
    await hello(HELLO, rooms)
    await record(replace(PUSH, line="gs --short | less", exit=1), rooms)
    await record(replace(PUSH, line="gti push", exit=127), rooms)
    await hello(HELLO, rooms)
    shell = rooms.shells.find("41-a")
    assert shell
    assert shell.heads == {"gs", "less"}
    rooms.forget("gs --short")
    assert shell.heads == {"less"}
