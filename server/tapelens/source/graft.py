"""One changed line in a statement that was parsed before: only the simple statement on that line is parsed again."""

from __future__ import annotations

import ast
from typing import Any

from tapelens.source.kept import forget_kept, without_kept
from tapelens.source.names import BLOCKS, is_name
from tapelens.source.recovery import parse
from tapelens.source.renaming import Renaming, renamed
from tapelens.source.units import Unit

_SHORT = 2_000  # characters
_Step = tuple[ast.AST, str, int]  # a node, the name of one of its blocks, and a place in that


def grafted(old: Unit, text: str) -> tuple[Unit, Renaming | None] | None:
    """Return the unit of a text that differs from an older unit's by a line of one simple statement in a block.

    All other statements are the older unit's; where that one means what it meant, it is the older unit itself,
    and where it reads another name alone, that is said. None where nothing of this is plain to see.
    """
    if old.damage or old.open or len(old.tree) != 1:
        return None
    lines = text.split("\n")
    line = _changed(old.lines, lines)
    if line is None:
        return None
    way, statement = _way(old.tree[0], line)
    # Behind a `;` a block ends later than its last statement does.
    made = _parsed(lines, statement) if way and not _has_tail(old.lines, statement) else None
    if made is None or is_name(made) or _is_beside_names(way[-1]):
        return None
    if _means_the_same(statement, made):
        _move(way, statement, made)
        old.become(text)
        return old, None
    tree: Any = made
    for parent, block, index in reversed(way):
        tree = _with(parent, block, index, tree)
    unit = Unit(text, 0, (tree,), (), False)
    found = renamed(statement, made)
    if found is None:
        return unit, None
    name, into = found
    around = tuple(parent for parent, _, _ in way)

    def take() -> None:
        name.id = into
        _move(way, statement, made)
        for node in (*around, statement):
            forget_kept(node)
        old.become(text)

    return unit, Renaming(old, unit, name, into, around, take)


def means_the_same(old: Unit, text: str) -> bool:
    """Let a unit of one short simple statement be a text that is the same one; return whether it is."""
    if old.damage or old.open or len(old.tree) != 1 or _is_compound(old.tree[0]) or len(text) > _SHORT:
        return False
    tree, damage = parse(text)
    if damage or len(tree) != 1 or not _means_the_same(old.tree[0], tree[0]):
        return False
    _move([], old.tree[0], tree[0])
    old.become(text)
    return True


def _means_the_same(old: ast.stmt, new: ast.stmt) -> bool:
    """Return whether a statement does what another one does; a docstring, as any other constant alone, does nothing."""
    return (_is_constant(old) and _is_constant(new)) or ast.dump(old) == ast.dump(new)


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _changed(before: list[str], after: list[str]) -> int | None:
    """Return the number of the only line that differs, None where there is none or its indentation differs."""
    if len(before) != len(after):
        return None
    places = [i for i, (old, new) in enumerate(zip(before, after)) if old != new]
    if len(places) != 1:
        return None
    old, new = before[places[0]], after[places[0]]
    return places[0] + 1 if _indent(old) == _indent(new) else None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _way(root: ast.stmt, line: int) -> tuple[list[_Step], Any]:
    """Return the way from a statement down to the innermost one on a line, and that one."""
    way: list[_Step] = []
    node: Any = root
    while (step := _inside(node, line)) is not None:
        way.append(step)
        node = getattr(node, step[1])[step[2]]
    return way, node


def _inside(node: Any, line: int) -> _Step | None:
    for block in BLOCKS:
        held = getattr(node, block, None)
        if held.__class__ is list:
            for index, inner in enumerate(held):
                if inner.lineno <= line <= inner.end_lineno:
                    return node, block, index
    return None


def _parsed(lines: list[str], old: Any) -> ast.stmt | None:
    """Return what stands now on the lines of a simple statement, None where it is not one simple statement."""
    first, last = old.lineno, old.end_lineno
    if _is_compound(old) or not lines[first - 1][: old.col_offset].isspace():
        return None
    # Behind as many lines as there are above it, it has the positions that it has in the whole.
    block, damage = parse("\n" * (first - 2) + "if 1:\n" + "\n".join(lines[first - 1 : last]))
    body = [] if damage or len(block) != 1 else getattr(block[0], "body", [])
    if len(body) != 1 or getattr(block[0], "orelse", None) or _is_compound(body[0]):
        return None
    made: ast.stmt = body[0]
    return None if _has_tail(lines, made) else made


def _has_tail(lines: list[str], statement: Any) -> bool:
    """Return whether anything but a comment stands behind a statement on its last line."""
    tail = (
        lines[statement.end_lineno - 1].encode("utf-8", "surrogatepass")[statement.end_col_offset :].strip()
    )
    return bool(tail) and not tail.startswith(b"#")


def _is_beside_names(step: _Step) -> bool:
    """Return whether a block holds nothing but names, which are taken out when there is anything else."""
    parent, block, _ = step
    return all(map(is_name, getattr(parent, block)))


def _move(way: list[_Step], old: Any, made: Any) -> None:
    """Have a statement stand, and read, as another one that means the same."""
    for parent, _, _ in way:
        _end_with(parent, old, made)
    for one, other in zip(ast.walk(old), ast.walk(made)):
        for name in other._attributes:
            setattr(one, name, getattr(other, name))
        if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
            one.value, one.kind = other.value, other.kind


def _end_with(parent: Any, old: Any, made: Any) -> None:
    """Let a node end where a new statement ends, if it ended with the old one."""
    if (old.end_lineno, old.end_col_offset) == (parent.end_lineno, parent.end_col_offset):
        parent.end_lineno, parent.end_col_offset = made.end_lineno, made.end_col_offset


def _is_compound(statement: Any) -> bool:
    return hasattr(statement, "body") or isinstance(statement, (ast.Match, ast.Try))


def _with(parent: Any, block: str, index: int, inner: Any) -> Any:
    """Return a copy of a node with another statement in one of its blocks; it ends with its last statement."""
    made = parent.__class__.__new__(parent.__class__)
    made.__dict__.update(without_kept(parent))
    held = list(getattr(parent, block))
    old, held[index] = held[index], inner
    setattr(made, block, held)
    _end_with(made, old, inner)
    return made
