"""A fix for nine findings of ten, in the corpus of broken programs and on the pages of the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tapelens.check import check

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "rules"))
sys.path.insert(0, str(ROOT / "tests" / "corpus"))

from judge import broken_programs  # noqa: E402
from pages import FAILING  # noqa: E402

LEAST = 0.9
CORPUS = {path.stem: path.read_text(encoding="utf-8") for path in broken_programs()}
PAGES = {program.id: program.text for program in FAILING}


@pytest.mark.parametrize("programs", [CORPUS, PAGES], ids=["corpus", "pages"])
def test_nine_findings_of_ten_have_a_fix(programs: dict[str, str]) -> None:
    without, count = [], 0
    for name, text in programs.items():
        analysis = check(text)
        for finding in analysis.findings:
            count += 1
            whole = [fix for fix in analysis.fixes(finding) if not fix.reason.startswith("one of ")]
            without += [] if whole else [f"{name}: {finding.name}"]
    print(f"{count - len(without)} of {count} findings have a fix; not: {without}")
    assert count > 100
    assert count - len(without) >= LEAST * count, without


def test_no_fix_hides_the_missing_gradient() -> None:
    for text in (*CORPUS.values(), *PAGES.values()):
        analysis = check(text)
        for finding in analysis.findings:
            for fix in analysis.fixes(finding):
                assert not any("unconnected_gradients" in edit.new_text for edit in fix.edits), fix
