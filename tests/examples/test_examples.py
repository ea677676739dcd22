"""The scripts of `examples/`: exactly the one broken call of each, and silence on the mended twins."""

from __future__ import annotations

from pathlib import Path

import pytest
from tapelens.check import check

EXAMPLES = Path(__file__).parents[2] / "examples"
# script: (line of the call, source, rule, line of the cause)
BROKEN = {
    "moved_out": (13, "x", "computed-outside-tape", 8),
    "plain_tensor": (10, "y", "source-not-watched", 6),
    "stopped": (11, "y", "stop-gradient", 9),
    "keras_custom_loop": (102, "variables", "left-tensorflow", 98),
    "free_variables": (101, "positions", "left-tensorflow", 55),
}


def answered(name: str) -> list[tuple[int, str, str, int]]:
    text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    return [
        (f.gradient.line, f.gradient.source, f.name, f.causes[0].location.range.start.line)
        for f in check(text).findings
        if f.gradient is not None
    ]


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_call_and_no_other_is_named(name: str) -> None:
    assert answered(name) == [BROKEN[name]]


@pytest.mark.parametrize("name", BROKEN)
def test_the_mended_twin_is_silent(name: str) -> None:
    text = (EXAMPLES / f"{name}_mended.py").read_text(encoding="utf-8")
    analysis = check(text)
    assert analysis.findings == ()
    assert analysis.gradients


def test_every_example_is_listed() -> None:
    names = {path.stem.removesuffix("_mended") for path in EXAMPLES.glob("*.py")}
    assert names == set(BROKEN)
