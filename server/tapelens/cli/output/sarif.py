"""SARIF 2.1.0, with the path from the source to the target as a code flow."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tapelens import __version__
from tapelens.cli.color import Paint
from tapelens.cli.report import Report, Result
from tapelens.findings import Edit, Range

FIXES = True
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return the log file."""
    results = [_result(report, result) for report in reports for result in report.results]
    driver = {"name": "Tapelens", "version": __version__, "rules": _rules(reports)}
    failed = [{"level": "error", "message": {"text": f"{r.path}: {r.error}"}} for r in reports if r.error]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": failed}],
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rules(reports: Sequence[Report]) -> list[dict[str, Any]]:
    from tapelens.rules.catalogue import get, page

    codes = sorted({result.finding.code for report in reports for result in report.results})
    described = []
    for rule in (get(code) for code in codes):
        if rule is not None:
            described.append(
                {
                    "id": rule.code,
                    "name": rule.name,
                    "shortDescription": {"text": rule.summary},
                    "help": {"text": page(rule.name), "markdown": page(rule.name)},
                    "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                }
            )
    return described


def _result(report: Report, result: Result) -> dict[str, Any]:
    found = result.finding
    described: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [_location(report, found.range, None)],
        "relatedLocations": [
            {**_location(report, c.location.range, c.location.path), "message": {"text": c.message}}
            for c in found.causes
        ],
    }
    if found.story:
        steps = [
            {
                "location": {
                    **_location(report, step.location.range, step.location.path),
                    "message": {"text": f"{step.text}: {step.message}" if step.message else step.text},
                },
                "importance": "essential" if step.kind == "broken" else "important",
            }
            for step in found.story
        ]
        described["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    # In a notebook the lines of a fix are not the lines of the file.
    if result.fixes and not report.cells:
        described["fixes"] = [
            {"description": {"text": fix.title}, "artifactChanges": _changes(report, fix.edits)}
            for fix in result.fixes
        ]
    return described


def _changes(report: Report, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    files: dict[str, list[dict[str, Any]]] = {}
    for edit in edits:
        replacement = {"deletedRegion": _region(edit.range), "insertedContent": {"text": edit.new_text}}
        path = report.beside(edit.path) if edit.path is not None else report.path
        files.setdefault(path, []).append(replacement)
    return [
        {"artifactLocation": {"uri": _uri(path)}, "replacements": changes} for path, changes in files.items()
    ]


def _location(report: Report, span: Range, path: str | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.beside(path) if path else report.path)}}
    cell, shown = (None, span) if path is not None else report.place(span)
    if cell is None:
        return {"physicalLocation": {**place, "region": _region(shown)}}
    logical = {"fullyQualifiedName": f"cell {cell}, line {shown.start.line}", "kind": "module"}
    return {"physicalLocation": place, "logicalLocations": [logical]}


def _region(span: Range) -> dict[str, int]:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(os.fsencode(path.replace("\\", "/")))  # a name may hold bytes that are no text
