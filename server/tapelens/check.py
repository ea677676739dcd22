"""Text and options in, an Analysis out: the boundary, and the public Python API."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tapelens.findings import Finding, Fix, GradientAnswer, TapeAnswer
from tapelens.options import Options

if TYPE_CHECKING:
    from tapelens.machine.modules import Project

Fixer = Callable[[Finding], tuple[Fix, ...]]


def _no_fixes(finding: Finding) -> tuple[Fix, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of one document.

    `findings` are sorted by position and already filtered by options and suppressions.
    `gradients` holds every gradient call that was seen, sound ones too; `tapes` every tape.
    `notes` are sentences for the log (a bound that was hit, a statement that does not parse).
    `reads` are the paths of the modules that the answer depends on.
    """

    findings: tuple[Finding, ...] = ()
    gradients: tuple[GradientAnswer, ...] = ()
    tapes: tuple[TapeAnswer, ...] = ()
    notes: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()
    fixer: Fixer = field(default=_no_fixes, compare=False, repr=False)

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """Return the proved fixes of one finding, best first; computed when asked for."""
        return self.fixer(finding)


def check(
    text: str, options: Options | None = None, path: str | None = None, project: Project | None = None
) -> Analysis:
    """Analyse one document; never raises for anything that is in the text.

    With a project, what the document imports from it is followed; `path` is its own place there.
    """
    from tapelens.analysis import analyse

    options = options or Options()
    if not concerns_tapes(text):
        return Analysis()
    if len(text) > options.max_bytes:
        return Analysis(notes=(f"the file is larger than {options.max_bytes} bytes and was not analysed",))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 4_000))
    try:
        return analyse(text, options, path, project)
    finally:
        sys.setrecursionlimit(limit)


def concerns_tapes(text: str) -> bool:
    """Return whether the text can hold a gradient call at all: the search that most files end with."""
    return (
        "GradientTape" in text
        or ".gradient(" in text
        or ".jacobian(" in text
        or ".minimize(" in text
        or "tapelens:" in text
    )
