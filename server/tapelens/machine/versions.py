"""Which Python the code runs under: known as far as all that are in use answer alike."""

from __future__ import annotations

import ast

from tapelens.machine.values import PLAIN, Const, External, Sequence, Value

VERSION = "sys.version_info"
BOUNDS = (3, 7), (3, 99)


def part(key: Value) -> Value:
    """Return `sys.version_info[key]`."""
    if not isinstance(key, Const):
        return PLAIN
    if isinstance(key.value, slice) and not key.value.start:
        return External(VERSION)  # its first parts compare as it does
    return Const(3) if key.value == 0 else PLAIN


def compared(op: ast.cmpop, other: Value) -> bool | None:
    """Return what comparing the version with another gives, None where it depends on the Python."""
    if not isinstance(other, Sequence) or not isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        return None
    parts = [item.value for item in other.items if isinstance(item, Const) and isinstance(item.value, int)]
    if len(parts) != len(other.items) or not parts:
        return None
    below = isinstance(op, (ast.Lt, ast.LtE))
    answers = {(bound < tuple(parts)) == below for bound in BOUNDS}
    return answers.pop() if len(answers) == 1 else None
