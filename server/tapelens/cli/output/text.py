"""For people: the line, carets under the source, the causes with their own lines, the help."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tapelens.cli.color import OF_SEVERITY, Paint
from tapelens.cli.report import Report, Result
from tapelens.findings import Cause, Range

FIXES = True


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return a paragraph for each finding."""
    return "".join(_report(report, paint) for report in reports if report.results)


def _report(report: Report, paint: Paint) -> str:
    lines = report.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join("\n".join(_finding(report, result, lines, paint)) + "\n\n" for result in report.results)


def _finding(report: Report, result: Result, lines: list[str], paint: Paint) -> list[str]:
    finding = result.finding
    causes = [
        cause for cause in finding.causes if cause.location.range != finding.range or cause.location.path
    ]
    gutter = _gutter(report, [finding.range, *(c.location.range for c in causes)])
    color = OF_SEVERITY[finding.severity]
    shown = [
        f"{paint(place(report, finding.range), 'bold')}: {paint(finding.severity, color)}"
        f" {paint(finding.code, color)} {paint(finding.name, 'bold')}",
        f"  {finding.message}",
        *_excerpt(report, finding.range, lines, gutter, "", lambda text: paint(text, color)),
    ]
    for cause in causes:
        shown += _cause(report, cause, lines, gutter, paint)
    return shown + _help(report, result, gutter, paint)


def _cause(report: Report, cause: Cause, lines: list[str], gutter: int, paint: Paint) -> list[str]:
    where = cause.location
    if where.path is not None:
        line = where.range.start.line
        return [
            f"{' ' * gutter} {paint('=', 'blue')} because of {report.beside(where.path)}:{line}: {cause.message}"
        ]
    return _excerpt(report, where.range, lines, gutter, cause.message, lambda text: paint(text, "blue"))


def _help(report: Report, result: Result, gutter: int, paint: Paint) -> list[str]:
    margin = f"{' ' * gutter} {paint('=', 'blue')} "
    shown = []
    for fix in result.fixes:
        flag = "--fix" if fix.applicability == "safe" else "--fix --unsafe-fixes"
        why = f": {fix.reason}" if fix.reason else ""
        label = paint("help", "green")
        others = sorted({report.beside(edit.path) for edit in fix.edits if edit.path is not None})
        where = f", in {' and '.join(others)}" if others else ""
        shown.append(f"{margin}{label}: {fix.title}{where} ({flag}{why})")
    return [*shown, f"{margin}more: tapelens explain {result.finding.name}"]


def _gutter(report: Report, ranges: list[Range]) -> int:
    return max(len(str(report.place(span)[1].start.line)) for span in ranges)


def _excerpt(
    report: Report, span: Range, lines: list[str], gutter: int, label: str, paint: object
) -> list[str]:
    assert callable(paint)
    number = str(report.place(span)[1].start.line).rjust(gutter)
    line = lines[span.start.line - 1] if span.start.line <= len(lines) else ""
    before = line[: span.start.column - 1]
    last = span.end.column - 1 if span.end.line == span.start.line else len(line)
    marked = line[len(before) : max(last, len(before) + 1)] or " "
    pad = "".join("\t" if char == "\t" else " " * _width(char) for char in before)
    carets = paint("^" * max(1, sum(map(_width, marked))))
    bar = paint("|")
    return [
        f"{' ' * gutter} {bar}",
        f"{number} {bar} {line}",
        f"{' ' * gutter} {bar} {pad}{carets}{' ' * bool(label)}{label}",
    ]


def _width(char: str) -> int:
    if unicodedata.combining(char) or char == "\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def place(report: Report, span: Range) -> str:
    """Return `path:line:column`, with the cell in a notebook."""
    cell, shown = report.place(span)
    inside = f":cell {cell}" if cell is not None else ""
    return f"{report.path}{inside}:{shown.start.line}:{shown.start.column}"
