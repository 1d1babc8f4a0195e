"""Where the lines were run that the picker shows: everywhere, or closer and closer to the prompt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """The filters that one key goes through."""

    EVERYWHERE = "everywhere"
    REPOSITORY = "this repository"
    DIRECTORY = "this directory"
    SESSION = "this session"


@dataclass(frozen=True, slots=True)
class Place:
    """The prompt that is picked for; `repo` is None outside of a repository, `session` where no shell has asked."""

    cwd: str
    repo: str | None = None
    session: str | None = None

    def scopes(self) -> list[Scope]:
        """Return the filters that mean something here."""
        missing = {Scope.REPOSITORY: self.repo is None, Scope.SESSION: self.session is None}
        return [scope for scope in Scope if not missing.get(scope)]

    def next_scope(self, scope: Scope) -> Scope:
        """Return the filter behind one, the first behind the last."""
        scopes = self.scopes()
        return scopes[(scopes.index(scope) + 1) % len(scopes)]

    def options(self, scope: Scope) -> dict[str, str | None]:
        """Return the fields of a search for a filter."""
        match scope:
            case Scope.EVERYWHERE:
                return {}
            case Scope.REPOSITORY:
                return {"repo": self.repo}
            case Scope.DIRECTORY:
                return {"cwd": self.cwd}
            case Scope.SESSION:
                return {"within": self.session}
