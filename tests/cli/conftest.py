"""A stand-in for the engine, so that the command line is tested for what it does itself.

Every `BAD` in a text that mentions a gradient is a finding whose safe fix writes `GOOD`; `UGLY` has an unsafe
fix, `WORSE` a fix that breaks the syntax, `HINT` none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tapelens.check import Analysis
from tapelens.cli import analyse, fixing
from tapelens.cli.main import main
from tapelens.findings import Cause, Edit, Finding, Fix, GradientRef, Location, Position, Range, Step

WORD = re.compile(r"\b(BAD|UGLY|WORSE|HINT)\b")
FIXES = {"BAD": ("safe", "GOOD"), "UGLY": ("unsafe", "GOOD"), "WORSE": ("safe", "= = (")}


def fake_check(
    text: str, options: object = None, path: str | None = None, project: object = None
) -> Analysis:
    if "CRASH" in text:
        raise RuntimeError("the engine is broken")
    if "EXIT" in text:
        os._exit(9)
    found = []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        for match in WORD.finditer(line):
            span = Range(Position(number, match.start() + 1), Position(number, match.end() + 1))
            found.append(_finding(match.group(), span))
    return Analysis(tuple(found), fixer=_fixes)


def _finding(word: str, span: Range) -> Finding:
    cause = Location(Range(Position(1, 1), Position(1, 7)))
    return Finding(
        code="TL401" if word == "HINT" else "TL101",
        name="gradient-inside-tape" if word == "HINT" else "computed-outside-tape",
        severity="hint" if word == "HINT" else "warning",
        message=f"gradient of `loss` with respect to `{word}` is None",
        range=span,
        gradient=GradientRef(span.start.line, "gradient", word, 0, "none"),
        causes=(Cause("computed-outside-tape", cause, "made <here> & now"),),
        story=(Step("source", cause, word), Step("broken", cause, "x + y", "z", "computed-outside-tape")),
    )


def _fixes(finding: Finding) -> tuple[Fix, ...]:
    word = finding.gradient.source if finding.gradient else ""
    if word not in FIXES:
        return ()
    applicability, new = FIXES[word]
    return (Fix(f"Write {new}", applicability, (Edit(finding.range, new),), finding.name, "why not"),)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyse, "check", fake_check)
    monkeypatch.setattr(fixing, "check", fake_check)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tapelens(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line; return its exit code and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return run
