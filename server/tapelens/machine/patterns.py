"""Which `match` patterns fit, and binding their names."""

from __future__ import annotations

import ast

from tapelens.machine import attributes, classes, iteration, subscripts
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import MISSING, PLAIN, Const, Instance, Value


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
    if isinstance(pattern, ast.MatchClass):
        return _is_of(m, pattern, subject, frame)
    if not isinstance(subject, Const):
        return None
    if isinstance(pattern, ast.MatchValue):
        value = m.eval(pattern.value, frame)
        return bool(subject.value == value.value) if isinstance(value, Const) else None
    return subject.value is pattern.value if isinstance(pattern, ast.MatchSingleton) else None


def _is_of(m: Machine, pattern: ast.MatchClass, subject: Value, frame: Frame) -> bool | None:
    """Return whether a class pattern matches an object of a class of the user's."""
    cls = m.eval(pattern.cls, frame)
    is_one = classes.is_instance(subject, cls)
    plain = all(_matches(m, p, PLAIN, frame) for p in (*pattern.patterns, *pattern.kwd_patterns))
    return False if is_one is False else True if is_one and plain else None


def bind(m: Machine, pattern: ast.pattern, subject: Value, frame: Frame) -> None:
    """Bind the pattern's names, as if it matched the subject."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                bind(m, inner, subject, frame)
            _set(m, name, subject, frame)
        case ast.MatchStar(name=name):
            _set(m, name, subject, frame)
        case ast.MatchOr(patterns=options):
            for option in options:
                bind(m, option, subject, frame)
        case ast.MatchSequence(patterns=elements):
            for element, value in zip(elements, _elements(m, pattern, subject, frame)):
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


def _elements(m: Machine, pattern: ast.MatchSequence, subject: Value, frame: Frame) -> list[Value]:
    """Return what each element of the pattern takes of the subject; a starred one takes a list."""
    count = len(pattern.patterns)
    star = next((i for i, p in enumerate(pattern.patterns) if isinstance(p, ast.MatchStar)), None)
    if star is None:
        return iteration.take(m, pattern, subject, count, frame)
    head, middle, tail = iteration.split(m, pattern, subject, star, count - star - 1, frame)
    return [*head, middle, *tail]


def _bind_class(m: Machine, pattern: ast.MatchClass, subject: Value, frame: Frame) -> None:
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns):
        bind(m, inner, attributes.get_attribute(m, pattern, subject, name, frame), frame)
    for position, inner in enumerate(pattern.patterns):
        bind(m, inner, _positional(m, pattern, subject, position, frame), frame)


def _positional(m: Machine, pattern: ast.MatchClass, subject: Value, position: int, frame: Frame) -> Value:
    """Return what a class pattern takes by position: a field of a dataclass, or unknown."""
    if isinstance(subject, Instance) and classes.find(subject.cls, "__match_args__") is MISSING:
        names = classes.fields(subject.cls)
        if position < len(names):
            return attributes.get_attribute(m, pattern, subject, names[position], frame)
    return m.opaque(frame, pattern, subject)


def _set(m: Machine, name: str | None, value: Value, frame: Frame) -> None:
    if name is not None:
        m.store.set(frame.home(name), name, value)
