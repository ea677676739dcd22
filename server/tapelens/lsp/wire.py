"""The protocol, with a short way for the two messages of every keystroke: the change and its diagnostics."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """Takes a well-formed change of a text as it is; everything else goes the base class's way."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the record of a message."""
        if data.get("method") == types.TEXT_DOCUMENT_DID_CHANGE and "jsonrpc" in data:
            change = _change(data)
            if change is not None:
                return change
        return super().structure_message(data)

    def handle_message(self, message: Any) -> None:
        """Take a message; a change is applied and told without a detour over futures and generators."""
        if type(message) is not types.DidChangeTextDocumentNotification or self._shutdown:
            super().handle_message(message)
            return
        params = message.params
        for change in params.content_changes:
            self.workspace.update_text_document(params.text_document, change)
        handler = self.fm.features.get(types.TEXT_DOCUMENT_DID_CHANGE)
        if handler is not None:
            handler(params)

    def publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        """Send the diagnostics of one document."""
        params: dict[str, Any] = {"uri": uri, "diagnostics": [self._converter.unstructure(d) for d in found]}
        if version is not None:
            params["version"] = version
        self._send_data(
            {"jsonrpc": self.VERSION, "method": types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, "params": params}
        )


def _change(data: dict[str, Any]) -> types.DidChangeTextDocumentNotification | None:
    """Return the notification, None for one that is not as usual."""
    try:
        params = data["params"]
        where, changes = params["textDocument"], tuple(map(_edit, params["contentChanges"]))
        document = types.VersionedTextDocumentIdentifier(where["version"], where["uri"])
        return types.DidChangeTextDocumentNotification(types.DidChangeTextDocumentParams(document, changes))
    except (KeyError, TypeError, ValueError):
        return None


def _edit(change: dict[str, Any]) -> types.TextDocumentContentChangeEvent:
    if change.get("range") is None:
        return types.TextDocumentContentChangeWholeDocument(change["text"])
    start, end = change["range"]["start"], change["range"]["end"]
    range_ = types.Range(
        types.Position(start["line"], start["character"]), types.Position(end["line"], end["character"])
    )
    return types.TextDocumentContentChangePartial(range_, change["text"], change.get("rangeLength"))
