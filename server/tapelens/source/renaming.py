"""A text in which one name reads differently: while a user types a name, nobody knows it until it is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tapelens.source.units import Unit


@dataclass(frozen=True, slots=True)
class Renaming:
    """What an older unit would be with another name in one place; nothing else is different.

    `around` are the statements that hold it; `take` makes the older unit that text.
    """

    old: Unit
    new: Unit
    name: ast.Name
    into: str
    around: tuple[ast.AST, ...]
    take: Callable[[], None]

    @property
    def only(self) -> bool:
        """Whether neither name stands anywhere else in its text."""
        return _once(self.name.id, self.old.text) and _once(self.into, self.new.text)


def renamed(old: ast.stmt, new: ast.stmt) -> tuple[ast.Name, str] | None:
    """Return the only name that a statement reads and another one reads differently, and how.

    None if there is more that differs.
    """
    found: list[tuple[ast.Name, str]] = []
    pairs: list[tuple[Any, Any]] = [(old, new)]
    while pairs:
        one, other = pairs.pop()
        if one.__class__ is not other.__class__:
            return None
        if one.__class__ is list:
            if len(one) != len(other):
                return None
            pairs += zip(one, other)
        elif one.__class__ is ast.Name and one.id != other.id:
            found.append((one, other.id))
        elif isinstance(one, ast.AST):
            pairs += [(getattr(one, field), getattr(other, field)) for field in one._fields]
        elif one != other:
            return None
    return found[0] if len(found) == 1 and isinstance(found[0][0].ctx, ast.Load) else None


def _once(name: str, text: str) -> bool:
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) == 1
