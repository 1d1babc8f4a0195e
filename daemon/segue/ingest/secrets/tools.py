"""Commands whose short options, or whose operands, are secrets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Takes(Enum):
    """How an option gets its secret."""

    VALUE = auto()  # -p X or -pX
    ATTACHED = auto()  # only -pX; -p alone asks
    PAIR = auto()  # -u user:X
    NEXT = auto()  # the word X follows
    LAST = auto()  # X is the last word of the command


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a tool whose value, or the part behind `separator`, is a secret.

    `needs` is a word that must stand before it: `docker run -p` publishes a port, `docker login -p` does not.
    """

    flag: str
    takes: Takes
    kind: str = "password"
    needs: str = ""
    separator: str = ":"


def _each(tools: str, *options: Option) -> dict[str, tuple[Option, ...]]:
    return dict.fromkeys(tools.split(), options)


OPTIONS: Final[dict[str, tuple[Option, ...]]] = {
    **_each(
        "mysql mysqladmin mysqlbinlog mysqlcheck mysqldump mysqlimport mysqlpump mysqlshow mysqlslap mycli mariadb "
        "mariadb-admin mariadb-dump",
        Option("-p", Takes.ATTACHED),
    ),
    **_each("mongo mongodump mongoexport mongoimport mongorestore mongosh", Option("-p", Takes.VALUE)),
    **_each("redis-cli valkey-cli", Option("-a", Takes.VALUE)),
    **_each("sqlcmd bcp osql mosquitto_pub mosquitto_sub zip unzip", Option("-P", Takes.VALUE)),
    **_each("ldapadd ldapdelete ldapmodify ldapsearch ldapwhoami", Option("-w", Takes.VALUE)),
    **_each("ldappasswd", *(Option(flag, Takes.VALUE) for flag in ("-w", "-s", "-a"))),
    **_each("7z 7za 7zr 7zz rar unrar", Option("-p", Takes.ATTACHED), Option("-hp", Takes.ATTACHED)),
    **_each(
        "docker podman nerdctl buildah skopeo helm oras crane az oc cf ibmcloud",
        Option("-p", Takes.VALUE, needs="login"),
    ),
    **_each("curl", *(Option(flag, Takes.PAIR) for flag in ("-u", "-U", "--user", "--proxy-user"))),
    **_each("wget aria2c", *(Option(flag, Takes.PAIR) for flag in ("--user", "--proxy-user"))),
    **_each("http https xh xhs", *(Option(flag, Takes.PAIR) for flag in ("-a", "--auth"))),
    **_each("smbclient rpcclient smbget", *(Option(flag, Takes.PAIR, separator="%") for flag in ("-U", "--user"))),
    **_each("lftp", Option("-u", Takes.PAIR, separator=",")),
    **_each("sshpass rdesktop netexec nxc crackmapexec evil-winrm ncftpput", Option("-p", Takes.VALUE)),
    **_each("xfreerdp wlfreerdp", Option("/p:", Takes.ATTACHED)),
    **_each("twine", Option("-p", Takes.VALUE, needs="upload")),
    **_each("poetry", Option("-p", Takes.VALUE, needs="publish")),
    **_each("ssh-keygen", Option("-N", Takes.VALUE, "passphrase"), Option("-P", Takes.VALUE, "passphrase")),
    **_each(
        "security",
        Option("-w", Takes.VALUE, needs="add-generic-password"),
        Option("-w", Takes.VALUE, needs="add-internet-password"),
        Option("-p", Takes.VALUE, needs="unlock-keychain"),
        Option("-p", Takes.VALUE, needs="create-keychain"),
    ),
    **_each(
        "openssl",
        Option("-k", Takes.VALUE, needs="enc"),
        *(Option(flag, Takes.PAIR) for flag in ("-pass", "-passin", "-passout")),
    ),
    **_each("htpasswd", *(Option(flag, Takes.LAST) for flag in ("-b", "-bc", "-cb", "-nb", "-bn", "-nbB", "-bB"))),
    **_each("useradd usermod", Option("-p", Takes.VALUE)),
    **_each("gh", Option("-b", Takes.VALUE, "secret", "secret"), Option("--body", Takes.VALUE, "secret", "secret")),
    **_each("aws", Option("--value", Takes.VALUE, "secret", "SecureString")),
    **_each("doctl flyctl fly", Option("-t", Takes.VALUE, "token")),
    **_each("ngrok", *(Option(word, Takes.NEXT, "token") for word in ("authtoken", "add-authtoken"))),
    **_each("nmcli", Option("password", Takes.NEXT)),
    **_each("vault", Option("login", Takes.NEXT, "token")),
    **_each("wpa_passphrase", Option("wpa_passphrase", Takes.LAST, "passphrase")),
}

# Behind these another command may stand: sudo mysql …, docker exec db mysql …
WRAPPERS: Final = frozenset(
    {"!", "builtin", "caffeinate", "chronic", "command", "do", "docker", "doas", "else", "env", "exec", "if", "ionice",
     "kubectl", "nice", "nohup", "oc", "podman", "proxychains", "proxychains4", "setsid", "ssh", "sshpass", "stdbuf",
     "strace", "sudo", "systemd-run", "then", "time", "timeout", "unbuffer", "until", "watch", "while", "xargs", "{"}
)  # fmt: skip

# Quoted words of these are commands again: bash -c "…", ssh host "…".
RUNS_QUOTED: Final = (
    frozenset({"ash", "bash", "dash", "eval", "fish", "ksh", "parallel", "sh", "su", "trap", "zsh"}) | WRAPPERS
)

# Options without a value, although their name ends like a secret's: --password-stdin, --ask-pass, --with-token.
ASKING: Final = frozenset(
    {"ask", "clear", "delete", "disable", "enable", "forget", "generate", "get", "hide", "list", "no", "print",
     "prompt", "reveal", "revoke", "rotate", "show", "skip", "use", "with", "without"}
)  # fmt: skip

# What these read from a pipe is a secret: echo X | sudo -S …, echo X | docker login --password-stdin.
STDIN_FLAGS: Final = {
    "-S": ("sudo", "password"),
    "--stdin": ("passwd", "password"),
    "--password-stdin": ("", "password"),
    "--pass-stdin": ("", "password"),
    "--with-token": ("", "token"),
    "--passphrase-fd": ("", "passphrase"),
}
STDIN_TOOLS: Final = {"chpasswd": "password"}
PRINTERS: Final = frozenset({"echo", "print", "printf"})

SETTERS: Final = frozenset({"config", "config:set", "set", "setenv"})
"""Behind these a bare name is followed by its value: set -gx TOKEN X, aws configure set …, git config …."""

MATCHERS: Final = frozenset({"ack", "ag", "egrep", "fgrep", "grep", "rg"})
"""Their -H is no header."""

PROMPTS_WITHOUT_VALUE: Final = frozenset({"mariadb", "mariadb-dump", "mysql", "mysqladmin", "mysqldump"})
"""Their --password without = asks for it; what follows is a database."""

HEADER_FLAGS: Final = ("-H", "--header", "--headers", "--proxy-header")
COOKIE_FLAGS: Final = {"curl": ("-b", "--cookie")}
HEADER_TOOLS: Final = frozenset({"http", "https", "xh", "xhs"})
