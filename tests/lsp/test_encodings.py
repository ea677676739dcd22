"""Columns are right in every encoding that a client may choose, behind emoji and CJK signs too."""

from __future__ import annotations

import editor as editors
import pytest

TEXT = """import tensorflow as tf
数据 = tf.Variable(2.0); 标签 = "😀"; y = tf.constant(3.0)
with tf.GradientTape() as tape:
    "😀😀"; 结果 = 数据 * y
"𝒳é"; g = tape.gradient(结果, [数据, y])
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_wide_signs(start, encoding) -> None:
    editor = await start(editors.speaking(encoding))
    assert editor.result.capabilities.position_encoding == encoding
    uri = editor.open("訓練 😀.py", TEXT)
    found = await editor.diagnostics(uri)
    assert [editor.slice(uri, d.range) for d in found] == ["y", "tf.constant(3.0)"]
    assert found[0].range == editor.span(uri, "[数据, y]", "y")
    hover = await editor.hover(uri, editor.at(uri, "结果 = 数据 * y", "* y"))
    assert editor.slice(uri, hover.range) == "数据 * y"
    version = editor.edit(uri, "y = tf.constant(3.0)", "y = tf.Variable(3.0)")
    assert await editor.diagnostics(uri, version) == []
    version = editor.edit(uri, "结果 = 数据 * y", "结果 = 数据 * tf.round(y)")
    assert {d.code for d in await editor.diagnostics(uri, version)} == {"non-differentiable-op"}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
async def test_line_ends(editor, end) -> None:
    text = TEXT.replace("\n", end)
    uri = editor.open("train.py", text)
    found = await editor.diagnostics(uri)
    line = len(TEXT.splitlines()) - 1
    assert [d.range.start.line for d in found] == [line, 1]
