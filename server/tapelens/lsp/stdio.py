"""The conversation over stdin and stdout: what comes is cut into messages, which the protocol's thread takes."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable, Iterator
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_CHUNK = 1 << 16
_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)


def serve(server: LanguageServer, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve until the client says goodbye or closes its end; return the exit code: 1 for `exit` without `shutdown`.

    The base class hands every line of a header to a pool of threads and waits for it; here a message is handed
    over once.
    """
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        asyncio.run(_conversation(server, stdin))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]
    return 0


async def _conversation(server: LanguageServer, stdin: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    cutter = Cutter()

    def take(chunk: bytes) -> None:
        if not chunk and not ended.done():
            ended.set_result(None)
        for body in cutter.messages(chunk):
            try:
                server.protocol.handle_message(server.protocol.structure_message(json.loads(body)))
            except Exception as error:
                server.report_server_error(error, JsonRpcException)

    if not _watched(loop, stdin.fileno(), take):
        # A daemon: at the end it may wait for a client that neither writes nor closes.
        Thread(target=_pump, args=(loop, stdin.fileno(), take), name="tapelens-stdin", daemon=True).start()
    await ended


def _watched(loop: asyncio.AbstractEventLoop, file: int, take: Callable[[bytes], None]) -> bool:
    """Have the loop itself read what comes; return whether it can: a thread between them costs a switch."""

    def read() -> None:
        try:
            chunk = os.read(file, _CHUNK)
        except BlockingIOError:  # there is nothing after all, in a pipe that does not wait
            return
        except OSError:
            chunk = b""
        if not chunk:
            loop.remove_reader(file)
        take(chunk)

    try:
        loop.add_reader(file, read)
    except (NotImplementedError, OSError):  # on Windows, and of a file that is no pipe
        return False
    return True


def _pump(loop: asyncio.AbstractEventLoop, file: int, take: Callable[[bytes], None]) -> None:
    # Unbuffered: a buffer's lock that is held at the end would keep the interpreter from ending.
    chunk = b"\0"
    while chunk:
        try:
            chunk = os.read(file, _CHUNK)
        except OSError:
            chunk = b""
        try:
            loop.call_soon_threadsafe(take, chunk)
        except RuntimeError:  # the loop was closed while this thread waited
            return


class Cutter:
    """Cuts what comes into messages."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._size: int | None = None  # of the message whose head was read

    def messages(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the bodies of the messages that are whole now."""
        self._waiting += chunk
        while self._has_head() and self._size is not None and len(self._waiting) >= self._size:
            body, self._size = self._taken(self._size), None
            if body:
                yield body

    def _has_head(self) -> bool:
        """Return whether the head of the next message is there, and cut it off."""
        if self._size is None:
            end = self._waiting.find(_HEAD_ENDS)
            if end < 0:
                return False
            length = _LENGTH.search(self._taken(end + len(_HEAD_ENDS)))
            self._size = int(length[1]) if length else 0
        return True

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken
