"""For other programs: an array with one object for each finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tapelens.cli.color import Paint
from tapelens.cli.report import Report, Result
from tapelens.findings import Range

FIXES = True


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return the array."""
    found = [finding(report, result) for report in reports for result in report.results]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def finding(report: Report, result: Result) -> dict[str, Any]:
    """Return the object of one finding; `cell` is there in notebooks, `path` in parts of other files."""
    said = result.finding
    return {
        "path": report.path,
        "code": said.code,
        "name": said.name,
        "severity": said.severity,
        "message": said.message,
        **_place(report, said.range, None),
        "gradient": _gradient(report, result),
        "causes": [
            {
                "reason": cause.reason,
                **_place(report, cause.location.range, cause.location.path),
                "message": cause.message,
            }
            for cause in said.causes
        ],
        "fixes": [
            {
                "title": fix.title,
                "applicability": fix.applicability,
                "edits": [{**_place(report, e.range, e.path), "new_text": e.new_text} for e in fix.edits],
            }
            for fix in result.fixes
        ],
    }


def _gradient(report: Report, result: Result) -> dict[str, Any] | None:
    gradient = result.finding.gradient
    if gradient is None:
        return None
    described = asdict(gradient)
    for first in reversed(report.cells):
        if gradient.line > first:
            described["line"] = gradient.line - first
            break
    return described


def _place(report: Report, span: Range, path: str | None) -> dict[str, Any]:
    if path is not None:
        return {"path": report.beside(path), "range": asdict(span)}
    cell, shown = report.place(span)
    return {"range": asdict(shown)} if cell is None else {"cell": cell, "range": asdict(shown)}
