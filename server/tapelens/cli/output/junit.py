"""A JUnit report: one suite per file, one failed test per finding, an error where there is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from tapelens.cli.color import Paint
from tapelens.cli.output.text import place
from tapelens.cli.report import Report

FIXES = False
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(reports: Sequence[Report], paint: Paint) -> str:
    """Return the XML document."""
    suites = "".join(_suite(report) for report in reports)
    failures = sum(_failures(report) for report in reports)
    errors = sum(bool(report.error) for report in reports)
    tests = sum(max(1, len(report.results)) for report in reports)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="tapelens" tests="{tests}" failures="{failures}" errors="{errors}">\n'
        f"{suites}</testsuites>\n"
    )


def _failures(report: Report) -> int:
    return sum(result.counts for result in report.results)


def _suite(report: Report) -> str:
    tests = "".join(_case(report, index) for index in range(len(report.results)))
    if not report.results:
        inner = f"<error message={_attribute(report.error)}/>" if report.error else ""
        tests = f'  <testcase name="check" classname={_attribute(report.path)}>{inner}</testcase>\n'
    count = max(1, len(report.results))
    head = f'tests="{count}" failures="{_failures(report)}" errors="{int(bool(report.error))}"'
    return f" <testsuite name={_attribute(report.path)} {head}>\n{tests} </testsuite>\n"


def _case(report: Report, index: int) -> str:
    result = report.results[index]
    found = result.finding
    where = place(report, found.range)
    named = f"name={_attribute(f'{found.code} {found.name} at {where}')} classname={_attribute(report.path)}"
    message = _attribute(found.message)
    body = escape(_NOT_XML.sub("\ufffd", f"{where}: {found.message}"))
    if result.counts:
        inner = f"<failure type={_attribute(found.name)} message={message}>{body}</failure>"
    else:
        inner = f"<system-out>{body}</system-out>"
    return f"  <testcase {named}>{inner}</testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;"})
