"""Annotations for GitHub Actions."""

from __future__ import annotations

from collections.abc import Sequence

from tapelens.cli.color import Paint
from tapelens.cli.report import Report, Result

FIXES = False
_LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return one workflow command for each finding."""
    return "".join(_command(report, result) for report in reports for result in report.results)


def _command(report: Report, result: Result) -> str:
    found = result.finding
    cell, span = report.place(found.range)
    where = {"file": report.path, "title": f"{found.code} {found.name}"}
    if cell is None:  # the file's lines are not the cell's
        where |= {
            "line": str(span.start.line),
            "col": str(span.start.column),
            "endLine": str(span.end.line),
            "endColumn": str(span.end.column),
        }
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    inside = "" if cell is None else f"cell {cell}, line {span.start.line}: "
    return f"::{_LEVELS[found.severity]} {properties}::{_data(inside + found.message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
