"""`textDocument/didOpen`, `didChange`, `didClose`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handlers; the texts themselves are up to date when these are called."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.take_over(uri)
        server.settings.look_again()
        server.desk.look_again()  # the file may be new, and not every client watches the disk
        server.changed(uri)
        path = to_fs_path(uri)
        if path is not None and not Path(path).exists():
            server.appeared(path)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)
        server.mark(params.text_document.uri, {})
        server.status.forget(params.text_document.uri)
        path = to_fs_path(params.text_document.uri)
        if path is not None:
            server.changed_elsewhere(path)
        if not server.client.pulls:
            server.publish(params.text_document.uri, None, [])
