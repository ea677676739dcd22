"""The protocol, with a short way for the two messages of every keystroke: the change and its diagnostics."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol


@dataclass(frozen=True, slots=True)
class Json:
    """A result that is written already; it holds ASCII alone, so that its length is its size."""

    text: str


class Protocol(LanguageServerProtocol):
    """Takes a well-formed change of a text as it is; everything else goes the base class's way."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._sending: set[asyncio.Future[Any]] = set()  # over TCP, as nobody else holds them

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

    def publish(self, uri: str, version: int | None, found: Sequence[str]) -> None:
        """Send the diagnostics of one document, each written already."""
        told = "" if version is None else f', "version": {version}'
        params = f'{{"uri": {json.dumps(uri)}, "diagnostics": [{", ".join(found)}]{told}}}'
        self._send_text(f'"method": "{types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}", "params": {params}')

    def written(self, record: object) -> str:
        """Return a record as JSON."""
        return json.dumps(self._converter.unstructure(record))

    def _send_response(self, msg_id: str | int, result: Any = None, error: Any = None) -> None:
        """Send a response; a result that is written already goes as it is."""
        if isinstance(result, Json):
            self._result_types.pop(msg_id, None)
            self._send_text(f'"id": {json.dumps(msg_id)}, "result": {result.text}')
        else:
            super()._send_response(msg_id, result, error)

    def _send_text(self, content: str) -> None:
        body = f'{{"jsonrpc": "{self.VERSION}", {content}}}'
        head = f"Content-Length: {len(body)}\r\n\r\n" if self._include_headers else ""
        sent = self.writer.write(f"{head}{body}".encode()) if self.writer is not None else None
        if inspect.isawaitable(sent):
            task = asyncio.ensure_future(sent)
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)


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
