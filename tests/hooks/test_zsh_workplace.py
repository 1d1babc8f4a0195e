"""In a real zsh, suggestions know the repository and the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.daemon import running_daemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


def stored_lines(daemon: RunningDaemon) -> list[str]:
    """Return what has been recorded."""
    return [line for line, *_ in daemon.events()]


def test_a_file_that_nobody_has_named_completes_the_word(zsh: str) -> None:
    """It lies in the directory, and begins as what is typed."""
    with running_daemon() as daemon:
        daemon.learn(["cat recipe"], times=2)
        (daemon.home / "platter").touch()
        with open_zsh(zsh, daemon.paths) as shell:
            shell.press("cat plat", typed="cat plat", ghost="ter")


def test_the_branch_that_is_checked_out_is_pushed(zsh: str) -> None:
    """After the same work on several branches, the name of this one is suggested, which nobody has ever typed there."""
    with running_daemon() as daemon, open_zsh(zsh, daemon.paths, rows=200) as shell:
        shell.run("git init -q -b soup . && alias commit=true push=true")
        for branch in ("salad", "bread", "cheese", "tea", "cake", "bun"):
            shell.run(f"git symbolic-ref HEAD refs/heads/{branch}")
            shell.run("commit -a")
            shell.run(f"push origin {branch}")
        shell.run("git symbolic-ref HEAD refs/heads/dessert")
        shell.wait_until(lambda _: "dessert" in stored_lines(daemon)[-1], "the record")
        shell.run("commit -a")
        shell.press("push origin d", typed="push origin d", ghost="essert")
