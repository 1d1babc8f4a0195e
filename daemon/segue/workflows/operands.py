"""What the operands of well-known commands are: paths, branches, hosts; and the values of some of their options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from segue.workflows.shapes import LOOKS, NAME


@dataclass(frozen=True, slots=True)
class Operands:
    """What a command takes.

    Attributes:
        first: the kinds of the first operands.
        rest: the kind of all further ones.
        many: operands of one kind in a row are one particular, for their number says nothing.
        options: options whose next word is of a kind.
        behind: the kind of operands behind `--`, where another.
    """

    first: tuple[str, ...] = ()
    rest: str = LOOKS
    many: bool = False
    options: dict[str, str] = field(default_factory=dict)
    behind: str | None = None

    def kind(self, place: int) -> str:
        """Return the kind of the operand at a place, from 0."""
        return self.first[place] if place < len(self.first) else self.rest


ANYTHING: Final = Operands()
_FILES: Final = Operands(rest="FILE", many=True)
_PAIR: Final = Operands(rest="FILE")
_DIRECTORY: Final = Operands(rest="DIR")
_PATTERN: Final = Operands(("STR",), "FILE", many=True, options={"-e": "STR", "-f": "FILE"})
_HOST: Final = Operands(("HOST",), options={"-p": "NUM", "-i": "FILE", "-l": NAME})
_PACKAGES: Final = Operands(rest="PACKAGE", many=True, options={"-r": "FILE", "-c": "FILE", "--target": "DIR"})
_NAMES: Final = Operands(rest=NAME, options={"-f": "FILE", "--file": "FILE", "-n": NAME, "-t": NAME, "-p": LOOKS})
_BRANCHES: Final = Operands(rest="BRANCH", behind="FILE")
_REMOTE_BRANCHES: Final = Operands((NAME,), "BRANCH")
_MESSAGE: Final = {"-m": "STR", "-am": "STR", "--message": "STR", "-C": "BRANCH", "-F": "FILE"}
_SCRIPT: Final = Operands(("FILE",), options={"-m": NAME, "-c": "STR", "-e": "STR"})
_WEB: Final = Operands(rest="URL", options={"-d": "STR", "-H": "STR", "-o": "FILE", "-X": NAME})
_CHECKED: Final = Operands(rest="FILE", options={"-k": "STR", "-m": "STR"})
_IMAGE: Final = Operands(rest="DIR", options={"-f": "FILE", "-t": NAME, "--tag": NAME})
_CLONE: Final = Operands(("URL",), "DIR", options={"-b": "BRANCH", "--branch": "BRANCH", "--depth": "NUM"})
_LOG: Final = Operands(options={"-n": "NUM", "--author": "STR", "--grep": "STR"}, behind="FILE")


def _each(words: str, operands: Operands, head: str = "") -> dict[str, Operands]:
    return {f"{head} {word}".lstrip(): operands for word in words.split()}


OPERANDS: Final[dict[str, Operands]] = {
    **_each("cd chdir pushd mkdir rmdir z", _DIRECTORY),
    **_each("cat tac bat nl less more head tail rm touch unlink file stat wc du sort uniq tree", _FILES),
    **_each("vim vi nvim nano emacs code subl hx kak micro gedit source . gzip gunzip xz zstd unzip zip open", _FILES),
    **_each("ls ll la l exa eza readlink realpath diff cmp xdg-open", _FILES),
    **_each("md5sum sha1sum sha256sum sha512sum shasum", _FILES),
    **_each("cp mv ln", _PAIR),
    **_each("tar", Operands((LOOKS,), "FILE", many=True, options={"-C": "DIR"})),
    **_each("scp rsync sftp rclone", Operands(rest="REMOTE", options={"-P": "NUM", "-i": "FILE", "-e": "STR"})),
    **_each("chmod chown chgrp", Operands((LOOKS,), "FILE", many=True)),
    **_each("grep egrep fgrep rg ag ack sed awk jq yq", _PATTERN),
    **_each("echo printf", Operands(rest="STR", many=True)),
    **_each("ssh mosh ping ping6 telnet nc dig nslookup host traceroute mtr whois ssh-copy-id nmap", _HOST),
    **_each("curl wget http https xh", _WEB),
    **_each("python ipython node ruby perl php bash sh zsh deno bun", _SCRIPT),
    **_each("kill wait fg bg", Operands(rest="NUM")),
    **_each("find fd", Operands(("DIR",), options={"-name": "STR", "-iname": "STR", "-path": "STR"})),
    **_each("make just task ninja", Operands(rest=NAME, options={"-C": "DIR", "-f": "FILE", "-j": "NUM"})),
    **_each("pytest py.test ruff mypy black flake8 eslint prettier", _CHECKED),
    **_each("docker podman kubectl oc helm systemctl journalctl service", _NAMES),
    **_each("build", _IMAGE, "docker"),
    **_each("build", _IMAGE, "podman"),
    **_each("cp", _PAIR, "docker"),
    **_each("apply create delete", Operands(rest=NAME, options={"-f": "FILE", "-k": "DIR", "-n": NAME}), "kubectl"),
    **_each("install add remove uninstall", _PACKAGES, "pip"),
    **_each("install i add remove uninstall", _PACKAGES, "npm"),
    **_each("add remove", _PACKAGES, "yarn"),
    **_each("install add remove", _PACKAGES, "pnpm"),
    **_each("install add remove", _PACKAGES, "cargo"),
    **_each("add remove", _PACKAGES, "uv"),
    **_each("add remove", _PACKAGES, "poetry"),
    **_each("install uninstall reinstall upgrade info search", _PACKAGES, "brew"),
    **_each("install remove purge show search", _PACKAGES, "apt"),
    **_each("install remove purge", _PACKAGES, "apt-get"),
    **_each("install remove search info", _PACKAGES, "dnf"),
    **_each("pacman yay paru", _PACKAGES),
    **_each("install get", _PACKAGES, "go"),
    **_each("build run test vet", Operands(rest="FILE", many=True), "go"),
    "git": Operands(options={"-C": "DIR"}),
    **_each("add a rm restore", Operands(rest="FILE", many=True), "git"),
    **_each("mv", _PAIR, "git"),
    **_each("checkout co switch merge rebase branch cherry-pick reset revert worktree", _BRANCHES, "git"),
    **_each("push pull fetch", _REMOTE_BRANCHES, "git"),
    **_each("tag", Operands(rest="VERSION", options=_MESSAGE), "git"),
    **_each("commit ci c", Operands(rest="FILE", many=True, options=_MESSAGE), "git"),
    **_each("stash", Operands(options=_MESSAGE), "git"),
    **_each("clone", _CLONE, "git"),
    **_each("config remote", Operands(rest=NAME), "git"),
    **_each("diff log show blame", _LOG, "git"),
}  # fmt: skip

SUBCOMMANDS: Final = frozenset(key.partition(" ")[0] for key in OPERANDS if " " in key)
"""Commands whose first plain operand says what the others are."""
ANOTHER_NAME: Final = {
    "g": "git",
    "pip3": "pip",
    "k": "kubectl",
    "python2": "python",
    "python3": "python",
    "mamba": "conda",
}

WRAPPERS: Final = frozenset(
    {
        "sudo", "doas", "env", "command", "builtin", "exec", "nohup", "time", "noglob", "nice", "watch", "xargs",
        "timeout",
        "if", "then", "else", "elif", "while", "until", "do", "!", "{", "}",
    }
)  # fmt: skip
"""What the command itself comes behind."""
WRAPPER_VALUES: Final = frozenset({"-u", "-g", "-p", "-h", "-U", "-C", "-I"})
"""Options of these whose next word is a value."""
