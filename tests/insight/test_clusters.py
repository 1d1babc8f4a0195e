"""Clusters of lines with their names and figures."""

from __future__ import annotations

import json
from itertools import product

from segue.embedding.lexical import lexical_vectors
from segue.insight.clusters import clusters
from segue.insight.labels import label_clusters
from segue.store.figures import LineRuns

GIT = [f"git {command} {place}" for command, place in product(["push", "pull", "fetch"], ["origin", "upstream"])]
DOCKER = [f"docker {command} {name}" for command, name in product(["run", "stop", "logs"], ["api", "web"])]


def ran(line: str, runs: int = 1, succeeded: int = 0, failed: int = 0) -> LineRuns:
    """Return a line with its runs."""
    return LineRuns(line, runs, succeeded, failed)


def test_lines_of_two_programs_are_two_clusters() -> None:
    """Named after what sets them apart, with sums of their lines; the one that was run more comes first."""
    lines = [ran(GIT[0], 20, 15, 5), *(ran(line, 2, 1) for line in GIT[1:]), *map(ran, DOCKER)]
    values = clusters(lines, lexical_vectors([line.text for line in lines]), 2)
    assert (values["lines"], values["runs"], values["count"]) == (12, 36, 2)
    git, docker = values["clusters"]
    assert git["label"].split(" · ")[0].startswith("git")
    assert docker["label"].split(" · ")[0].startswith("docker")
    assert (git["lines"], git["runs"], git["share"]) == (6, 30, 30 / 36)
    assert (git["succeeded"], git["failed"], git["success_rate"]) == (20, 5, 20 / 25)
    assert (docker["lines"], docker["runs"], docker["success_rate"]) == (6, 6, None)
    assert len(git["typical"]) == 3
    assert {typical["line"] for typical in git["typical"]} <= set(GIT)
    json.dumps(values)


def test_typical_lines_are_the_nearest_to_the_centre() -> None:
    """The line that the others are around comes first; an outsider that was forced in comes last."""
    lines = [ran("python train.py", 9), ran("ls -la"), ran("ls"), ran("ls -l")]
    values = clusters(lines, lexical_vectors([line.text for line in lines]), 1, typical=4)
    assert values["clusters"][0]["typical"][-1] == {"line": "python train.py", "runs": 9}
    assert values["silhouette"] is None


def test_more_clusters_than_lines() -> None:
    """Each line is one."""
    lines = [ran("ls"), ran("make")]
    assert clusters(lines, lexical_vectors(["ls", "make"]), 9)["count"] == 2


def test_no_lines() -> None:
    """Nothing is no cluster."""
    assert clusters([], lexical_vectors(["ls"])[:0])["clusters"] == []


def test_labels_say_what_is_frequent_here_and_rare_elsewhere() -> None:
    """A word of every cluster tells nothing; a head and its subcommand count together; words are not repeated."""
    labels = label_clusters(
        [
            ["git push origin", "git push upstream", "sudo git push"],
            ["docker run web", "docker run api"],
            ["make docker", "make", "make test"],
        ]
    )
    assert labels[0].startswith("git push")
    assert labels[1].startswith("docker run")
    assert labels[2].split(" · ")[0] == "make"
    assert [label.split().count("git") for label in labels] == [1, 0, 0]


def test_labels_give_no_secret_away_and_name_no_flags() -> None:
    """A hole is no word, nor is what begins with a dash; a cluster without words has no label but its lines."""
    assert "password" not in label_clusters([["mysql -p ‹password› --verbose", "mysql"]])[0]
    assert "verbose" not in label_clusters([["mysql -p ‹password› --verbose", "mysql"]])[0]
    assert label_clusters([["  "], []]) == ["", ""]
