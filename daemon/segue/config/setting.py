"""What is known of one setting beside its value: what it does, its bounds, the variable that comes before the file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from segue.config.table import Table

_SPEC: Final = "setting"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spec:
    """What a setting is.

    Attributes:
        help: a sentence for a person.
        low: the least number that is allowed, for numbers.
        high: the greatest.
        right: tells whether a text, or each text of a list, can be right.
        must: what such a text must be, for the error.
        variable: its name in the environment, where that is not made from the key.
        per_shell: whether it is a shell's, so that the environment of each shell comes before the file.
        live: whether a running daemon and running shells take a new value into use.
    """

    help: str
    low: float = 0
    high: float = 0
    right: Callable[[str], bool] = str.isprintable
    must: str = "be text"
    variable: str | None = None
    per_shell: bool = False
    live: bool = True


def setting(default: Any, text: str, **more: Any) -> Any:
    """Return a dataclass field that is a setting; `more` are attributes of its `Spec`."""
    return field(default=default, metadata={_SPEC: Spec(text, **more)})


def specs(table: type[Any]) -> Iterator[tuple[str, Any, Spec]]:
    """Yield (name, default, spec) of the settings of a table; a field that is none is left out."""
    for each in fields(table):
        if _SPEC in each.metadata:
            yield each.name, each.default, each.metadata[_SPEC]


def read_table(table: Table, kind: type[T]) -> T:
    """Return the settings of a table.

    Raises:
        ConfigError: a value cannot be right, or there is a key that nobody knows.
    """
    values = {name: _read(table, name, default, spec) for name, default, spec in specs(kind)}
    table.done()
    return kind(**values)


def _read(table: Table, name: str, default: Any, spec: Spec) -> Any:
    match default:
        case bool():
            return table.flag(name, default=default)
        case int():
            return table.whole(name, default, int(spec.low), int(spec.high))
        case float():
            return table.number(name, default, spec.low, spec.high)
        case str():
            return table.text(name, default, must=spec.must, right=spec.right)
        case _:
            words = table.words(name, default)
            if not all(map(spec.right, words)):
                raise table.error(name, f"be a list, each of which must {spec.must}")
            return words
