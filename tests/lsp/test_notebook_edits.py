"""After any sequence of edits of a notebook its cells show what they show in a notebook that is opened as it is then."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import editor as editors
import pytest
from lsprotocol import types

# A long run: TAPELENS_EXAMPLES=2000 pytest tests/lsp/test_notebook_edits.py
EXAMPLES = int(os.environ.get("TAPELENS_EXAMPLES", "24"))
STEPS = 6
POOL = [
    "import tensorflow as tf",
    "%matplotlib inline\nimport tensorflow as tf\nimport numpy as np",
    "x = tf.Variable(2.0)  # 😀",
    "z = x * 3",
    "with tf.GradientTape() as tape:\n    y = z + 1\n",
    "with tf.GradientTape(persistent=True) as tape:\n    y = tf.round(x) * z\n    print(tape.gradient(y, x))",
    "%%bash\necho tape.gradient(y, x)",
    "g = tape.gradient(y, x)",
    "g = tape.gradient(y, [x, z])\n\n# tapelens: ignore-file[no-path]",
    "def step(v):\r\n    with tf.GradientTape() as t:\r\n        loss = helper(v)\r\n    return t.gradient(loss, v)\r\n",
    "def helper(v):\n    return tf.cast(v, tf.int32)",
    "step(tf.Variable(1.0))",
    "x = (tf.Variable(1.0),",
    's = """open',
    '"""',
    "!pip list",
    "await step(x)\ntf.square?",
    "",
]
SIGNS = ["\n", "(", ")", '"', "#", " ", "x", "😀", "    ", "%%time\n", "tf.round(x)"]
LANGUAGES = ["python", "python", "markdown", "javascript"]


@dataclass
class Cell:
    """One cell as the client knows it."""

    uri: str
    text: str
    language: str = "python"
    version: int = 1

    @property
    def told(self) -> types.NotebookCell:
        markup = self.language == "markdown"
        kind = types.NotebookCellKind.Markup if markup else types.NotebookCellKind.Code
        return types.NotebookCell(kind, self.uri)

    @property
    def item(self) -> types.TextDocumentItem:
        return types.TextDocumentItem(self.uri, self.language, self.version, self.text)


class Book:
    """An open notebook, and its random edits."""

    def __init__(self, editor: editors.Editor, name: str, cells: list[tuple[str, str]]) -> None:
        self.editor = editor
        self.uri = editor.uri(name)
        self.version = 1
        self.made = 0
        self.cells = [self.cell(*cell) for cell in cells]
        document = types.NotebookDocument(self.uri, "jupyter-notebook", 1, [c.told for c in self.cells])
        opened = types.DidOpenNotebookDocumentParams(document, [c.item for c in self.cells])
        editor.client.notebook_document_did_open(opened)

    def cell(self, text: str, language: str = "python") -> Cell:
        self.made += 1
        uri = self.uri.replace("file:", "vscode-notebook-cell:") + f"#W{self.made}"
        return Cell(uri, text, language)

    def change(self, **more: object) -> None:
        self.version += 1
        change = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**more))
        identifier = types.VersionedNotebookDocumentIdentifier(self.version, self.uri)
        self.editor.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(identifier, change)
        )

    def put(self, start: int, gone: int, new: list[Cell], opened: list[Cell], closed: list[Cell]) -> None:
        self.cells[start : start + gone] = new
        change = types.NotebookCellArrayChange(start, gone, [c.told for c in new])
        identifiers = [types.TextDocumentIdentifier(c.uri) for c in closed]
        self.change(
            structure=types.NotebookDocumentCellChangeStructure(change, [c.item for c in opened], identifiers)
        )

    def edit_anywhere(self, rnd: random.Random) -> None:
        kind = rnd.choice(["type", "type", "type", "insert", "delete", "move", "switch"])
        here = rnd.randrange(len(self.cells)) if self.cells else 0
        if kind == "insert" or not self.cells:
            new = self.cell(rnd.choice(POOL), rnd.choice(LANGUAGES))
            self.put(here, 0, [new], [new], [])
        elif kind == "delete":
            self.put(here, 1, [], [], [self.cells[here]])
        elif kind == "move":
            last = rnd.randrange(here, len(self.cells)) + 1
            self.put(here, last - here, rnd.sample(self.cells[here:last], last - here), [], [])
        elif kind == "switch":
            cell = self.cells[here]
            new = Cell(cell.uri, cell.text, rnd.choice(LANGUAGES), cell.version + 1)
            self.put(here, 1, [new], [new], [cell])
        else:
            self.type(rnd, self.cells[here])

    def type(self, rnd: random.Random, cell: Cell) -> None:
        start = rnd.randint(0, len(cell.text))
        end = min(len(cell.text), start + rnd.choice([0, 0, 1, 5, 40]))
        if "\r" in cell.text[max(start - 1, 0) : start + 1] + cell.text[max(end - 1, 0) : end + 1]:
            return
        new = rnd.choice(["", *SIGNS])
        range_ = types.Range(*(self.editor.position(cell.text, place) for place in (start, end)))
        cell.text = cell.text[:start] + new + cell.text[end:]
        cell.version += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=cell.uri, version=cell.version)
        change = types.TextDocumentContentChangePartial(range_, new)
        self.change(text_content=[types.NotebookDocumentCellContentChanges(identifier, [change])])

    async def shown(self) -> list[object]:
        """Return what the client shows in each cell, wherever the notebook is."""
        code = [cell for cell in self.cells if cell.language == "python"]
        if code:
            await self.editor.hover(code[-1].uri, types.Position(0, 0))
        places = {cell.uri: place for place, cell in enumerate(self.cells)}

        def told(found: types.Diagnostic) -> object:
            related = [
                (places[r.location.uri], r.location.range, r.message) for r in found.related_information or ()
            ]
            return (found.code, found.severity, found.message, found.range, related)

        known = self.editor.client.diagnostics
        return [[told(found) for found in known.get(cell.uri, ())] for cell in self.cells]

    def close(self) -> None:
        gone = [types.TextDocumentIdentifier(c.uri) for c in self.cells]
        identifier = types.NotebookDocumentIdentifier(self.uri)
        self.editor.client.notebook_document_did_close(types.DidCloseNotebookDocumentParams(identifier, gone))


@pytest.mark.parametrize("seed", range(EXAMPLES))
async def test_random_edits(editor, seed: int) -> None:
    rnd = random.Random(seed)
    cells = [(text, "python") for text in (POOL[1:8] if seed % 2 else rnd.sample(POOL, 7))]
    book = Book(editor, f"{seed}.ipynb", cells)
    for step in range(STEPS):
        book.edit_anywhere(rnd)
        same = Book(editor, f"{seed}-{step}.ipynb", [(c.text, c.language) for c in book.cells])
        assert await book.shown() == await same.shown()
        same.close()
    open_now = {cell.uri for cell in book.cells}
    stale = {uri: found for uri, found in editor.client.diagnostics.items() if uri not in open_now and found}
    assert not [uri for uri in stale if f"/{seed}.ipynb" in uri]
    book.close()
