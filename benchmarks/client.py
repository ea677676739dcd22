"""A language client over stdio that notes the moment each message arrives; standard library only."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.processes import end
from benchmarks.servers import Server

Message = dict[str, Any]


class GoneError(Exception):
    """The server ended or closed its output."""


class Client:
    """One server process and the conversation with it."""

    def __init__(self, server: Server, root: Path):
        self.server = server
        self.root = root
        self.number = 0
        self.answers: dict[int, asyncio.Future[tuple[Message, float]]] = {}
        self.publish: list[tuple[Callable[[Message], bool], asyncio.Future[tuple[Message, float]]]] = []
        self.capabilities: Message = {}
        self.offered = asyncio.Event()

    async def start(self) -> float:
        """Start the server and return the seconds until it answered `initialize`."""
        self.started = time.perf_counter()
        self.process = await asyncio.create_subprocess_exec(
            *self.server.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=self.root,
            limit=2**26,
            start_new_session=True,
        )
        self.reader = asyncio.create_task(self.read())
        answer, at = await asyncio.wait_for(self.request("initialize", self.introduction()), 60)
        self.capabilities = answer["result"]["capabilities"]
        self.notify("initialized", {})
        if self.server.mode == "pull" and "diagnosticProvider" not in self.capabilities:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.offered.wait(), 5)
        return at - self.started

    def introduction(self) -> Message:
        """Return what an editor says of itself, pull diagnostics only where the server is measured so."""
        document: Message = {
            "synchronization": {"didSave": True},
            "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        }
        if self.server.mode == "pull":
            document["diagnostic"] = {"dynamicRegistration": True}
        folder = {"uri": self.root.as_uri(), "name": "benchmark"}
        return {
            "processId": os.getpid(),
            "rootUri": folder["uri"],
            "workspaceFolders": [folder],
            "capabilities": {
                "workspace": {"configuration": True, "workspaceFolders": True, "diagnostics": {}},
                "textDocument": document,
                "window": {"workDoneProgress": True},
                "general": {"positionEncodings": ["utf-16"]},
            },
        }

    @property
    def pulls(self) -> bool:
        """Whether diagnostics are asked for rather than awaited."""
        return self.server.mode == "pull" and (
            "diagnosticProvider" in self.capabilities or self.offered.is_set()
        )

    async def diagnostics(self, uri: str, version: int, since: float, limit: float) -> float:
        """Return the seconds from `since` until that version's diagnostics came; raises `TimeoutError`."""
        if self.pulls:
            answer, at = await asyncio.wait_for(self.pull(uri), limit)
            if "error" in answer:
                raise GoneError(str(answer["error"])[:200])
            return at - since

        def wanted(params: Message) -> bool:
            return params["uri"] == uri and (params.get("version") is None or params["version"] >= version)

        future: asyncio.Future[tuple[Message, float]] = asyncio.get_running_loop().create_future()
        self.publish.append((wanted, future))
        _, at = await asyncio.wait_for(future, limit)
        return at - since

    async def pull(self, uri: str) -> tuple[Message, float]:
        """Ask for diagnostics until the server does not call the request outdated."""
        while True:
            answer, at = await self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            if answer.get("error", {}).get("code") not in (-32802, -32801):
                return answer, at

    def request(self, method: str, params: Message | None) -> asyncio.Future[tuple[Message, float]]:
        """Send a request and return the future of its answer and the moment it came."""
        self.number += 1
        future: asyncio.Future[tuple[Message, float]] = asyncio.get_running_loop().create_future()
        self.answers[self.number] = future
        self.send({"id": self.number, "method": method, "params": params})
        return future

    def notify(self, method: str, params: Message) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def read(self) -> None:
        """Hand out every message until the server closes its output, then fail what still waits."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                body, at = await self.message()
                self.dispatch(json.loads(body), at)
        for future in [*self.answers.values(), *(f for _, f in self.publish)]:
            if not future.done():
                future.set_exception(GoneError(self.server.name))

    async def message(self) -> tuple[bytes, float]:
        """Return the next message's body and when its last byte was there."""
        assert self.process.stdout
        head = await self.process.stdout.readuntil(b"\r\n\r\n")
        rows = dict(row.lower().split(b":", 1) for row in head.strip().split(b"\r\n"))
        body = await self.process.stdout.readexactly(int(rows[b"content-length"]))
        return body, time.perf_counter()

    def dispatch(self, message: Message, at: float) -> None:
        """Settle an answer, answer a request of the server, or note diagnostics."""
        if "method" not in message:
            future = self.answers.pop(message["id"], None)
            if future and not future.done():
                future.set_result((message, at))
        elif "id" in message:
            self.send(
                {"id": message["id"], "result": self.reply(message["method"], message.get("params") or {})}
            )
        elif message["method"] == "textDocument/publishDiagnostics":
            self.published(message["params"], at)

    def published(self, params: Message, at: float) -> None:
        """Settle those who wait for these diagnostics."""
        for wanted, future in list(self.publish):
            if wanted(params):
                self.publish.remove((wanted, future))
                if not future.done():
                    future.set_result((params, at))

    def reply(self, method: str, params: Message) -> Any:
        """Return what a patient editor answers."""
        if any(r["method"] == "textDocument/diagnostic" for r in params.get("registrations", ())):
            self.offered.set()
        return [None] * len(params["items"]) if method == "workspace/configuration" else None

    async def stop(self) -> None:
        """Ask the server to end, and end it if it does not."""
        with suppress(asyncio.TimeoutError, GoneError, ConnectionError):
            await asyncio.wait_for(self.request("shutdown", None), 5)
            self.send({"method": "exit"})
            await asyncio.wait_for(self.process.wait(), 5)
        end(self.process.pid)
        await self.process.wait()
        self.reader.cancel()
