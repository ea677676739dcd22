"""The first fix of each finding, applied and run on the real TensorFlow: the gradient is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tapelens.check import check
from tapelens.findings import Finding, Fix
from tapelens.source.edits import apply

from tools.differential.real import RealTape

pytestmark = pytest.mark.tensorflow
ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "examples", ROOT / "tests" / "corpus")
GIVES = "gradient"
LEAST = 0.97  # of the first fixes give a gradient, none of another rule's making


@pytest.fixture(scope="module")
def tape() -> Iterator[RealTape]:
    with RealTape(seconds=120) as real:
        yield real


def applied(text: str, fix: Fix) -> str:
    """Return the text with the fix's edits applied."""
    return apply(text, fix.edits)


def offered(folder: Path) -> list[tuple[str, str, Finding, Fix]]:
    """Return every finding of a folder's broken programs that has a fix, with the first one."""
    found = []
    for program in sorted(folder.glob("*.py")):
        if program.stem.endswith("_mended") or program.stem in ("record", "judge") or "test_" in program.stem:
            continue
        text = program.read_text(encoding="utf-8")
        analysis = check(text)
        for finding in analysis.findings:
            fixes = analysis.fixes(finding)
            if (
                fixes
                and not fixes[0].reason.startswith("one of ")
                and finding.gradient is not None
                and finding.severity != "hint"
            ):
                found.append((program.stem, text, finding, fixes[0]))
    return found


def mended(tape: RealTape, text: str, finding: Finding, fix: Fix) -> bool:
    """Return whether the finding's call gives gradients, nothing raises and no call got worse."""
    assert finding.gradient is not None
    before, after = record(tape, text), record(tape, applied(text, fix))
    broken, left = (sum(map(nothing, r["calls"])) for r in (before, after))
    worse = len(before["calls"]) == len(after["calls"]) and any(
        nothing(new) > nothing(old) for old, new in zip(before["calls"], after["calls"], strict=True)
    )
    return left < broken and not worse and after["error"] is None


RECORDS: dict[str, dict[str, Any]] = {}


def record(tape: RealTape, text: str) -> dict[str, Any]:
    """Return what TensorFlow did with a program, asked once."""
    if text not in RECORDS:
        RECORDS[text] = tape.record(text)
    return RECORDS[text]


def nothing(call: dict[str, Any]) -> int:
    """Return how many gradients of a call are missing."""
    if call["raises"] or call["results"] == []:
        return 1
    return sum(1 for result in call["results"] or () if result in ("none", "mixed", "zero"))


@pytest.mark.parametrize("name", ["moved_out", "plain_tensor", "stopped"])
def test_every_fix_of_the_three_programs_gives_a_gradient(tape: RealTape, name: str) -> None:
    text = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")
    analysis = check(text)
    (finding,) = analysis.findings
    fixes = analysis.fixes(finding)
    assert fixes
    for fix in fixes:
        if "ignore" not in fix.title:
            assert mended(tape, text, finding, fix), fix.title


def test_first_fixes_give_gradients(tape: RealTape) -> None:
    entries = [entry for folder in FOLDERS for entry in offered(folder)]
    wrong = [
        f"{name}: {fix.title}" for name, text, finding, fix in entries if not mended(tape, text, finding, fix)
    ]
    print(f"{len(entries) - len(wrong)} of {len(entries)} first fixes give a gradient; not: {wrong}")
    assert len(entries) - len(wrong) >= LEAST * len(entries), wrong
