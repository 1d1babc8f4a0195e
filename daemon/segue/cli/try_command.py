"""`segue try`: a real shell with segue in it, whose every trace is a scratch directory that is then removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from segue.config.history_files import existing, history_candidates
from segue.config.paths import resolve_paths
from segue.domain.errors import SegueError
from segue.domain.quoting import quote

if TYPE_CHECKING:
    from segue.config.paths import Paths

GREETING: Final = """\
segue has learned from {source}. Work as you do; the grey text is its suggestion.
  →  take it     Ctrl-→  take a word     Alt-N, Alt-P  another one     Alt-X  forget it
Leave with `exit`: nothing stays behind."""
FISH_FOLDERS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
FISH: Final = """\
set -g fish_history ''
set -g fish_greeting
function fish_prompt
    printf '%s%s%s ❯ ' (set_color cyan) (basename $PWD) (set_color normal)
end
"""


@click.command("try")
@click.option("--shell", type=click.Choice(["zsh", "bash", "fish"]), help="zsh when there is one, unless given.")
@click.option(
    "--fallback",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A history file to learn from when you have none.",
)
def command(shell: str | None, fallback: Path | None) -> None:
    """Open a shell with segue in it, leaving no trace.

    A private daemon learns from your history files, which it only reads.
    """
    from segue.cli.background import start_in_background
    from segue.cli.import_command import import_files

    shell = shell or ("zsh" if shutil.which("zsh") else "bash")
    # A short path: a socket's has at most 103 bytes.
    scratch = Path(tempfile.mkdtemp(prefix="segue-try-"))
    environ = {**os.environ, "SEGUE_HOME": str(scratch / "state")}
    paths = resolve_paths(environ)
    daemon = None
    try:
        daemon = start_in_background(paths, environ)
        files = existing(history_candidates(os.environ)) or ([fallback] if fallback else [])
        if files:
            import_files(paths, files)
        click.echo(GREETING.format(source=", ".join(file.name for file in files) or "nothing yet"))
        subprocess.run(_shell_command(shell, scratch, paths), env=environ, check=False)  # noqa: S603 - a shell
    finally:
        if daemon:
            daemon.terminate()
            daemon.wait()
        shutil.rmtree(scratch, ignore_errors=True)
        # Below /tmp of its own when the scratch directory's name is too long for a socket.
        shutil.rmtree(paths.run, ignore_errors=True)


def _shell_command(shell: str, scratch: Path, paths: Paths) -> list[str]:
    """Write an rc file of our own (the person's could change their own history) and return how to run the shell."""
    program = shutil.which(shell)
    if program is None:
        raise SegueError(f"{shell} is not installed: install it, or try --shell with another one")
    source = f"source '{paths.init_script(shell)}'\n"
    if shell == "zsh":
        rc = "HISTFILE= HISTSIZE=1000\nPS1='%F{cyan}%1~%f ❯ '\n" + source
        (scratch / ".zshrc").write_text(rc, "utf-8")
        return ["env", f"ZDOTDIR={scratch}", program, "-d", "-i"]
    if shell == "fish":
        # Where there is none, fish begins to read all manual pages.
        (scratch / "fish" / "generated_completions").mkdir(parents=True)
        (scratch / "fish" / "config.fish").write_text(_theirs_again() + FISH + source, "utf-8")
        return ["env", *(f"{name}={scratch}" for name in FISH_FOLDERS), program, "-i"]
    rc = "unset HISTFILE; HISTSIZE=1000\nPS1='\\[\\e[36m\\]\\W\\[\\e[0m\\] ❯ '\n" + source
    (scratch / "bashrc").write_text(rc, "utf-8")
    return [program, "--noprofile", "--rcfile", str(scratch / "bashrc"), "-i"]


def _theirs_again() -> str:
    """Return what sets the folders right for whatever runs in fish, which by then has looked for its own."""
    return "".join(
        f"set -gx {name} {quote('fish', os.environ[name])}\n" if name in os.environ else f"set -e {name}\n"
        for name in FISH_FOLDERS
    )
