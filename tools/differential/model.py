"""The typed model of a program being written: values with kind and rank, scopes, the writer of its lines.

Every axis has length 2, so that any two values broadcast and a rank is a whole shape. The types are there to
keep programs valid, and say nothing of gradients: what those are, the real tape decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, TypeVar

Kind = Literal["tensor", "variable", "int", "array", "number"]
T = TypeVar("T")

FLOATS: tuple[Kind, ...] = ("tensor", "variable")


@dataclass(frozen=True, slots=True)
class Value:
    """An expression that can be written again: a name, an attribute, a subscript."""

    text: str
    kind: Kind
    rank: int

    @property
    def is_name(self) -> bool:
        return self.text.isidentifier()


@dataclass(frozen=True, slots=True)
class Function:
    """A callable of the program: how a call is written, the ranks of its arguments and of its result."""

    call: Callable[[Sequence[str]], str]
    ranks: tuple[int, ...]
    result: int


@dataclass(slots=True)
class Scope:
    """What the next statement may use. `graph` is code that a tf.function traces."""

    values: list[Value] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    variable_sets: list[str] = field(default_factory=list)  # texts such as `model.trainable_variables`
    tapes: list[str] = field(default_factory=list)  # tapes that record here
    persistent: bool = False  # of the innermost of them
    graph: bool = False
    local: bool = False  # in a function: names of the module are read only
    depth: int = 0
    outside: int = 0  # how many of the values stood before the tape's block

    def inner(self, **changes: object) -> Scope:
        """Return the scope of a nested block: it sees everything, and what it defines stays in it."""
        copies = {
            name: list(getattr(self, name)) for name in ("values", "functions", "variable_sets", "tapes")
        }
        return replace(self, **{**copies, "depth": self.depth + 1, **changes})  # type: ignore[arg-type]

    def floats(self, rank: int | None = None) -> list[Value]:
        return [v for v in self.values if v.kind in FLOATS and rank in (None, v.rank)]

    def targets(self) -> list[Value]:
        """Return the tensors that the tape's block made, if it made any."""
        made = [v for v in self.values[self.outside :] if v.kind == "tensor"]
        return made or [v for v in self.values if v.kind == "tensor"] or self.floats()

    def of_kind(self, *kinds: Kind) -> list[Value]:
        return [v for v in self.values if v.kind in kinds]


class Writer:
    """The lines so far, fresh names, and every choice (always the first one when a failure is shrunk)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names: dict[str, int] = {}
        self._indent = 0
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append("    " * self._indent + text)

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        self.line(header)
        self._indent += 1
        start = len(self.lines)
        yield
        if len(self.lines) == start:
            self.line("pass")
        self._indent -= 1

    def fresh(self, prefix: str) -> str:
        self._names[prefix] = self._names.get(prefix, 0) + 1
        return f"{prefix}{self._names[prefix]}"

    def pick(self, options: Sequence[T]) -> T:
        return options[self._random.randrange(len(options))]

    def chance(self, percent: int) -> bool:
        return self._random.randrange(100) >= 100 - percent

    def count(self, most: int, least: int = 0) -> int:
        return least + self._random.randrange(most - least + 1)

    def recent(self, options: Sequence[T]) -> T:
        """Pick with a preference for what was made last, so that values build on each other."""
        return options[-1 - min(self.count(len(options) - 1), self.count(len(options) - 1))]

    def assign(self, scope: Scope, text: str, kind: Kind, rank: int, prefix: str = "t") -> Value:
        """Write `name = text` and bring the name into scope."""
        value = Value(self.fresh(prefix), kind, rank)
        self.line(f"{value.text} = {text}")
        scope.values.append(value)
        return value

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"
