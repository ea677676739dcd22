"""Behind a tape stand the values it watches: those it was told to, and the variables it was asked about."""

from __future__ import annotations

from lsprotocol import types

TEXT = """\
import tensorflow as tf
x = tf.constant(2.0)
v = tf.Variable(3.0)
w = tf.Variable(4.0)
frozen = tf.Variable(5.0, trainable=False)
outside = w * 2.0
with tf.GradientTape() as tape:
    tape.watch(x)
    y = x * v * outside * frozen
tape.gradient(y, [x, v, w, frozen])
with tf.GradientTape(watch_accessed_variables=False) as bare:
    z = v * 2.0
bare.gradient(z, v)
"""


async def labels(editor, uri: str) -> dict[int, str]:
    range_ = types.Range(types.Position(0, 0), types.Position(100, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(uri), range_)
    found = await editor.client.text_document_inlay_hint_async(params) or []
    return {hint.position.line: hint.label for hint in found if hint.label.startswith("watches")}


async def test_what_a_tape_watches(editor) -> None:
    uri = editor.open("train.py", TEXT)
    assert await labels(editor, uri) == {editor.at(uri, "with").line: "watches x, v"}


async def test_the_hover_says_it_too(editor) -> None:
    uri = editor.open("train.py", TEXT)
    hover = await editor.hover(uri, editor.at(uri, "tf.GradientTape"))
    assert hover.contents.value.endswith("Watched: `x`, `v`")
