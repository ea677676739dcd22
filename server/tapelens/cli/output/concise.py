"""One line for each finding."""

from __future__ import annotations

from collections.abc import Sequence

from tapelens.cli.color import OF_SEVERITY, Paint
from tapelens.cli.output.text import place
from tapelens.cli.report import Report

FIXES = False


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return `path:line:column: severity code name: message` for each finding."""
    return "".join(
        f"{paint(place(report, found.range), 'bold')}: {paint(found.severity, OF_SEVERITY[found.severity])} "
        f"{found.code} {found.name}: {found.message}\n"
        for report in reports
        for found in (result.finding for result in report.results)
    )
