"""What is known of one file after it was checked: what the output formats render."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from tapelens.findings import Finding, Fix, Position, Range

COUNTED = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Result:
    """One finding with its fixes (empty where the format has no use for them)."""

    finding: Finding
    fixes: tuple[Fix, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the finding makes the exit code 1."""
        return self.finding.severity in COUNTED


@dataclass(frozen=True, slots=True)
class Report:
    """One file's answer.

    `error` says why there is none, `fixed` how many fixes came before it; `cells` are the first lines (from
    0) of a notebook's code cells, `reads` the paths of the modules that the answer depends on.
    """

    path: str
    results: tuple[Result, ...] = ()
    text: str = ""
    cells: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    fixed: int = 0
    reads: tuple[str, ...] = ()

    def beside(self, path: str) -> str:
        """Return the path of another file as the user would write it: from here, if this one was named so."""
        here = Path.cwd()
        if Path(self.path).is_absolute() or not Path(path).is_relative_to(here):
            return path
        return str(Path(path).relative_to(here))

    def place(self, span: Range) -> tuple[int | None, Range]:
        """Return the notebook's cell (None in a script) and the range as its user counts."""
        if not self.cells:
            return None, span
        cell = max(1, bisect_right(self.cells, span.start.line - 1))
        above = self.cells[cell - 1]
        return cell, Range(_up(span.start, above), _up(span.end, above))


def _up(position: Position, lines: int) -> Position:
    return Position(position.line - lines, position.column)
