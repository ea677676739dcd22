"""The conversation over stdin and stdout: one thread cuts what comes into messages, the protocol's takes them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_CHUNK = 1 << 16
_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)


def serve(server: LanguageServer, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Serve until the client says goodbye or closes its end.

    The base class hands every line of a header to a pool of threads and waits for it; here a message is handed
    over once.
    """
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        asyncio.run(_conversation(server, stdin))
    except (BrokenPipeError, KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def _conversation(server: LanguageServer, stdin: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def take(body: bytes) -> None:
        try:
            server.protocol.handle_message(json.loads(body, object_hook=server.protocol.structure_message))
        except Exception as error:
            server.report_server_error(error, JsonRpcException)

    def pump() -> None:
        try:
            for body in messages(stdin):
                loop.call_soon_threadsafe(take, body)
            loop.call_soon_threadsafe(ended.set_result, None)
        except (OSError, RuntimeError, ValueError):
            return  # the loop or the pipe was closed while this thread waited

    # A daemon: at the end it may wait for a client that neither writes nor closes.
    Thread(target=pump, name="tapelens-stdin", daemon=True).start()
    await ended


def messages(stdin: BinaryIO) -> Iterator[bytes]:
    """Yield the bodies of the messages in a stream until it ends."""
    # Unbuffered: a lock of a buffer that is held at the end would stop the interpreter from ending.
    source = getattr(stdin, "raw", stdin)
    waiting = b""
    while chunk := source.read(_CHUNK):
        waiting += chunk
        while (end := waiting.find(_HEAD_ENDS)) >= 0:
            start = end + len(_HEAD_ENDS)
            length = _LENGTH.search(waiting, 0, end + 1)
            size = int(length[1]) if length else 0
            while len(waiting) < start + size:
                chunk = source.read(max(_CHUNK, start + size - len(waiting)))
                if not chunk:
                    return
                waiting += chunk
            if size:
                yield waiting[start : start + size]
            waiting = waiting[start + size :]
