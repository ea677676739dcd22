"""The conversation over stdin and stdout: one thread reads whatever comes, the protocol's thread does the rest."""

from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import TYPE_CHECKING, BinaryIO

from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_CHUNK = 1 << 16


def serve(server: LanguageServer, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Serve until the client says goodbye or closes its end.

    The base class hands every line of a header to a pool of threads and waits for it; here a message that has
    come in one piece is taken in one piece.
    """
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        asyncio.run(_conversation(server, stdin))
    except (BrokenPipeError, KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def _conversation(server: LanguageServer, stdin: BinaryIO) -> None:
    stream = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    # A daemon: at the end it may wait for a client that neither writes nor closes.
    Thread(target=_pump, args=(stdin, stream, loop), name="tapelens-stdin", daemon=True).start()
    await run_async(Event(), stream, server.protocol, error_handler=server.report_server_error)


def _pump(stdin: BinaryIO, stream: asyncio.StreamReader, loop: asyncio.AbstractEventLoop) -> None:
    # Unbuffered: a lock of a buffer that is held at the end would stop the interpreter from ending.
    source = getattr(stdin, "raw", stdin)
    try:
        while chunk := source.read(_CHUNK):
            loop.call_soon_threadsafe(stream.feed_data, chunk)
        loop.call_soon_threadsafe(stream.feed_eof)
    except (OSError, RuntimeError, ValueError):
        return  # the loop or the pipe was closed while this thread waited
