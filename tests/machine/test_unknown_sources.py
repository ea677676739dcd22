"""A source that unknown code gave may be whatever that code was given: nothing is said of it."""

import pytest
from tapelens.check import check

PROGRAM = """
import tensorflow as tf
from somewhere import unknown

v = tf.Variable(2.0)
made = {made}
with tf.GradientTape() as tape:
    y = {target}
tape.gradient(y, {source})
"""


def rules(made: str, target: str, source: str) -> list[str]:
    text = PROGRAM.format(made=made, target=target, source=source)
    return [finding.name for finding in check(text).findings]


@pytest.mark.parametrize("source", ["made", "made.w", "made[0]", "made.layers[1].w"])
def test_it_may_be_what_the_target_comes_from(source: str) -> None:
    assert rules("unknown(v)", "v * 2.0", source) == []


def test_what_could_not_carry_in_any_case_is_said() -> None:
    assert rules("unknown(v)", "tf.round(v)", "made.w") != []
    assert rules("unknown(tf.constant(1.0))", "v * 2.0", "made.w") == ["no-path"]
