"""Text and options in, an Analysis out: the boundary, and the public Python API."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tapelens.findings import Finding, Fix, GradientAnswer, TapeAnswer
from tapelens.options import Options

if TYPE_CHECKING:
    from tapelens.analysis import Work
    from tapelens.machine.modules import Project

Fixer = Callable[[Finding], tuple[Fix, ...]]
Details = tuple[tuple[GradientAnswer, ...], tuple[TapeAnswer, ...]]
Lookup = tuple[str, str, int]
Teller = Callable[[], Details]


def _nothing() -> Details:
    return (), ()


def _no_fixes(finding: Finding) -> tuple[Fix, ...]:
    return ()


@dataclass(frozen=True)
class Analysis:
    """What is known of one document.

    `findings` are sorted by position and already filtered by options and suppressions.
    `notes` are sentences for the log (a bound that was hit, a statement that does not parse).
    `reads` are the paths of the modules that the answer depends on, `missing` the lookups that led to none:
    the file that imports, the name, and the level of a relative import (-1: a name inside the package itself).
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()
    missing: frozenset[Lookup] = frozenset()
    fixer: Fixer = field(default=_no_fixes, compare=False, repr=False)
    teller: Teller = field(default=_nothing, compare=False, repr=False)

    @cached_property
    def _details(self) -> Details:
        return self.teller()

    @property
    def gradients(self) -> tuple[GradientAnswer, ...]:
        """Every gradient call that was seen, sound ones too; computed when asked for."""
        return self._details[0]

    @property
    def tapes(self) -> tuple[TapeAnswer, ...]:
        """Every tape that was seen; computed when asked for."""
        return self._details[1]

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """Return the proved fixes of one finding, best first; computed when asked for."""
        return self.fixer(finding)


def check(
    text: str, options: Options | None = None, path: str | None = None, project: Project | None = None
) -> Analysis:
    """Analyse one document; never raises for anything that is in the text.

    With a project, what the document imports from it is followed; `path` is its own place there.
    """
    return Session(options, path, project).check(text)


class Session:
    """One document and its next versions: each costs what changed since the last one."""

    def __init__(
        self, options: Options | None = None, path: str | None = None, project: Project | None = None
    ) -> None:
        self.options = options or Options()
        self._path = path
        self._project = project
        self._work: Work | None = None

    @property
    def size(self) -> int:
        """The number of values that are held."""
        return self._work.size if self._work is not None else 0

    @property
    def fresh(self) -> bool:
        """Whether the last analysis began anew: what it holds will stay for a while."""
        return self._work is not None and self._work.fresh

    def renew(self) -> bool:
        """Let go of what earlier texts left behind, if it is much; return whether anything was done."""
        return self._work is not None and self._work.renew()

    def outdate(self) -> None:
        """Note that modules of the project may read differently by now."""
        if self._work is not None:
            self._work.outdate()

    def check(self, text: str) -> Analysis:
        """Analyse the newest text. What older analyses have not told yet, they tell no more."""
        if not concerns_tapes(text):
            return Analysis()
        if len(text) > self.options.max_bytes:
            return Analysis(
                notes=(f"the file is larger than {self.options.max_bytes} bytes and was not analysed",)
            )
        if self._work is None:
            from tapelens.analysis import Work

            self._work = Work(self.options, self._path, self._project)
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 4_000))
        try:
            return self._work.analyse(text)
        finally:
            sys.setrecursionlimit(limit)


def concerns_tapes(text: str) -> bool:
    """Return whether the text can hold a gradient call at all: the search that most files end with."""
    return (
        "GradientTape" in text
        or ".gradient(" in text
        or "jacobian(" in text
        or ".minimize(" in text
        or "tapelens:" in text
    )
