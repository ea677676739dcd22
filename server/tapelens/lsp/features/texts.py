"""`textDocument/didOpen`, `didChange`, `didClose`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handlers; the texts themselves are up to date when these are called."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in server.elsewhere:
            server.elsewhere.discard(uri)
            server.publish(uri, None, [])
        server.changed(uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.desk.close(params.text_document.uri)
        if not server.client.pulls:
            server.publish(params.text_document.uri, None, [])
