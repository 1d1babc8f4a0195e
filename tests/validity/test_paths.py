"""missing-path: files and directories that a line cannot do without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from segue.validity.rules import needs_of
from segue.validity.verdict import Rule
from tests.validity.judging import AROUND, objection, rule

MISSING = [
    "cat gone.txt",
    "cat src/main.py gone.txt",
    "cat 'two  words.txt'",
    "cat ~/gone.txt",
    "cat /srv/gone",
    "ls -la gone",
    "head -n 5 gone",
    "rm gone",
    "rm -r gone",
    "mv gone src",
    "cp gone src/main.py new",
    "chmod +x gone",
    "python gone.py --fast",
    "source gone/bin/activate",
    ". ./gone",
    "./gone.sh",
    "bin/gone --flag",
    "~/gone.sh",
    "/opt/gone",
    "cd gone",
    "cd src/main.py",
    "cd ../gone && make",
    "cd src && cat gone.py",
    "cat gone.txt | grep x",
    "sort < gone.txt",
    "make -C gone",
    "sudo cat gone.txt",
    "FOO=1 nohup ./gone.sh &",
    "cat -- gone",
]

FINE = [
    "cat src/main.py",
    "cat 'two words.txt' two\\ words.txt",
    "cat ~/notes.txt",
    "cat $FILE ${x}.txt *.gone $(ls) `ls`",
    "cat - < src/main.py",
    "head -n 5 src/main.py",
    "tail -n5 -c 3 src/main.py",
    "sort -k 2 -o new src/main.py",
    "rm -f gone",
    "rm -rf gone && make",
    "mv src gone",
    "cp src/main.py gone.py",
    "cp -t gone src/main.py",
    "chmod 600 src/main.py",
    "python -m http.server gone",
    "python -c 'gone.py'",
    "source venv-gone",
    "touch gone",
    "mkdir gone && cd gone",
    "vim gone.txt",
    "git add gone",
    "git clone git@host:x.git && cd x",
    "echo x > gone && cat gone",
    "cat gone || touch gone",
    "make gone; cat gone",
    "grep x gone",
    "tee gone < src/main.py",
    "make && ./gone",
    "cd src",
    "cd -",
    "cd +1",
    "cd ~bob",
    "cd $OLDPWD",
    "cd old new",
    "cd src && cat main.py",
    "cd src; cat main.py",
    "cd src && cd .. && cat src/main.py",
    "cd -P src && cat gone",
    "cd $X && cat gone",
    "cp host:/gone .",
    "cat https://example.org/gone",
    "for f in a b; do cat $f; done",
    "if true; then cat gone; fi",
    "[ -f gone ] && cat gone",
    "(cat gone)",
    "f() { cat gone; }",
    "cat <<EOF\ngone\nEOF",
    "cat 'gone",
    "sudo -D /x cat gone",
    "env -C /x cat gone",
    "deploy gone",
    "cat src/main.py G gone",
    "",
]


@pytest.mark.parametrize("line", MISSING)
def test_a_line_that_needs_what_is_not_there_is_suppressed(line: str) -> None:
    """A path that the first command needs, seen from the directory it will run in, is missing."""
    assert rule(line) is Rule.MISSING_PATH


@pytest.mark.parametrize("line", FINE)
def test_a_line_that_may_work_is_left_alone(line: str) -> None:
    """What is there, what is made, what only the shell can expand, and what is not understood counts as valid."""
    assert rule(line) is None


def test_the_detail_names_the_path() -> None:
    """A person can see what is missing."""
    verdict = objection("cat 'gone far.txt'")
    assert verdict
    assert verdict.detail == "gone far.txt is not there"


def test_cd_goes_back_the_way_it_came() -> None:
    """Behind a symbolic link `..` may be where the link stands; one of both directories is enough."""
    (need,) = needs_of("cd ../api", replace(AROUND, cwd="/srv/link"))
    assert [question.path for question in need.questions()] == ["/srv/link/../api", "/srv/api"]


@pytest.mark.parametrize("line", ["cat gone", "cd gone", "./gone"])
def test_nothing_relative_is_judged_in_an_unknown_directory(line: str) -> None:
    """A shell whose directory is too long to tell hides no line."""
    assert rule(line, cwd="") is None


@pytest.mark.parametrize(("line", "verdict"), [("cd gone", None), ("cd ./gone", Rule.MISSING_PATH)])
def test_a_cd_of_the_users_own_may_lead_a_name_anywhere(line: str, verdict: Rule | None) -> None:
    """Zoxide's cd, or one with CDPATH, finds a bare name elsewhere, but not a path; so may one that is unknown."""
    assert rule(line, names=frozenset({"cd"})) is verdict
    assert rule(line, names=None) is verdict
