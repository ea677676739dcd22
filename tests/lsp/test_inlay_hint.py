"""Inlay hints say behind each gradient call what it gives, and can be switched off."""

from __future__ import annotations

import editor as editors
from lsprotocol import types

TEXT = """import tensorflow as tf
x = tf.Variable(2.0)
y = tf.constant(3.0)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(x)
    result = x * y
a = tape.gradient(result, [x, y])
b = tape.gradient(result, x)
c = tape.gradient(result, y)
"""


async def hints(editor, uri: str, first: int = 0, last: int = 100) -> list[types.InlayHint]:
    range_ = types.Range(types.Position(first, 0), types.Position(last, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(uri), range_)
    return list(await editor.client.text_document_inlay_hint_async(params) or [])


def shown(editor, uri: str, found: list[types.InlayHint]) -> str:
    """Return the text with the hints in it."""
    lines = editor.texts[uri].splitlines()
    for hint in sorted(found, key=lambda h: (h.position.line, h.position.character), reverse=True):
        line, column = hint.position.line, hint.position.character
        lines[line] = f"{lines[line][:column]}‹{hint.label}›{lines[line][column:]}"
    return "\n".join(lines)


async def test_behind_calls_sources_and_tapes(editor) -> None:
    uri = editor.open("train.py", TEXT)
    text = shown(editor, uri, await hints(editor, uri))
    assert "with tf.GradientTape(persistent=True)‹watches x› as tape:" in text
    assert "a = tape.gradient(result, [x‹✓›, y‹None›])‹None for 1 of 2›" in text
    assert "b = tape.gradient(result, x)‹✓›" in text
    assert "c = tape.gradient(result, y)‹None›" in text


async def test_only_in_the_range(editor) -> None:
    uri = editor.open("train.py", TEXT)
    line = editor.at(uri, "c = ").line
    assert [h.label for h in await hints(editor, uri, line, line + 1)] == ["None"]


async def test_switched_off(start) -> None:
    editor = await start(options={"settings": {"inlayHints": {"enabled": False}}})
    uri = editor.open("train.py", TEXT)
    assert await hints(editor, uri) == []


async def test_switched_off_later(start) -> None:
    editor = await start(editors.plain())
    uri = editor.open("train.py", TEXT)
    assert await hints(editor, uri)
    settings = {"tapelens": {"inlayHints": {"enabled": False}}}
    params = types.DidChangeConfigurationParams(settings)
    editor.client.workspace_did_change_configuration(params)
    assert await hints(editor, uri) == []


SETS = """import tensorflow as tf
from elsewhere import f
first = [tf.Variable(1.0), tf.Variable(2.0)]
other = {"used": tf.Variable(3.0), "frozen": tf.Variable(4.0, trainable=False)}
x = tf.Variable(5.0)
with tf.GradientTape(persistent=True) as tape:
    result = (first[0] + first[1]) * other["used"] * other["frozen"]
    unknown = f(x) + x * 0.0
a = tape.gradient(result, [*first, other["used"]])
b = tape.gradient(result, [first, other])
c = tape.gradient(result, other)
d = tape.gradient(f(x), x)
"""


async def test_an_expression_that_holds_several_has_one_hint(editor) -> None:
    uri = editor.open("train.py", SETS)
    text = shown(editor, uri, await hints(editor, uri))
    assert 'a = tape.gradient(result, [*first, other["used"]])‹✓›' in text
    assert 'b = tape.gradient(result, [first‹✓›, other‹None for other["frozen"]›])‹None for 1 of 4›' in text
    assert 'c = tape.gradient(result, other)‹None for other["frozen"]›' in text


async def test_nothing_behind_what_is_not_known(editor) -> None:
    uri = editor.open("train.py", SETS)
    text = shown(editor, uri, await hints(editor, uri))
    assert "d = tape.gradient(f(x), x)\n" in text + "\n"


async def test_long_names_of_watched_values_are_counted(editor) -> None:
    names = [f"the_learnable_weight_{n}" for n in range(5)]
    made = "".join(f"{name} = tf.Variable(1.0)\n" for name in names)
    block = f"with tf.GradientTape() as tape:\n    y = {' * '.join(names)}\n"
    uri = editor.open(
        "train.py", f"import tensorflow as tf\n{made}{block}tape.gradient(y, [{', '.join(names)}])\n"
    )
    (label,) = [h.label for h in await hints(editor, uri) if h.label.startswith("watches")]
    assert label == f"watches {names[0]} and 4 more"
