"""keeps-failing: the line has failed again and again where it would run now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.validity.verdict import Rule, Verdict
from segue.validity.words import parse

if TYPE_CHECKING:
    from segue.domain.outcomes import Outcomes

TWICE: Final = 2
OFTEN: Final = 3

ANSWERS: Final = frozenset(
    """
    [ [[ ack ag awk cmp colordiff comm delta diff egrep expr false fgrep grep icdiff pgrep pidof rg test type
    which whereis command systemctl service zgrep lsof ping host dig nc bg fg wait

    ant bats bazel black cabal cargo clang clippy cmake ctest deno dotnet elixir eslint flake8 flutter gcc ghc go
    gradle gradlew isort java javac jest just ktlint lein make mix mocha mvn mvnw mypy next ninja node npm npx nox
    perl php phpunit pnpm poetry pre-commit prettier pylint pyright pytest python python3 rake rspec rubocop ruby
    ruff rustc sbt shellcheck stack swift task terraform tofu tox tsc uv vite vitest xcodebuild yarn zig
    """.split()  # noqa: SIM905 - a list of words reads best as text
)
"""They are run again: their failure is an answer (`grep`), or a job's (`fg`), or lies in what is worked on (`make`)."""


def failing_again(text: str, outcomes: Outcomes) -> Verdict | None:
    """Object to a line that failed here two times or more without a success since.

    After two failures something else that was run may have removed the cause (`git pull` before the next `git push`),
    so they count only for a line that never succeeded, or has only just failed; three count in any case.
    """
    if outcomes.failures_in_a_row < TWICE or not outcomes.here:
        return None
    if outcomes.failures_in_a_row < OFTEN and outcomes.succeeded_before and not outcomes.just_now:
        return None
    heads = [command.words[0].text for command in parse(text).commands if command.words]
    if not heads or not ANSWERS.isdisjoint(heads) or "/" in heads[0]:
        return None
    return Verdict(Rule.KEEPS_FAILING, f"it failed the last {outcomes.failures_in_a_row} times here")
