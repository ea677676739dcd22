"""For random broken programs: every fix that is offered ends its finding, adds none, and leaves the rest alone."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tapelens.check import check
from tapelens.findings import Finding, Fix
from tapelens.source.edits import apply

from tools.differential.programs import program

PARTLY = "one of "
REMOVED = (
    "Remove the `watch`",
    "Drop the tape",
    "Do not freeze",
    "Read ",
    "Ask for both",
    "Let TensorFlow derive",
)
FORMS = {"lf": ("\n", "    "), "crlf": ("\r\n", "    "), "tabs": ("\n", "\t"), "two": ("\n", "  ")}


def marked(text: str, ending: str, indent: str) -> str:
    """Return a program with a comment on every line, other line ends and another indentation."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        depth = (len(line) - len(line.lstrip(" "))) // 4
        comment = f"  # line {number} äß" if line.strip() and not line.endswith("\\") else ""
        lines.append(indent * depth + line.lstrip(" ") + comment)
    return ending.join([*lines, ""])


def keys(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str]]:
    """Return what the findings are about, wherever they stand."""
    return Counter(
        (f.name, f.gradient.source, f.gradient.method) if f.gradient else (f.name, "", "") for f in findings
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 100_000), form=st.sampled_from(sorted(FORMS)))
def test_every_fix_ends_its_finding_adds_none_and_keeps_the_rest(seed: int, form: str) -> None:
    text = marked(program(random.Random(seed)), *FORMS[form])
    analysis = check(text)
    for finding in analysis.findings:
        for fix in analysis.fixes(finding):
            new = apply(text, fix.edits)
            compile(new, "mended.py", "exec")
            if not fix.reason.startswith(PARTLY):
                (key,) = keys((finding,))
                left = keys(check(new).findings)
                assert left[key] < keys(analysis.findings)[key], fix
                assert not left - keys(analysis.findings), fix
            assert_untouched(text, new, fix)


def assert_untouched(text: str, new: str, fix: Fix) -> None:
    """Every comment is still there, once, and a line that is gone is one that the fix writes anew."""
    comments = re.findall(r"# line \d+ äß", text)
    left = Counter(re.findall(r"# line \d+ äß", new))
    assert max(left.values()) == 1
    gone = [comment for comment in comments if not left[comment]]
    assert not gone or any(word in fix.title for word in REMOVED), (fix, gone)
    ending = "\r\n" if "\r\n" in text else "\n"
    assert re.sub(r"\r?\n", ending, new) == new, "one kind of line end"
    touched = sum(edit.range.end.line - edit.range.start.line + 1 for edit in fix.edits)
    old_lines, new_lines = text.splitlines(), Counter(new.splitlines())
    lost = sum((Counter(old_lines) - new_lines).values())
    assert lost <= touched, fix


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_property_sees_fixes_at_all(form: str) -> None:
    seen = 0
    for seed in range(12):
        analysis = check(marked(program(random.Random(seed)), *FORMS[form]))
        seen += sum(bool(analysis.fixes(finding)) for finding in analysis.findings)
    assert seen >= 4
