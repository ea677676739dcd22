"""The builders of fixes by the rule whose findings they mend, found by walking this folder."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tapelens import fixes
from tapelens.findings import Applicability
from tapelens.fixes.site import Site


@dataclass(frozen=True, slots=True)
class Candidate:
    """A changed text that may mend a finding; `reason` says why it needs a look.

    `asks`: the call asks for something else, so that it has to be certain that this gets a gradient.
    `convert`: what makes a number or an array of an expression, `{}`, where the text now has a tensor.
    """

    title: str
    text: str
    applicability: Applicability = "safe"
    reason: str = ""
    asks: bool = False
    convert: str = ""


Builder = Callable[[Site], Iterator[Candidate]]
_BUILDERS: dict[str, list[tuple[int, Builder]]] = {}


def mends(*rules: str, rank: int = 1) -> Callable[[Builder], Builder]:
    """Register a builder for causes of these rules; those of a lower rank run first, then by their files' names."""

    def register(builder: Builder) -> Builder:
        for rule in rules:
            _BUILDERS.setdefault(rule, []).append((rank, builder))
        return builder

    return register


@functools.cache
def _load() -> None:
    for info in sorted(pkgutil.iter_modules(fixes.__path__), key=lambda info: info.name):
        importlib.import_module(f"{fixes.__name__}.{info.name}")


def builders(rules: list[str]) -> list[Builder]:
    """Return the builders for a finding's rule and its causes' rules, each once, lowest rank first."""
    _load()
    found: dict[Builder, int] = {}
    for rule in rules:
        for rank, builder in _BUILDERS.get(rule, ()):
            found.setdefault(builder, rank)
    return sorted(found, key=lambda builder: (found[builder], builder.__module__))
