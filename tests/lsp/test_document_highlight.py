"""With the cursor on the gradient call, every value on the path is highlighted."""

from __future__ import annotations

from lsprotocol import types


async def highlights(editor, uri: str, position: types.Position) -> set[str] | None:
    params = types.DocumentHighlightParams(types.TextDocumentIdentifier(uri), position)
    found = await editor.client.text_document_document_highlight_async(params)
    return None if found is None else {editor.slice(uri, item.range) for item in found}


async def test_on_the_call(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    found = await highlights(editor, uri, editor.at(uri, "tape.gradient(result, x)"))
    assert found == {"tf.Variable(2.0)", "x + y", "z * 3"}


async def test_nothing_of_ours_elsewhere(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    assert await highlights(editor, uri, editor.at(uri, "import tensorflow")) is None
