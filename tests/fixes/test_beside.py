"""Asking for fixes changes nothing that was or will be told of the text."""

from __future__ import annotations

from tapelens.check import Session, check

TEXT = """\
import tensorflow as tf

w = tf.Variable(2.0)
v = tf.constant(3.0)
z = w * v
with tf.GradientTape() as tape:
    loss = z + 1.0
print(tape.gradient(loss, [w, v]))
"""


def test_what_is_told_after_the_fixes_is_told_of_the_text() -> None:
    session = Session()
    analysis = session.check(TEXT)
    for finding in analysis.findings:
        assert analysis.fixes(finding)
    alone = check(TEXT)
    assert analysis.findings == alone.findings
    assert (analysis.gradients, analysis.tapes) == (alone.gradients, alone.tapes)
    longer = TEXT.replace("z + 1.0", "z + w")
    assert session.check(longer).findings == check(longer).findings


def test_fixes_of_an_older_text_leave_the_newer_one_alone() -> None:
    session = Session()
    older = session.check(TEXT)
    text = TEXT.replace("tf.constant(3.0)", "tf.Variable(3.0)")
    newer = session.check(text)
    assert older.fixes(older.findings[0])
    assert newer.gradients == check(text).gradients


def test_the_same_fixes_again() -> None:
    analysis = check(TEXT)
    first = [analysis.fixes(finding) for finding in analysis.findings]
    assert first == [analysis.fixes(finding) for finding in analysis.findings]
