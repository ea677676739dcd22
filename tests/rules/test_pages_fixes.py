"""The fixes offered for failing programs: each mends its finding, and a page's first one gives the twin."""

from __future__ import annotations

import pytest
from pages import FAILING, Program, twin_of
from tapelens.check import check
from tapelens.findings import Finding, Fix
from tapelens.source.edits import apply


def applied(text: str, fix: Fix) -> str:
    """Return the text with the fix's edits applied."""
    return apply(text, fix.edits)


def partly(fix: Fix) -> bool:
    """Return whether a fix mends one cause of several only, as it says."""
    return fix.reason.startswith("one of ")


def offered() -> list[tuple[Program, Finding, Fix, int]]:
    found = []
    for program in FAILING:
        analysis = check(program.text)
        for finding in analysis.findings:
            whole = [fix for fix in analysis.fixes(finding) if not partly(fix)]
            found += [(program, finding, fix, n) for n, fix in enumerate(whole)]
    return found


# Twins that change more than the path, so that no fix can equal them: other data, another computation.
REWRITTEN = (
    "integer_dtype-fails-2",
    "integer_dtype-fails-3",
    "no_path-fails-1",
    "sampling_without_reparametrisation-fails-1",
    "stop_gradient-fails-2",
    "swapped_loss_arguments-fails-1",
    "thread_boundary-fails-1",
    "through_state-fails-1",
    "unregistered_gradient-fails-2",
)
OFFERED = offered()
FIRST = [
    (program, fix)
    for program, finding, fix, n in OFFERED
    if n == 0 and finding.name == program.rule and not program.id.startswith(("edge-", *REWRITTEN))
]


def keys(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return sorted((f.name, f.gradient.source if f.gradient else "") for f in findings)


@pytest.mark.parametrize(
    ("program", "finding", "fix"),
    [entry[:3] for entry in OFFERED],
    ids=[f"{program.id}-{fix.title}" for program, _, fix, _ in OFFERED],
)
def test_fix_ends_its_finding_and_makes_none(program: Program, finding: Finding, fix: Fix) -> None:
    before = keys(check(program.text).findings)
    after = keys(check(applied(program.text, fix)).findings)
    assert len(after) < len(before)
    assert all(key in before for key in after)


@pytest.mark.parametrize(("program", "fix"), FIRST, ids=[program.id for program, _ in FIRST])
def test_first_fix_of_a_page_gives_its_twin(program: Program, fix: Fix) -> None:
    assert applied(program.text, fix) == twin_of(program).text
