"""destructive: what the line would do cannot be undone, so only near certainty may suggest it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from segue.validity.commands import COMPOUND, PREFIXES
from segue.validity.verdict import Rule, Verdict
from segue.validity.words import REMEMBERED, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.validity.words import Command, Line

SURE: Final = 900
"""Thousandths of probability from which on a destructive line is suggested."""

_DEPTH: Final = 3
_INNER_BLANK: Final = "\N{OPEN BOX}"

# Each is matched from the beginning of a command whose words stand with one blank between them. A blank inside a
# quoted word is an open box there, so that what is only quoted (`git commit -m "rm -rf"`) never looks like a command.
_PATTERNS: Final = [
    r"rm (?:.* )?-(?:[a-zA-Z]*[rRf]|-recursive|-force)",
    r"git (?:.* )?push (?:.* )?(?:-[a-zA-Z]*[fd]|--force|--mirror|--delete|--prune|\+|:)",
    r"git (?:.* )?reset (?:.* )?--hard",
    r"git (?:.* )?clean (?:.* )?(?:-[a-zA-Z]*f|--force)",
    r"git (?:.* )?checkout (?:.* )?(?:-- |-f\b|--force|\.(?: |$))",
    r"git (?:.* )?switch (?:.* )?(?:-f\b|--force|--discard-changes)",
    r"git (?:.* )?restore (?!(?:.* )?(?:--staged|-S)(?: |$))",
    r"git (?:.* )?branch (?:.* )?(?:-[a-zA-Z]*D|--delete (?:.* )?--force)",
    r"git (?:.* )?stash (?:drop|clear)",
    r"git (?:.* )?(?:filter-branch|filter-repo|update-ref -d|reflog expire|worktree remove (?:.* )?(?:-f|--force))",
    r"dd (?:.* )?of=",
    r"(?:mkfs|mkfs\.\w+|newfs\w*|wipefs|shred|srm|gdisk|sgdisk|parted|blkdiscard|mkswap)(?: (?!-l)|$)",
    r"fdisk (?!-l)|cryptsetup luksFormat",
    r"diskutil (?:erase|partition|zero|secureErase|reformat|apfs delete)",
    r"(?:lvremove|vgremove|pvremove|zpool destroy|zfs destroy|mdadm (?:.* )?--zero-superblock)(?: |$)",
    r"truncate ",
    r"find (?:.* )?-(?:delete|exec(?:dir)? (?:rm|shred))(?: |$)",
    r"(?:kubectl|oc|helm) (?:.* )?(?:delete|uninstall|drain)(?: |$)",
    r"(?:terraform|tofu|terragrunt|pulumi|cdk|vagrant) (?:.* )?destroy(?: |$)",
    r"(?:terraform|tofu|terragrunt) (?:.* )?apply (?:.* )?-?-auto-approve",
    r"(?:docker|podman) (?:.* )?(?:system|volume|image|container|network|builder) prune",
    r"(?:docker|podman) (?:rm|rmi|container rm|image rm) (?:.* )?(?:-[a-z]*f|--force)",
    r"(?:docker|podman) volume rm",
    r"(?:docker[- ]compose|podman[- ]compose) (?:.* )?down (?:.* )?(?:-v\b|--volumes|--rmi)",
    r"(?:psql|mysql|mariadb|sqlite3|duckdb|clickhouse-client|sqlcmd|cqlsh) .*\b(?i:drop|truncate|delete[\W_]+from)\b",
    r"(?:dropdb|dropuser|mysqladmin (?:.* )?drop|redis-cli (?:.* )?(?i:flushall|flushdb))(?: |$)",
    r"(?:chmod|chown|chgrp) (?:.* )?(?:-[a-zA-Z]*R|--recursive)",
    r"kill (?:.* )?-(?:9|KILL|SIGKILL|s KILL|s 9)(?: |$)|killall |pkill ",
    r"(?:shutdown|reboot|halt|poweroff)(?: |$)|systemctl (?:.* )?(?:poweroff|reboot|halt|kexec)|init [06]",
    r"crontab (?:.* )?-r",
    r"(?:userdel|groupdel|deluser|delgroup)(?: |$)",
    r"aws s3 (?:rm|rb) (?:.* )?--(?:recursive|force)|aws (?:.* )?(?:delete-\w|terminate-\w)",
    r"gsutil (?:.* )?rm |gcloud (?:.* )?delete(?: |$)|az (?:.* )?delete(?: |$)|gh (?:repo|release) delete",
    r"rclone (?:delete|purge|sync) |rsync (?:.* )?--delete",
    r"npm unpublish|(?:npm|yarn|pnpm) (?:.* )?deprecate|cargo yank|gem yank|twine yank",
    r"iptables (?:.* )?-F|nft flush|ufw reset",
    r":\(\)",
]
_PATTERN: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.DOTALL)

RUNNERS: Final = PREFIXES | frozenset(
    """
    sudo doas su xargs parallel nice ionice timeout watch stdbuf setsid caffeinate unbuffer script flock chroot
    sh bash zsh dash ksh fish eval ssh docker podman kubectl tmux screen find fd entr
    """.split()  # noqa: SIM905 - a list of words reads best as text
)
"""Commands whose words may be, or hold, another command."""

_DEVICES: Final = re.compile(r"/dev/(?!null$|stdout$|stderr$|tty$|fd/)")


def unsure(text: str, milli: int) -> Verdict | None:
    """Object to a destructive line of too little probability."""
    if milli >= SURE or not is_destructive(text):
        return None
    detail = f"what it does cannot be undone: {milli / 1000:.2f} is less than the {SURE / 1000:.1f} that takes"
    return Verdict(Rule.DESTRUCTIVE, detail)


@lru_cache(maxsize=REMEMBERED)
def is_destructive(text: str) -> bool:
    """Tell whether a line would delete, overwrite or stop something for good."""
    return ":(){" in text.replace(" ", "") or _destroys(parse(text), _DEPTH)


def _destroys(line: Line, depth: int) -> bool:
    return any(_command_destroys(command, depth) for command in (*line.commands, *line.nested))


def _command_destroys(command: Command, depth: int) -> bool:
    if any(_DEVICES.match(target.text) for target in command.outputs):
        return True
    words = [word.text for word in command.words]
    while words and words[0] in COMPOUND:
        words = words[1:]
    if not words:
        return False
    if any(map(_matches, _beginnings(words))):
        return True
    scripts = (word for word in words[1:] if words[0] in RUNNERS and any(map(str.isspace, word)))
    return depth > 0 and any(_destroys(parse(script), depth - 1) for script in scripts)


def _beginnings(words: list[str]) -> Iterator[str]:
    """Yield the words as one text, from each place at which a command may begin."""
    normal = [re.sub(r"\s", _INNER_BLANK, word) for word in words]
    yield " ".join(normal)
    if words[0] in RUNNERS:
        for start in range(1, len(words)):
            yield " ".join(normal[start:])


def _matches(command: str) -> bool:
    # A command by its path is the command.
    head, blank, rest = command.partition(" ")
    return bool(_PATTERN.match(head.rsplit("/", 1)[-1] + blank + rest))
