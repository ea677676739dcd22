"""Which `match` patterns fit, and binding their names."""

from __future__ import annotations

import ast

from tapelens.machine import attributes, iteration, subscripts
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, Sequence, Value


def known(m: Machine, case: ast.match_case, subject: Value, frame: Frame) -> bool | None:
    """Return whether the case matches the subject, None when that is not known."""
    found = _matches(m, case.pattern, subject, frame)
    return None if found and case.guard is not None else found


def _matches(m: Machine, pattern: ast.pattern, subject: Value, frame: Frame) -> bool | None:
    if isinstance(pattern, ast.MatchAs):
        return True if pattern.pattern is None else _matches(m, pattern.pattern, subject, frame)
    if isinstance(pattern, ast.MatchOr):
        found = [_matches(m, option, subject, frame) for option in pattern.patterns]
        return True if True in found else None if None in found else False
    if not isinstance(subject, Const):
        return None
    if isinstance(pattern, ast.MatchValue):
        value = m.eval(pattern.value, frame)
        return bool(subject.value == value.value) if isinstance(value, Const) else None
    return subject.value is pattern.value if isinstance(pattern, ast.MatchSingleton) else None


def bind(m: Machine, pattern: ast.pattern, subject: Value, frame: Frame) -> None:
    """Bind the pattern's names, as if it matched the subject."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                bind(m, inner, subject, frame)
            _set(m, name, subject, frame)
        case ast.MatchStar(name=name):
            _set(m, name, Sequence("list", (), subject), frame)
        case ast.MatchOr(patterns=options):
            for option in options:
                bind(m, option, subject, frame)
        case ast.MatchSequence(patterns=elements):
            values = iteration.take(m, pattern, subject, len(elements), frame)
            for element, value in zip(elements, values):
                bind(m, element, value, frame)
        case ast.MatchMapping(keys=keys, patterns=values_, rest=rest):
            for key, inner_pattern in zip(keys, values_):
                value = subscripts.get_item(m, key, subject, m.eval(key, frame), frame)
                bind(m, inner_pattern, value, frame)
            _set(m, rest, subject, frame)
        case ast.MatchClass():
            _bind_class(m, pattern, subject, frame)
        case _:
            return


def _bind_class(m: Machine, pattern: ast.MatchClass, subject: Value, frame: Frame) -> None:
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns):
        bind(m, inner, attributes.get_attribute(m, pattern, subject, name, frame), frame)
    for position, inner in enumerate(pattern.patterns):
        value = subscripts.get_item(m, pattern, subject, Const(position), frame)
        bind(m, inner, value, frame)


def _set(m: Machine, name: str | None, value: Value, frame: Frame) -> None:
    if name is not None:
        m.store.set(frame.home(name), name, value)
