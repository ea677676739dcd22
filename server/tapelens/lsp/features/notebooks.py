"""`notebookDocument/didOpen`, `didChange`, `didClose`: the cells in order are one program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.lsp import programs

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handlers; the cells' texts are up to date when these are called."""

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenNotebookDocumentParams) -> None:
        server.take_over(params.notebook_document.uri)
        server.changed(params.notebook_document.uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeNotebookDocumentParams) -> None:
        cells = params.change.cells
        if _same(server, params.notebook_document.uri):
            return
        gone = cells.structure.did_close or [] if cells and cells.structure else []
        for cell in gone:
            server.publish(cell.uri, None, [])
        server.changed(params.notebook_document.uri)
        if server.client.refreshes_hints:  # a client asks again by itself for the edited cell only
            server.workspace_inlay_hint_refresh(None)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseNotebookDocumentParams) -> None:
        server.close(params.notebook_document.uri)
        server.mark(params.notebook_document.uri, {})
        server.status.forget(params.notebook_document.uri)
        for cell in params.cell_text_documents:
            server.publish(cell.uri, None, [])


def _same(server: Server, uri: str) -> bool:
    """Return whether the program is what it was: running a cell changes what the client says of it."""
    known = next((program for program in server.desk.programs if program.key == uri), None)
    now = programs.of_notebook(server.texts, uri, 0, known.chosen) if known is not None else None
    return known is not None and now is not None and known.pages == now.pages
