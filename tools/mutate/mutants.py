"""All kinds of breaks, and the mutants that they make of a program."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.mutate import path, source, target
from tools.mutate.edit import Text, applied, moved
from tools.mutate.sites import Site, sites

KINDS: tuple[Callable[[Site], Iterator[target.Mutation]], ...] = (
    target.wrapped,
    target.after,
    target.before,
    target.stopped,
    source.twice,
    source.fresh_variable,
    source.other_tape,
    source.rebound,
    source.unwatched,
    source.untrainable,
    path.intermediate,
    path.predicted,
    path.helper,
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken program: the gradient call on `line` comes back with None, or raises."""

    kind: str
    text: str
    line: int
    original_line: int


def mutants(program: str) -> Iterator[Mutant]:
    """Yield every mutant of a program that parses; all of them parse too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = Text(program)
        for site in sites(text):
            for kind in KINDS:
                for name, changes in kind(site):
                    mutant = applied(text.text, changes)
                    if parses(mutant):
                        line = broken_line(site, name, moved(text, changes, site.call.lineno))
                        yield Mutant(name, mutant, line, site.call.lineno)


def broken_line(site: Site, kind: str, line: int) -> int:
    """Return the line of the call that is broken: the second one where it was doubled."""
    end = site.statement.end_lineno or site.statement.lineno
    return line + end - site.call.lineno + 1 if kind == "twice" else line


def parses(text: str) -> bool:
    """Return whether the text is a program."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
