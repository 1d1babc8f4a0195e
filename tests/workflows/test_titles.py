"""What workflows are called, and what they are for."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from segue.domain.workflow import Step, Workflow
from segue.workflows.template import template_of
from segue.workflows.titles import category_of, tell_apart, title_of

CATEGORIES = """
git build test deploy containers kubernetes python node rust go database network files system editor cloud
""".split()  # noqa: SIM905 - read as a list


def workflow(*lines: str) -> Workflow:
    """Return a workflow without slots."""
    return Workflow("0", tuple(Step((line,), template_of(line)) for line in lines))


@pytest.mark.parametrize(
    ("lines", "title", "category"),
    [
        (["git add .", "git commit -m x", "git push"], "Stage, commit and push", "git"),
        (
            ["python3 -m venv .venv", "source .venv/bin/activate", "pip install -r requirements.txt"],
            "Create a virtual environment and install",
            "python",
        ),
        (["vim a.py", "pytest -x a.py", "git commit -m x"], "Edit, test and commit", "test"),
        (["cd infra", "terraform plan", "terraform apply"], "Plan and apply", "cloud"),
        (["npm ci", "npm run lint", "npm run build"], "Install, lint and build", "node"),
        (["cargo fmt", "cargo clippy", "cargo build"], "Format, lint and build", "rust"),
        (["docker compose pull", "docker compose up -d"], "Pull images and start containers", "containers"),
        (["sudo systemctl daemon-reload", "systemctl restart nginx"], "Reload units and restart nginx", "system"),
        (["./frobnicate --all", "tidy up", "notify team"], "Frobnicate, tidy up and notify team", "other"),
        (["ls", "cd a", "pwd"], "Ls", "files"),
    ],
)  # fmt: skip
def test_titles_tell_what_is_done(lines: list[str], title: str, category: str) -> None:
    """By the rules for what is known, by its own name for what is not."""
    assert title_of(workflow(*lines)) == title
    assert category_of(workflow(*lines).steps) == category


def test_what_steps_have_in_common_is_named() -> None:
    """It is what all is done to."""
    assert title_of(workflow("docker build -t shop .", "docker push shop", "kubectl rollout restart deploy/shop")) == (
        "Build, push and restart shop"
    )


def test_titles_that_are_the_same_are_told_apart() -> None:
    """By a step that the other does not have, and if all are the same by a number."""
    told = tell_apart(
        ["Stage and commit"] * 3, [["git add .", "git commit"], ["git add -u", "git commit"], ["git commit"]]
    )

    assert told == ["Stage and commit", "Stage and commit: git add -u", "Stage and commit (2)"]


def test_there_is_always_a_title() -> None:
    """However little a line says."""
    for line in ("", "<<", "'", "$(x)", "A=1", "sudo", "&&"):
        assert isinstance(title_of(workflow(line)), str)
        assert category_of(workflow(line).steps)


def test_rules_are_of_known_categories() -> None:
    """The file holds what the documentation promises, and no phrase is a sentence."""
    table = tomllib.loads(files("segue.workflows").joinpath("titles.toml").read_text(encoding="utf-8"))

    assert sorted(table) == sorted(CATEGORIES)
    assert all(
        not phrase or phrase[0].islower() or phrase[0] == "{" for rules in table.values() for phrase in rules.values()
    )
