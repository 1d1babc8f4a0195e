"""duplicates: lines that are nearly the same, and what one does with them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.cli.test_clusters import environment
from tests.helpers.command import segue
from tests.insight.histories import ran, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon


def values(environ: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """Return what --json prints."""
    done = segue(environ, "duplicates", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def history(folder: Path) -> dict[str, str]:
    """Write lines of which some are mistyped, quoted otherwise or ordered otherwise; return an environment."""
    lines = [("git status", 0)] * 5 + [("gti status", 127)] * 2 + [("ls -la src", 0), ("ls src -al", 0)]
    lines += [("echo 'it'", 0), ("echo it", 0), ("docker ps", 0)]
    write(folder / "segue.db", [ran(line, exit=status) for line, status in lines])
    return environment(folder)


def test_groups_with_their_figures(tmp_path: Path) -> None:
    """What never succeeded comes first; each variant says in what it differs."""
    found = values(history(tmp_path))
    assert (found["lines"], found["found"], found["made_by"]["model"]) == (7, 3, "lexical")
    variants = {
        group["first"]["line"]: [
            (each["line"], each["runs"], each["never_succeeded"], each["difference"]) for each in group["variants"]
        ]
        for group in found["groups"]
    }
    assert next(iter(variants.items())) == ("git status", [("gti status", 2, True, "spelling")])
    kinds = {kind for group in variants.values() for *_, kind in group}
    assert kinds == {"spelling", "quotes", "order"}


def test_a_person_sees_the_groups_and_what_to_do(tmp_path: Path) -> None:
    """The hint is a command that can be run as it stands; nothing is removed without it."""
    environ = history(tmp_path)
    before = (tmp_path / "segue.db").read_bytes()
    done = segue(environ, "duplicates")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert re.search(r"^git status +5 times +100\.0%$", done.stdout, re.MULTILINE)
    assert re.search(r"^  gti status +0\.\d\d +one letter +twice +never$", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("  segue forget -- 'gti status'\n")
    assert (tmp_path / "segue.db").read_bytes() == before


def test_so_many_groups(tmp_path: Path) -> None:
    """--top cuts the list, and says how many there are."""
    environ = history(tmp_path)
    assert (len(values(environ, "--top", "1")["groups"]), values(environ, "--top", "1")["found"]) == (1, 3)
    assert "of which --top shows 2 more" in " ".join(segue(environ, "duplicates", "--top", "1").stdout.split())


def test_the_daemons_vectors_and_the_forgetting(daemon: RunningDaemon) -> None:
    """With a daemon it makes the vectors; what the hint says is done, and then the group is gone."""
    daemon.learn(["tar -xzf a.tgz -C out", "tar -xzf a.tgz -C out", "tar -xzf 'a.tgz' -C out"])
    daemon.status()
    found = values(daemon.environ)
    (group,) = found["groups"]
    variant = group["variants"][0]["line"]
    assert variant == "tar -xzf 'a.tgz' -C out"
    assert segue(daemon.environ, "forget", "--", variant).returncode == 0
    daemon.status()
    assert values(daemon.environ)["groups"] == []


def test_the_threshold(tmp_path: Path) -> None:
    """Lower, and lines that say more or less the same are groups as well."""
    lines = ["docker run -it --rm api bash", "docker run -it --rm api sh"]
    write(tmp_path / "segue.db", map(ran, lines))
    assert values(environment(tmp_path), "--threshold", "0.999")["groups"] == []
    assert len(values(environment(tmp_path), "--threshold", "0.5")["groups"]) == 1
    assert segue(environment(tmp_path), "duplicates", "--threshold", "2").returncode == 2


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    """An empty history, and one without lines that are nearly the same."""
    done = segue(environment(tmp_path), "duplicates")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The history is empty")
    assert values(environment(tmp_path))["groups"] == []
    write(tmp_path / "segue.db", [ran("ls"), ran("make")])
    assert segue(environment(tmp_path), "duplicates").stdout == "No two of 2 lines are nearly the same.\n"
