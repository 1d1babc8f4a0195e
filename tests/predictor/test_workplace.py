"""Lines that were never run, made up from what lies around the prompt."""

from __future__ import annotations

from segue.domain.observation import Observation, Prompt
from segue.domain.workplace import Workplace
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.predictor.predictor import Predictor


def work(*runs: tuple[str, Workplace]) -> Model:
    """Return a model that has learned these commands, each at its workplace."""
    model = Model()
    for line, workplace in runs:
        Learner(model).observe(Observation(line, cwd="/srv/kitchen", exit=0, session="1", workplace=workplace))
    return model


def best(model: Model, workplace: Workplace, prefix: str = "", k: int = 1) -> list[str]:
    """Return the best lines there."""
    prompt = Prompt(cwd="/srv/kitchen", session="1", workplace=workplace)
    return [suggestion.line for suggestion in Predictor(model).suggest(prompt, prefix, k)]


def on(branch: str) -> Workplace:
    """Return the repository with a branch checked out."""
    return Workplace("/srv/kitchen", branch)


def pushing(*branches: str) -> list[tuple[str, Workplace]]:
    """Return the same work on several branches, each pushed by its name."""
    return [
        step
        for branch in branches
        for step in (
            ("make soup", on(branch)),
            ("git commit -a", on(branch)),
            (f"git push -u origin {branch}", on(branch)),
        )
    ]


def test_the_branch_stands_where_another_one_stood() -> None:
    """What was pushed by name is pushed by the name of what is checked out now, though nobody ever typed that."""
    model = work(
        *pushing("soup", "salad", "bread", "cheese", "tea", "cake"),
        ("make soup", on("dessert")),
        ("git commit -a", on("dessert")),
    )
    assert best(model, on("dessert")) == ["git push -u origin dessert"]


def test_what_has_just_been_made_stands_where_its_like_stood() -> None:
    """Unpacking makes a directory whose name no line holds; the next command goes there."""
    runs = []
    for number in range(4):
        runs += [
            (f"unpack box{number}", Workplace()),
            (f"cd crate{number}", Workplace(fresh=(f"crate{number}/",))),
            ("cd ..", Workplace()),
        ]
    model = work(*runs, ("unpack another", Workplace()))
    assert best(model, Workplace(fresh=("basket/",))) == ["cd basket"]
    assert best(model, Workplace()) != ["cd basket"]


def test_a_word_is_completed_with_what_the_directory_holds() -> None:
    """Only directories behind cd, and only names that begin with what is typed."""
    model = work(("cd bowls", Workplace()), ("less pans.txt", Workplace()))
    here = Workplace(entries=("plates/", "platters.txt"))
    assert "cd plates" in best(model, here, "cd pl", 9)
    assert "cd platters.txt" not in best(model, here, "cd pl", 9)
    assert "less platters.txt" in best(model, here, "less plat", 9)


def test_the_same_repository_counts_where_the_directory_is_new() -> None:
    """In a directory where nothing was run yet, what is run elsewhere in its repository is nearer than the rest."""
    model = Model()
    for number in range(12):
        for root, line in (("/srv/kitchen", "make soup"), ("/srv/garden", "rake leaves")):
            Learner(model).observe(
                Observation(line, cwd=f"{root}/{number}", exit=0, session=f"{root}{number}", workplace=Workplace(root))
            )
    prompt = Prompt(cwd="/srv/kitchen/new", session="new", workplace=Workplace("/srv/kitchen"))
    assert Predictor(model).suggest(prompt, "", 1)[0].line == "make soup"


def test_a_forgotten_line_is_not_made_up_again() -> None:
    """Not even where the branch would make it."""
    model = work(*pushing("soup", "salad", "bread", "cheese"), ("make soup", on("soup")), ("git commit -a", on("soup")))
    model.forget("git push -u origin soup")
    assert "git push -u origin soup" not in best(model, on("soup"), k=20)
