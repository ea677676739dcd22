"""The short way of a change: what it takes is what the long way takes, and what it does not know it leaves."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol
from tapelens.lsp import stdio
from tapelens.lsp.server import Server, create
from tapelens.lsp.wire import Protocol

PLACE = {"start": {"line": 0, "character": 1}, "end": {"line": 2, "character": 3}}
CHANGES = [
    [{"range": PLACE, "text": "x"}],
    [{"range": PLACE, "text": "x", "rangeLength": 4}, {"text": "all"}],
    [{"text": ""}],
    [],
]
ODD = [
    {"textDocument": {"uri": "file:///a.py", "version": 1}},
    {"textDocument": {"uri": "file:///a.py", "version": "1"}, "contentChanges": []},
    {"textDocument": {"uri": "file:///a.py", "version": 1}, "contentChanges": [{"text": 3}]},
    {"textDocument": {"uri": "file:///a.py", "version": 1}, "contentChanges": [{"range": {}, "text": ""}]},
]


def usual(changes: list[Any]) -> dict[str, Any]:
    return {"textDocument": {"uri": "file:///a.py", "version": 7}, "contentChanges": changes}


@pytest.fixture(scope="module")
def server() -> Server:
    return create()


def message(params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


def read(server: Server, kind: type[LanguageServerProtocol], params: Any) -> object:
    try:
        return kind.structure_message(server.protocol, message(params))
    except JsonRpcException as error:
        return type(error)


@pytest.mark.parametrize("params", [*map(usual, CHANGES), *ODD])
def test_a_change_is_read_as_the_base_class_reads_it(server: Server, params: Any) -> None:
    assert read(server, Protocol, params) == read(server, LanguageServerProtocol, params)


async def test_a_change_of_a_text_that_is_not_open_is_logged(start, example) -> None:
    editor = await start()
    identifier = types.VersionedTextDocumentIdentifier(1, editor.uri("nowhere.py"))
    whole = types.TextDocumentContentChangeWholeDocument("x = 1")
    editor.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))
    assert "nowhere.py" in await editor.log("could not be handled")
    uri = editor.open("train.py", example("moved_out"))
    assert len(await editor.diagnostics(uri)) == 2


def trickling(data: bytes) -> BinaryIO:
    """A pipe that gives a byte at a time."""
    read, write = os.pipe()

    def trickle() -> None:
        for byte in data:
            os.write(write, bytes([byte]))
        os.close(write)

    threading.Thread(target=trickle).start()
    return os.fdopen(read, "rb")


def on_disk(data: bytes) -> BinaryIO:
    """A file, of which no loop is told when it can be read."""
    file = os.fdopen(tempfile.mkstemp()[0], "w+b")
    file.write(data)
    file.seek(0)
    return file


@pytest.mark.parametrize("stream", [trickling, on_disk])
def test_messages_may_come_in_pieces_and_the_end_of_the_pipe_is_the_end(
    stream: Callable[[bytes], BinaryIO],
) -> None:
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "nothing/known", "params": {}}'
    given = b"Content-Length: %d\r\nContent-Type: text/plain\r\n\r\n%s" % (len(body), body)
    out = io.BytesIO()
    out.close = lambda: None  # type: ignore[method-assign]
    with stream(given * 2) as stdin:
        stdio.serve(create(), stdin, out)
    assert out.getvalue().count(b"nothing/known") >= 2
