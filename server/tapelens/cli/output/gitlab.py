"""A code quality report for GitLab."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from tapelens.cli.color import Paint
from tapelens.cli.report import Report, Result

FIXES = False
_LEVELS = {"error": "major", "warning": "minor", "information": "info", "hint": "info"}


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return the report, a JSON array."""
    seen: dict[str, int] = {}
    issues = [_issue(report, result, seen) for report in reports for result in report.results]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(report: Report, result: Result, seen: dict[str, int]) -> dict[str, Any]:
    found = result.finding
    cell, span = report.place(found.range)
    return {
        "description": found.message if cell is None else f"cell {cell}: {found.message}",
        "check_name": found.name,
        "fingerprint": _fingerprint(report, result, seen),
        "severity": _LEVELS[found.severity],
        "location": {
            "path": report.path.replace("\\", "/"),
            "positions": {
                "begin": {"line": span.start.line, "column": span.start.column},
                "end": {"line": span.end.line, "column": span.end.column},
            },
        },
    }


def _fingerprint(report: Report, result: Result, seen: dict[str, int]) -> str:
    # The same finding keeps its fingerprint when lines above it come and go; equal ones are numbered.
    found = result.finding
    source = found.gradient.source if found.gradient else ""
    base = f"{report.path}\0{found.name}\0{source}"
    seen[base] = seen.get(base, 0) + 1
    return hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "replace")).hexdigest()
