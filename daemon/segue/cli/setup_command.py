"""`segue setup`: from an installed package to a suggestion on the prompt."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import click

from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from rich.console import Console

    from segue.cli.setup_plan import Plan
    from segue.config.paths import Paths

NO_MODEL: Final = "none"
KEYS: Final = """\
Open a new shell, or source the file above in this one. A grey suggestion is
  taken whole with   →  or Ctrl-E      by the word with   Alt-→  or Alt-F
  changed with       Alt-N, Alt-P      dismissed with     Alt-K
  forgotten for ever with Alt-X        the history is searched with Alt-R
`segue doctor` finds what is wrong, `segue uninstall` takes all of this back."""


@click.command("setup")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@click.option("--dry-run", is_flag=True, help="Show every change; make none.")
@click.option(
    "--shell",
    "shells",
    multiple=True,
    type=click.Choice(["zsh", "bash", "fish"]),
    help="Those that you have otherwise.",
)
@click.option("--model", metavar="NAME", help="Fetch this model too, or `none`; with --yes none unless given.")
def command(*, yes: bool, dry_run: bool, shells: tuple[str, ...], model: str | None) -> None:
    """Install the service, load segue in your shells, learn from your history, and see that it works.

    Each rc file gets one line and a copy beside it (.zshrc.before-segue). A second time only what is missing is done.
    """
    from segue.cli.setup_plan import make_plan
    from segue.cli.setup_steps import carry_out, lines_by_hand
    from segue.cli.workflow_report import plain_console

    console = plain_console()
    plan = make_plan(os.environ, shells, _model(model, ask=not yes and not dry_run))
    if plan.is_done:
        console.print("Everything is set up already; nothing has changed.")
        return
    _show(plan, console, in_full=dry_run)
    if dry_run:
        return
    if not yes and not _agreed():
        console.print("Nothing has changed.")
        return
    carry_out(plan, os.environ)
    if plan.model:
        _fetch(plan.model)
    by_hand = list(lines_by_hand(plan))
    console.print(_proof(plan.config.paths))
    for shell in plan.shells:
        console.print(_loading(shell))
    for path, line in by_hand:
        console.print(f"{path} is read-only. Put this line into it:\n{line}", soft_wrap=True)
    console.print(KEYS)
    if by_hand:
        sys.exit(1)


def _show(plan: Plan, console: Console, *, in_full: bool) -> None:
    for sentence in plan.sentences():
        console.print(f"• {sentence}", soft_wrap=True)
    if not in_full:
        return
    if plan.install:
        for path, text in plan.supervisor.files().items():
            console.print(f"\n{path}:\n{text}", soft_wrap=True)
    for edit in plan.edits:
        console.print(f"\n{edit.path}:\n{os.fsdecode(edit.line)}", soft_wrap=True)


def _agreed() -> bool:
    from rich.prompt import Confirm

    if not sys.stdin.isatty():
        raise SegueError("nobody can be asked here: look at `segue setup --dry-run`, then use `segue setup --yes`")
    return Confirm.ask("Do this?", default=True)


def _model(name: str | None, *, ask: bool) -> str | None:
    """Return the model to fetch, None for none.

    Raises:
        EmbeddingError: there is no such model.
    """
    from importlib.util import find_spec

    from segue.config.paths import resolve_paths
    from segue.embedding.models.choice import choice
    from segue.embedding.models.registry import known_model, known_models

    if (
        name is None
        and ask
        and sys.stdin.isatty()
        and find_spec("mlx_embeddings")
        and not choice(resolve_paths(os.environ))
    ):
        from rich.prompt import Prompt

        known = [spec.name for spec in known_models().values() if not spec.refused]
        click.echo("A model compares commands by what they mean. It is fetched from the hub: see `segue models list`.")
        name = Prompt.ask("Which", choices=[NO_MODEL, *known], default=NO_MODEL)
    if name in {None, NO_MODEL}:
        return None
    spec = known_model(name)
    used = choice(resolve_paths(os.environ))
    return None if used and used[0] == spec.name else spec.name


def _fetch(name: str) -> None:
    """Fetch a model; without it everything else works, so that a failure only says what to repeat."""
    from segue.cli.models_command import pull

    try:
        click.get_current_context().invoke(pull, name=name)
    except (SegueError, OSError) as error:
        click.echo(
            f"the model is not here: {error}. Everything else works; try `segue models pull {name}` again", err=True
        )


def _loading(shell: str) -> str:
    """Open the shell once, and say whether it loads the hook."""
    from segue.shells.probe import ShellSilentError, probe

    try:
        hooked = probe(shell, os.environ).hooked
    except ShellSilentError:
        hooked = False
    if hooked:
        return f"A new {shell} has segue in it."
    return f"A new {shell} does not get as far as loading segue: `segue doctor` says more."


def _proof(paths: Paths) -> str:
    """Ask for a real prediction and say what came.

    Raises:
        DaemonUnavailableError: nothing came.
    """
    from segue.cli.why_words import printable
    from segue.client.client import Client
    from segue.protocol.memory_messages import Predict

    with Client(paths.socket) as client:
        started = time.perf_counter()
        answer: dict[str, Any] = client.ask(Predict(1, "cli", [], os.getcwd(), 1))[0]  # noqa: PTH109 - as a text
        took = (time.perf_counter() - started) * 1000
    found = [printable(each["command"]) for each in answer["predictions"]]
    what = f"suggests `{found[0]}` here" if found else "suggests nothing yet, for it has nothing learned that fits here"
    return f"It works: the daemon has answered in {took:.1f} ms, and {what}."
