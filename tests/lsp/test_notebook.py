"""A notebook's cells are one program: findings stand in the right cell, and what is stale is cleared."""

from __future__ import annotations

import json

import editor as editors
import pytest
from lsprotocol import types

CELLS = [
    "%matplotlib inline\nimport tensorflow as tf\n!pip list",
    "x = tf.Variable(2.0)  # 😀",
    "z = x * 3",
    "with tf.GradientTape() as tape:\n    y = z + 1\n",
    "%%bash\necho tape.gradient(y, x)",
    "g = tape.gradient(y, x)",
]


class Book:
    """An open notebook."""

    def __init__(self, editor, name: str, cells: list[str], kind: str = "jupyter-notebook") -> None:
        self.editor = editor
        self.uri = editor.uri(name)
        self.kind = kind
        self.version = 1
        self.cells = [self.item(f"W{n}", text) for n, text in enumerate(cells)]
        document = types.NotebookDocument(
            self.uri, kind, 1, [types.NotebookCell(types.NotebookCellKind.Code, c.uri) for c in self.cells]
        )
        editor.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(document, list(self.cells))
        )

    def item(self, name: str, text: str) -> types.TextDocumentItem:
        uri = self.uri.replace("file:", "vscode-notebook-cell:") + f"#{name}"
        self.editor.texts[uri], self.editor.versions[uri] = text, 1
        return types.TextDocumentItem(uri, "python", 1, text)

    def change(self, **more) -> None:
        self.version += 1
        change = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**more))
        identifier = types.VersionedNotebookDocumentIdentifier(self.version, self.uri)
        params = types.DidChangeNotebookDocumentParams(identifier, change)
        self.editor.client.notebook_document_did_change(params)

    def structure(self, start: int, gone: int, new: list[types.TextDocumentItem]) -> None:
        removed = self.cells[start : start + gone]
        self.cells[start : start + gone] = new
        kept = {c.uri for c in self.cells}
        cells = [types.NotebookCell(types.NotebookCellKind.Code, c.uri) for c in new]
        self.change(
            structure=types.NotebookDocumentCellChangeStructure(
                types.NotebookCellArrayChange(start, gone, cells),
                did_open=new,
                did_close=[types.TextDocumentIdentifier(c.uri) for c in removed if c.uri not in kept],
            )
        )

    def edit(self, index: int, old: str, new: str) -> None:
        uri = self.cells[index].uri
        range_ = self.editor.span(uri, old)
        self.editor.texts[uri] = self.editor.texts[uri].replace(old, new, 1)
        self.editor.versions[uri] += 1
        change = types.TextDocumentContentChangePartial(range_, new)
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=self.editor.versions[uri])
        self.change(text_content=[types.NotebookDocumentCellContentChanges(identifier, [change])])

    def close(self) -> None:
        self.editor.client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(
                types.NotebookDocumentIdentifier(self.uri),
                [types.TextDocumentIdentifier(c.uri) for c in self.cells],
            )
        )

    async def found(self) -> list[list[str]]:
        """Return the texts that the newest diagnostics mark, per cell, after all that was sent."""
        await self.editor.hover(self.cells[-1].uri, types.Position(0, 0))
        texts, known = self.editor.texts, self.editor.client.diagnostics
        assert all(c.uri in known for c in self.cells), "every cell has a list, an empty one too"
        return [
            [self.editor.slice(c.uri, d.range) for d in known[c.uri]] for c in self.cells if c.uri in texts
        ]


EXPECTED = [[], [], ["x * 3"], [], [], ["x"]]


@pytest.mark.parametrize("kind", ["jupyter-notebook", "interactive"])
async def test_findings_stand_in_their_cells(editor, kind) -> None:
    book = Book(editor, f"{kind}.ipynb", CELLS, kind)
    assert await book.found() == EXPECTED


async def test_messages_count_lines_in_cells(editor) -> None:
    book = Book(editor, "lines.ipynb", CELLS)
    await book.found()
    (finding,) = editor.client.diagnostics[book.cells[5].uri]
    where = "`z` was computed by `x * 3` on line 1 of cell 3, before `tape` started on line 1 of cell 4"
    assert finding.message.endswith(where)
    assert [one.message for one in finding.related_information] == [where]


async def test_hover_and_fix_in_a_cell(editor) -> None:
    book = Book(editor, "hover.ipynb", CELLS)
    uri = book.cells[5].uri
    hover = await editor.hover(uri, editor.at(uri, "y, x", "x"))
    assert "✗ **`z` = `x * 3`**" in hover.contents.value
    assert editor.slice(uri, hover.range) == "x"
    await book.found()
    actions = await editor.actions(uri, editor.span(uri, "x)"), ["quickfix"])
    ignore = next(a for a in actions if a.title.startswith("Ignore"))
    (change,) = ignore.edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (uri, 1)
    assert editor.applied(uri, ignore.edit) == CELLS[5] + "  # tapelens: ignore[computed-outside-tape]"


async def test_edits_inserts_moves_and_deletes(editor) -> None:
    book = Book(editor, "edits.ipynb", CELLS)
    assert await book.found() == EXPECTED
    book.edit(2, "x * 3", "x * 3 * 1")
    assert (await book.found())[2] == ["x * 3 * 1"]
    book.structure(0, 0, [book.item("new", "import numpy as np\nnp.random.seed(1)")])
    assert await book.found() == [[], [], [], ["x * 3 * 1"], [], [], ["x"]]
    gone = book.cells[6].uri
    book.structure(6, 1, [])
    assert await book.found() == [[], [], [], [], ["tf.GradientTape()"], []]  # nobody asks it any more
    assert editor.client.diagnostics[gone] == ()


async def test_a_moved_cell_is_read_where_it_stands(editor) -> None:
    book = Book(editor, "moved.ipynb", CELLS)
    assert await book.found() == EXPECTED
    moved = book.cells[2]  # clients close a moved cell's place and insert the same cell at the new one
    book.structure(2, 2, [book.cells[3], moved])
    assert await book.found() == [[]] * 6  # the tape's block reads what is not there yet
    book.structure(2, 2, [book.cells[3], book.cells[2]])
    assert await book.found() == EXPECTED


@pytest.mark.parametrize("language", ["markdown", "raw", "javascript"])
async def test_a_cell_that_is_no_longer_python(editor, language) -> None:
    book = Book(editor, f"{language}.ipynb", CELLS)
    assert await book.found() == EXPECTED
    kind = types.NotebookCellKind.Markup if language == "markdown" else types.NotebookCellKind.Code
    old = book.cells[2]

    def switch(kind: types.NotebookCellKind, language: str, version: int) -> None:
        book.change(
            structure=types.NotebookDocumentCellChangeStructure(
                types.NotebookCellArrayChange(2, 1, [types.NotebookCell(kind, old.uri)]),
                did_open=[types.TextDocumentItem(old.uri, language, version, CELLS[2])],
                did_close=[types.TextDocumentIdentifier(old.uri)],
            )
        )

    switch(kind, language, 2)
    await editor.hover(book.cells[-1].uri, types.Position(0, 0))
    assert editor.client.diagnostics[old.uri] == ()
    switch(types.NotebookCellKind.Code, "python", 3)
    await editor.hover(book.cells[-1].uri, types.Position(0, 0))
    assert len(editor.client.diagnostics[old.uri]) == 1
    switch(kind, language, 4)
    book.structure(2, 1, [book.item("W2", CELLS[2])])
    assert await book.found() == EXPECTED


async def test_what_a_run_changes_of_a_cell_is_not_its_text(editor) -> None:
    book = Book(editor, "run.ipynb", CELLS)
    await book.found()
    before = len(editor.published)
    cells = [types.NotebookCell(types.NotebookCellKind.Code, c.uri) for c in book.cells]
    book.change(data=cells)
    assert await book.found() == EXPECTED
    assert len(editor.published) == before


async def test_await_and_help_at_the_top_level(editor) -> None:
    cells = [
        *CELLS[:5],
        "await asyncio.sleep(1)\ntf.square?\nfiles = !ls",
        "async with a as b:\n    pass",
        CELLS[5],
    ]
    book = Book(editor, "await.ipynb", cells)
    assert await book.found() == [[], [], ["x * 3"], [], [], [], [], ["x"]]


async def test_a_script_with_cell_marks_is_one_program(editor) -> None:
    marked = "".join(f"# %%\n{cell}\n" for cell in CELLS[:4]) + f"# %% [markdown]\n# Text\n# %%\n{CELLS[5]}\n"
    uri = editor.open("cells.py", marked + "await asyncio.sleep(1)\n")
    found = await editor.diagnostics(uri)
    assert [editor.slice(uri, d.range) for d in found] == ["x", "x * 3"]


async def test_close_clears_every_cell(editor) -> None:
    book = Book(editor, "close.ipynb", CELLS)
    await book.found()
    book.close()
    uri = editor.open("other.py", "")
    await editor.diagnostics(uri)
    assert {editor.client.diagnostics[c.uri] for c in book.cells} == {()}


async def test_a_client_that_pulls_gets_cells_pushed_and_not_twice(start) -> None:
    editor = await start(editors.pulling())
    book = Book(editor, "pull.ipynb", CELLS)
    assert await book.found() == EXPECTED
    identifier = types.TextDocumentIdentifier(book.cells[5].uri)
    report = await editor.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier))
    assert list(report.items) == []


async def test_a_notebook_that_was_checked_before_it_was_opened_shows_in_its_cells_only(
    start, example, tmp_path
) -> None:
    cell = {"cell_type": "code", "source": example("moved_out"), "metadata": {}}
    file = tmp_path / "checked.ipynb"
    file.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}), encoding="utf-8")
    editor = await start()
    await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("tapelens.checkWorkspace"))
    assert len(editor.client.diagnostics[file.as_uri()]) == 2
    book = Book(editor, file.name, [example("moved_out")])
    assert len(await editor.diagnostics(book.cells[0].uri)) == 2
    assert editor.client.diagnostics[file.as_uri()] == ()
