"""What lies around a prompt, seen in a thread and against the clock."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from typing import TYPE_CHECKING

from segue.domain.workplace import NOWHERE, Workplace
from segue.validity.listing import MAX_NAMES
from segue.validity.scenery import Repository, Scene, read_scene, repository
from segue.validity.surveyor import MAX_SESSIONS, Surveyor

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, whatever its own configuration says."""
    subprocess.run(
        ["git", "-c", "init.defaultBranch=trunk", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_the_repository_and_its_branch_are_found_from_below(tmp_path: Path) -> None:
    """In the top directory, in one below, on a new branch, in a linked work tree, and with no branch at all."""
    top = tmp_path / "kitchen"
    (top / "pans" / "old").mkdir(parents=True)
    assert repository(str(top)).branch == ""
    git(top, "init")
    assert repository(str(top / "pans" / "old")) == Repository(str(top), "trunk")
    git(top, "commit", "--allow-empty", "-m", "begin")
    git(top, "checkout", "-b", "soup/hot")
    assert repository(str(top)) == Repository(str(top), "soup/hot")
    git(top, "worktree", "add", "-b", "salad", "../annex")
    assert repository(str(tmp_path / "annex")) == Repository(str(tmp_path / "annex"), "salad")
    git(top, "checkout", "--detach")
    assert repository(str(top)) == Repository(str(top), "")


def test_a_damaged_repository_is_none(tmp_path: Path) -> None:
    """Neither a stray file nor bytes that are no text are taken for one."""
    (tmp_path / ".git").write_bytes(b"\xff\xfe nothing")
    assert repository(str(tmp_path)).root != str(tmp_path)
    (tmp_path / ".git").unlink()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_bytes(b"ref: refs/heads/\xff\xfe\n")
    assert repository(str(tmp_path)) == Repository(str(tmp_path), "")
    (tmp_path / ".git" / "HEAD").unlink()
    assert repository(str(tmp_path)) == Repository("", "")


def test_entries_are_those_that_can_be_typed_as_they_are(tmp_path: Path) -> None:
    """Hidden ones, and those that would need quotes, are left out; directories have a slash behind."""
    for name in ("pan.txt", "two words", ".hidden", "-r", "semi;colon", "a$b"):
        (tmp_path / name).touch()
    (tmp_path / "bowls").mkdir()
    assert read_scene(str(tmp_path)).workplace.entries == ("bowls/", "pan.txt")


def test_too_many_entries_are_none_at_all(tmp_path: Path) -> None:
    """A directory of thousands of files costs a prompt no time."""
    for number in range(MAX_NAMES + 1):
        (tmp_path / str(number)).touch()
    assert read_scene(str(tmp_path)) == Scene(Workplace())


async def test_fresh_is_what_was_not_there_at_the_prompt_before(tmp_path: Path) -> None:
    """Asking again at the same prompt changes nothing; after the next command it is fresh no more."""
    surveyor, cwd = Surveyor(seconds=10), str(tmp_path)
    (tmp_path / "old").touch()
    assert (await surveyor.survey("1", cwd)).fresh == ()
    surveyor.pass_on("1")
    (tmp_path / "crate").mkdir()
    for _ in range(2):
        assert (await surveyor.survey("1", cwd)).fresh == ("crate/",)
    assert surveyor.at("1", cwd).fresh == ("crate/",)
    assert surveyor.at("1", "/") == surveyor.at("2", cwd) == NOWHERE
    surveyor.pass_on("1")
    assert (await surveyor.survey("1", cwd)).fresh == ()
    assert (await surveyor.survey("2", cwd)).fresh == ()


async def test_another_directory_has_nothing_fresh(tmp_path: Path) -> None:
    """What was already there when the shell came is not new."""
    surveyor = Surveyor(seconds=10)
    (tmp_path / "other").mkdir()
    await surveyor.survey("1", str(tmp_path))
    surveyor.pass_on("1")
    (tmp_path / "other" / "pan").touch()
    assert (await surveyor.survey("1", str(tmp_path / "other"))).fresh == ()


async def test_a_disk_that_hangs_delays_one_prompt_and_no_other() -> None:
    """While the first look has not come back nobody looks; when it has, all is as before."""
    thawed = threading.Event()
    asked: list[str] = []

    def look(cwd: str) -> Scene:
        asked.append(cwd)
        thawed.wait()
        return Scene(Workplace(cwd))

    surveyor = Surveyor(look, seconds=0.01)
    for session in ("1", "2", "3"):
        assert await surveyor.survey(session, "/srv") == NOWHERE
    assert asked == ["/srv"]
    thawed.set()
    surveyor.pass_on("1")
    while (await surveyor.survey("1", "/srv")) == NOWHERE:
        surveyor.pass_on("1")
        await asyncio.to_thread(thawed.wait)
    assert surveyor.at("1", "/srv") == Workplace("/srv")


async def test_sessions_are_bounded() -> None:
    """Shells that were closed long ago leave nothing."""
    surveyor = Surveyor(lambda cwd: Scene(Workplace(cwd)), seconds=10)
    for number in range(MAX_SESSIONS + 1):
        await surveyor.survey(str(number), "/srv")
    assert surveyor.at("0", "/srv") == NOWHERE
    assert surveyor.at(str(MAX_SESSIONS), "/srv") == Workplace("/srv")


def test_a_directory_that_is_gone_is_nowhere(tmp_path: Path) -> None:
    """A shell may stand in a directory that somebody has removed."""
    assert read_scene(str(tmp_path / "gone")).workplace.entries == ()
