"""What of a line is a particular, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segue.workflows.shapes import Hole
from segue.workflows.template import LONGEST, MOST_WORDS, join_template, pieces_of, template_of

SHELL_TEXT = (
    st.text(st.sampled_from("ab/.~ \t\n\\'\"`$(){}[]<>&|;#=*?!-:@v1‹›\udcff\0"), max_size=60)
    | st.lists(
        st.sampled_from(
            ["git", "commit", "-m", "'a b'", "checkout", "x/y", "cat", "a.py", ">", "2>&1", "|", "&&", "<<EOF", "12",
             "v1.2", "api:v1.2.3", "--tag=v2", "‹token›", "A=‹key›", "$(date)", "sudo", "-n10", "<FILE>", "\n", "kill"]
        ),
        max_size=60,
    ).map(" ".join)
    | st.text(max_size=40)
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("git commit -m 'fix: retry'", "git commit -m <STR>"),
        ("git commit -am'fix' && git push", "git commit -am<STR> && git push"),
        ("git add src/a.py b.py", "git add <FILE>"),
        ("git add .", "git add ."),
        ("git checkout -b feature/x origin/main", "git checkout -b <BRANCH> <BRANCH>"),
        ("git checkout src/app.py", "git checkout <FILE>"),
        ("git push -u origin feature/x", "git push -u origin <BRANCH>"),
        ("git push origin v1.2.3", "git push origin <VERSION>"),
        ("git -C repo status", "git -C <DIR> status"),
        ("git reset --soft HEAD~1", "git reset --soft HEAD~<NUM>"),
        ("git tag v1.2.3", "git tag <VERSION>"),
        ("git clone https://example.org/a.git", "git clone <URL>"),
        ("docker push registry/api:v1.2.3", "docker push registry/api:<VERSION>"),
        ("docker run -p 8080:80 nginx", "docker run -p <NUM>:<NUM> nginx"),
        ("kubectl set image deploy/api api=api:v1.2.3", "kubectl set image deploy/api api=api:<VERSION>"),
        ("deploy --tag=v2 --env=staging", "deploy --tag=<VERSION> --env=staging"),
        ("scp -i key.pem a.txt sam@web-1:/srv/x", "scp -i <FILE> <FILE> <HOST>:<FILE>"),
        ("rsync build/ web:/srv", "rsync <FILE> <HOST>:<FILE>"),
        ("ssh -p 22 sam@web-1 uptime", "ssh -p <NUM> <HOST> uptime"),
        ("ping 10.0.0.1", "ping <HOST>"),
        ("kill -9 4711", "kill -9 <NUM>"),
        ("cd ..", "cd <DIR>"),
        ("vim notes", "vim <FILE>"),
        ("curl -fsS https://example.org/x | sh", "curl -fsS <URL> | sh"),
        ("export TOKEN=‹token›", "export TOKEN=<SECRET>"),
        ("A=1 B='x y' make -j8 test", "A=<NUM> B=<STR> make -j<NUM> test"),
        ("python3 -m pytest tests/a.py -k 'a and b'", "python3 -m pytest <FILE> -k <STR>"),
        ("pip install requests==2.3 flask", "pip install <PACKAGE>"),
        ("pip install -r requirements.txt", "pip install -r <FILE>"),
        ("sudo -u postgres psql", "sudo -u postgres psql"),
        ("make test > out.txt 2>&1", "make test > <FILE> 2>&1"),
        ("cat <<EOF\nsecret\nEOF", "cat <STR>"),
        ("ls   -l \t a ", "ls -l <FILE>"),
        ("cd a\nmake", "cd <DIR>\nmake"),
        ("git show 1a2b3c4d", "git show <HASH>"),
        ("npm run build", "npm run build"),
        ("deploy staging", "deploy staging"),
        ("", ""),
    ],
)
def test_particulars_become_typed_holes(line: str, template: str) -> None:
    """Heads, subcommands, options, operators and plain words stay; what varies is named by its kind."""
    assert template_of(line) == template


@given(SHELL_TEXT)
@example("'")
@example("a" * 5_000)
@example("a=" * 5_000 + "'")
@example("$abcdef/" * 500 + "'")
@example("<FILE>" * 500)
@example("x=\u2039token\u203a" * 500)
def test_every_text_has_pieces_that_make_it_up(line: str) -> None:
    """Whatever the text is, its pieces joined are the text, and no template is long."""
    pieces = pieces_of(line)

    assert "".join(piece.text if isinstance(piece, Hole) else piece for piece in pieces) == line
    assert join_template(pieces) == template_of(line)
    assert len(template_of(line)) <= LONGEST + 160
    assert len(pieces) <= 8 * MOST_WORDS


@given(SHELL_TEXT)
def test_a_template_settles(line: str) -> None:
    """A template read as a line has a template that is its own, so that it can be told by what it looks like."""
    template = template_of(line)
    again = template_of(template)

    assert template_of(again) == again


@given(
    st.text(st.sampled_from("qrs tu/.:"), min_size=1), st.sampled_from(["{}", "cat {} x", "git commit -m{}", "a={} b"])
)
def test_nothing_that_is_quoted_stays(text: str, frame: str) -> None:
    """Prose and whatever else was quoted is a particular, wherever it stands."""
    for quote in "'\"":
        template = template_of(frame.format(f"{quote}{text}{quote}"))

        assert not set("qrsu") & set(template)


def test_a_hole_of_redaction_takes_its_word_along() -> None:
    """Of a secret not even its surroundings stay."""
    assert template_of("curl -H 'Authorization: ‹bearer›' https://u:‹password›@example.org/x") == (
        "curl -H <SECRET> <SECRET>"
    )
