"""The flow picture comes with the places that its links lead to, in cells and in other files too."""

from __future__ import annotations

import re
from typing import Any

import pytest
from editor import Editor
from lsprotocol import types

CELLS = [
    "import tensorflow as tf\nx = tf.Variable(2.0)",
    "y = x * x\nwith tf.GradientTape() as tape:\n    z = y + 1.0",
    "tape.gradient(z, x)",
]


def at(uri: str, line: int) -> dict[str, Any]:
    return {"uri": uri, "position": {"line": line, "character": 8}}


def told(svg: str) -> list[str]:
    rows = re.findall(r'data-place="\d+"><title>(.*?)</title>', svg)
    return [row.split(": ")[0] for row in rows]


async def test_every_link_has_its_place(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    answer = await editor.request("tapelens/flow", at(uri, editor.at(uri, "tape.gradient(result").line))
    assert {place.uri for place in answer.places} == {uri}
    assert told(answer.svg) == [f"line {place.range.start.line + 1}" for place in answer.places]
    assert "home" not in answer.svg
    assert editor.root.as_posix() not in answer.svg


def open_notebook(editor: Editor) -> list[str]:
    notebook = editor.uri("flow.ipynb")
    uris = [notebook.replace("file:", "vscode-notebook-cell:") + f"#{n}" for n in range(len(CELLS))]
    cells = [types.NotebookCell(types.NotebookCellKind.Code, uri) for uri in uris]
    document = types.NotebookDocument(notebook, "jupyter-notebook", 1, cells)
    texts = [types.TextDocumentItem(uri, "python", 1, text) for uri, text in zip(uris, CELLS, strict=True)]
    editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(document, texts))
    return uris


async def test_the_steps_of_a_notebook_stand_in_their_cells(editor: Editor) -> None:
    uris = open_notebook(editor)
    answer = await editor.request("tapelens/flow", at(uris[2], 0))
    assert told(answer.svg) == ["cell 1 line 2", "cell 2 line 1", "cell 2 line 3"]
    assert [place.uri for place in answer.places] == [uris[0], uris[1], uris[1]]
    assert [place.range.start.line for place in answer.places] == [1, 0, 2]


@pytest.mark.parametrize(
    ("options", "step"),
    [({"commands": True}, "1. [cell 1 line 2](command:tapelens.open?"), ({}, "1. cell 1 line 2: ")],
)
async def test_a_hover_in_a_notebook_names_the_cells(start, options, step) -> None:
    editor = await start(options=options)
    uris = open_notebook(editor)
    hover = await editor.hover(uris[2], types.Position(0, 8))
    assert step in hover.contents.value


async def test_a_step_in_another_file_leads_there(start, tmp_path) -> None:
    (tmp_path / "helper.py").write_text("def double(value):\n    return value * 2.0\n", encoding="utf-8")
    editor = await start()
    text = (
        "import tensorflow as tf\nfrom helper import double\n\nx = tf.Variable(1.0)\n"
        "with tf.GradientTape() as tape:\n    y = double(x)\ntape.gradient(y, x)\n"
    )
    path = tmp_path / "main.py"
    path.write_text(text, encoding="utf-8")
    item = types.TextDocumentItem(path.as_uri(), "python", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    answer = await editor.request("tapelens/flow", at(path.as_uri(), 6))
    assert "helper.py:2" in told(answer.svg)
    assert (tmp_path / "helper.py").as_uri() in {place.uri for place in answer.places}
