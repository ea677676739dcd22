"""What is known of a condition, and what a branch may assume once it is taken."""

from __future__ import annotations

import ast

from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import (
    MISSING,
    Bound,
    Class,
    Const,
    Dict,
    Function,
    Instance,
    Library,
    Sequence,
    Tape,
    Tensor,
    Union,
    Value,
)

# of the library's classes that the user's inherit: those whose objects are always true
NEVER_FALSE = (
    "tensorflow.",
    "keras.",
    "tf_keras",
    "abc.",
    "builtins.object",
    "typing.Generic",
    "typing.Protocol",
)


def known(value: Value) -> bool | None:
    """Return the truth of a value, None when it is not known."""
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Sequence):
        if value.items:
            return True
        return False if value.rest is None else None
    if isinstance(value, Dict):
        return True if value.known() else None
    if isinstance(value, (Function, Bound, Class, Tape, Library)):
        return True
    if isinstance(value, Instance):
        return None if _decides_itself(value.cls) else True
    if isinstance(value, Union):
        answers = {known(option) for option in value.options}
        return answers.pop() if len(answers) == 1 else None
    return None


def _decides_itself(cls: Class) -> bool:
    """Return whether objects of the class may be false: it says so, or inherits from what is not known or is empty."""
    own = any(name in owner.cells for owner in cls.order for name in ("__bool__", "__len__"))
    return own or any(not base.startswith(NEVER_FALSE) for base in cls.library)


def known_test(m: Machine, test: ast.expr, value: Value, frame: Frame) -> bool | None:
    """Return the truth of an evaluated condition; the main module's guard counts as true."""
    if _is_main_guard(test):
        return frame.unit.module.name == "__main__"
    return known(value)


def _is_main_guard(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
        return False
    sides = (test.left, test.comparators[0])
    names = any(isinstance(s, ast.Name) and s.id == "__name__" for s in sides)
    return names and any(isinstance(s, ast.Constant) and s.value == "__main__" for s in sides)


def assume(m: Machine, test: ast.expr, holds: bool, frame: Frame) -> int:
    """Narrow a union that the condition tests (`x is None`, `x`, `not x`) for the branch taken; return 0."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return assume(m, test.operand, not holds, frame)
    if isinstance(test, ast.Name):
        _narrow(m, test, frame, lambda option: known(option) is not (not holds))
    elif isinstance(test, ast.Compare) and len(test.ops) == 1 and _is_none(test.comparators[0]):
        wanted = holds == isinstance(test.ops[0], (ast.Is, ast.Eq))
        if isinstance(test.ops[0], (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
            _narrow(
                m,
                test.left,
                frame,
                lambda option: _may_be_none(option) if wanted else not _must_be_none(option),
            )
    return 0


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _must_be_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def _may_be_none(value: Value) -> bool:
    if isinstance(value, Tensor):
        return value.missing is not False
    return _must_be_none(value) or not isinstance(value, (Const, Sequence, Instance, Library, Function, Tape))


def _narrow(m: Machine, node: ast.expr, frame: Frame, keep: object) -> None:
    if not isinstance(node, ast.Name) or not callable(keep):
        return
    value = frame.lookup(node.id)
    if value is MISSING or not isinstance(value, Union):
        return
    options = tuple(option for option in value.options if keep(option))
    if options and len(options) < len(value.options) and node.id in frame.home(node.id):
        m.store.set(frame.home(node.id), node.id, options[0] if len(options) == 1 else Union(options))
