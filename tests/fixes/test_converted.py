"""A number or an array becomes a tensor again: where Python or NumPy take no tensor, it is converted after all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tapelens.check import check
from tapelens.machine.noticed import ARRAYS_ONLY
from tapelens.source.edits import apply

from tools.differential.real import RealTape

PROGRAM = """\
import json
import math

import numpy as np
import tensorflow as tf

x = tf.Variable(2.6)
with tf.GradientTape() as tape:
    y = x * x
    v = {exit}
    {use}
    z = tf.constant(2.0) * v
tape.gradient(z, x)
"""
USES = [
    ("float(y)", "print(round(v, 2))", "print(round(float(v), 2))"),
    ("float(y)", "print(divmod(v, 1.0))", "print(divmod(float(v), 1.0))"),
    ("float(y)", "print({v}, {v: 1}, v.is_integer())", "print({float(v)}, {float(v): 1}, float(v).is_integer())"),
    ("float(y)", "print(f'{v:.3f}', '%.2f' % v, math.sqrt(v), int(v))", None),
    ("y.numpy()", "print(round(v, 2))", "print(round(v.numpy(), 2))"),
    ("y.numpy()", "print(v.mean(), (v + 1.0).item())", "print(v.numpy().mean(), ((v + 1.0).numpy()).item())"),
    ("y.numpy()", "seen = {}; seen[v] = 1", "seen = {}; seen[v.numpy()] = 1"),
    ("np.square(y)", "print(v.mean())", "print(v.numpy().mean())"),
    ("math.sin(y)", "print(round(v))", "print(round(float(v)))"),
    ("y.numpy()", "print(v.shape, v.dtype, v ** 2, v > 0)", None),
]  # fmt: skip


def mended(text: str) -> tuple[str, str]:
    """Return the title of the first fix, and the text with it."""
    analysis = check(text)
    (finding,) = analysis.findings
    fix, *_ = analysis.fixes(finding)
    return fix.title, apply(text, fix.edits)


@pytest.mark.parametrize(("way", "use", "converted"), USES)
def test_what_takes_no_tensor_gets_what_it_got(way: str, use: str, converted: str | None) -> None:
    title, text = mended(PROGRAM.format(exit=way, use=use))
    assert f"    {converted or use}\n" in text
    assert f"    v = {way}\n" not in text
    assert title.endswith(", and convert where no tensor can be") == (converted is not None)


def test_a_tensor_deep_inside_what_takes_none_is_not_brought_about() -> None:
    analysis = check(PROGRAM.format(exit="float(y)", use="print(json.dumps({'v': [v]}))"))
    (finding,) = analysis.findings
    assert analysis.fixes(finding) == ()


@pytest.fixture(scope="module")
def tape() -> Iterator[RealTape]:
    with RealTape(seconds=120) as real:
        yield real


@pytest.mark.tensorflow
@pytest.mark.parametrize(("way", "use", "_converted"), USES)
def test_the_mended_program_runs(tape: RealTape, way: str, use: str, _converted: str | None) -> None:
    record = tape.record(mended(PROGRAM.format(exit=way, use=use))[1])
    assert record["error"] is None
    assert [call["results"] for call in record["calls"]] == [["gradient"]]


@pytest.mark.tensorflow
def test_tensors_have_nothing_of_it(tape: RealTape) -> None:
    asked = "\n".join(
        f"for name in {sorted(ARRAYS_ONLY)}:\n    assert not hasattr({tensor}, name), name"
        for tensor in ("tf.constant(1.0)", "tf.Variable(1.0)")
    )
    assert tape.record(f"import tensorflow as tf\n{asked}\n")["error"] is None
