"""The answer: findings and their parts, as frozen records and nothing else.

Positions are 1-based lines and 1-based columns in characters (code points), end exclusive, of the whole
document (for a notebook: of its code cells joined; `source.notebook` maps them back to cells).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "information", "hint"]
VerdictKind = Literal["sound", "none", "raises", "zero", "sometimes"]
Applicability = Literal["safe", "unsafe"]
StepKind = Literal["source", "recorded", "unknown", "broken", "target"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between two characters: 1-based line, 1-based column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """The characters from `start` up to and without `end`."""

    start: Position
    end: Position

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """The lines and columns in order: they compare as the ranges do, and much faster."""
        return (self.start.line, self.start.column, self.end.line, self.end.column)

    def contains(self, position: Position) -> bool:
        """Return whether the position lies in the range, its end included (a cursor may stand there)."""
        return self.start <= position <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A range in a file; `path` is None for the analysed file itself."""

    range: Range
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `range` by `new_text`; `path` is None for the analysed file itself."""

    range: Range
    new_text: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend: proved by applying it to a copy and analysing again. `reason` says why it is unsafe."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """One broken edge of the path; `reason` is a rule name."""

    reason: str
    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story from the source to the target. `text` is the user's own expression."""

    kind: StepKind
    location: Location
    text: str
    message: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GradientRef:
    """The gradient call of a finding; `source_index` is the place among the flattened sources as written."""

    line: int
    method: str
    source: str
    source_index: int | None
    verdict: VerdictKind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said to the user."""

    code: str
    name: str
    severity: Severity
    message: str
    range: Range
    gradient: GradientRef | None = None
    causes: tuple[Cause, ...] = ()
    story: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one source of a gradient call gets. `range` is the source's own expression, `index` None in a set.

    `certain`: nothing on the path is unknown; a source that is sound and uncertain only may have a gradient.
    """

    range: Range
    text: str
    index: int | None
    verdict: VerdictKind
    story: tuple[Step, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class GradientAnswer:
    """One gradient call with the answer for each of its sources, sound ones included."""

    range: Range
    method: str
    target: Range | None
    sources: tuple[SourceAnswer, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class TapeAnswer:
    """One tape: the range of its `with` item (or creating call) and the texts of what it watches."""

    range: Range
    name: str
    watched: tuple[str, ...]
    persistent: bool
    watches_variables: bool
