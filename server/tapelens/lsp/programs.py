"""What is analysed as one: an open file, or the Python cells of an open notebook in order."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path

from tapelens.lsp.convert import Page, Pages
from tapelens.lsp.settings import Chosen
from tapelens.lsp.texts import OpenText, OpenTexts

PYTHON = ("python", "")


@dataclass(frozen=True, slots=True)
class Program:
    """One state of a program; `serial` grows with each, whatever the client's versions do."""

    key: str
    serial: int
    text: str
    pages: Pages
    path: str | None
    chosen: Chosen

    @property
    def notebook(self) -> bool:
        """Whether the program stands in the cells of a notebook."""
        return self.key.endswith(".ipynb") or not self.pages.pages or self.pages.pages[0].uri != self.key


def key_of(texts: OpenTexts, uri: str) -> str | None:
    """Return the key of the program that a text belongs to, None for a text that is not open."""
    notebook = texts.get_notebook_document(cell_uri=uri)
    if notebook is not None:
        return notebook.uri
    document = texts.text_documents.get(unquote(uri))
    return document.uri if document is not None else None


def of_file(texts: OpenTexts, uri: str, serial: int, chosen: Chosen) -> Program | None:
    """Return the program of an open file, None for one that is not Python."""
    document = texts.text_documents.get(unquote(uri))
    if not isinstance(document, OpenText) or (document.language_id or "") not in PYTHON:
        return None
    page = Page(document.uri, document.version, tuple(document.rows), 0, texts.encoding)
    return Program(document.uri, serial, document.source, Pages((page,)), to_fs_path(uri), chosen)


def of_notebook(texts: OpenTexts, uri: str, serial: int, chosen: Chosen) -> Program | None:
    """Return the program of an open notebook."""
    from tapelens.source.notebook import join

    notebook = texts.get_notebook_document(notebook_uri=uri)
    if notebook is None:
        return None
    cells = _code_cells(texts, notebook)
    text, starts = join(cell.source for cell in cells)
    pages = tuple(
        Page(cell.uri, cell.version, tuple(cell.rows), first, texts.encoding)
        for cell, first in zip(cells, starts, strict=True)
    )
    return Program(uri, serial, text, Pages(pages), to_fs_path(uri), chosen)


def _code_cells(texts: OpenTexts, notebook: types.NotebookDocument) -> list[OpenText]:
    code = [cell.document for cell in notebook.cells if cell.kind == types.NotebookCellKind.Code]
    documents = [texts.text_documents.get(unquote(uri)) for uri in code]
    return [
        document
        for document in documents
        if isinstance(document, OpenText) and (document.language_id or "") in PYTHON
    ]
