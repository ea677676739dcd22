"""Keystroke latency, cold start and memory of language servers, each round in a fresh process."""

from __future__ import annotations

import ast
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.client import Client, GoneError
from benchmarks.corpus import script
from benchmarks.processes import resident_mib
from benchmarks.servers import Server
from benchmarks.table import Row, milliseconds, ratio

TYPED = "loss = loss * 2.0"
PATIENCE = 5.0


@dataclass(slots=True)
class Measured:
    """What the rounds of one server gave, times in seconds."""

    ready: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    lost: int = 0
    failed: str = ""


def compare(servers: list[Server], lines: int, rounds: int, edits: int) -> list[Row]:
    """Return a row per server for a script of that size, the floor being what ratios are told against."""
    text = script(lines)
    found = {server.name: Measured() for server in servers}
    for turn in range(rounds):
        first = turn % len(servers)
        for server in servers[first:] + servers[:first]:
            if not found[server.name].failed:
                asyncio.run(measure(server, text, edits, found[server.name]))
    return [row(name, measured, found["bare pygls"]) for name, measured in found.items()]


def row(name: str, measured: Measured, floor: Measured) -> Row:
    """Return one line of the table."""
    if measured.failed or not measured.keys:
        return (name, measured.failed or "no answer")
    median = statistics.median(measured.keys)
    ready, memory = statistics.median(measured.ready), statistics.median(measured.memory)
    return (
        name,
        milliseconds(median),
        milliseconds(high(measured.keys)),
        ratio(median, statistics.median(floor.keys) if floor.keys else 0),
        milliseconds(ready),
        ratio(ready, statistics.median(floor.ready) if floor.ready else 0),
        f"{memory:.0f}",
        ratio(memory, statistics.median(floor.memory) if floor.memory else 0),
        str(measured.lost),
    )


HEADS: Row = ("server", "key ms", "95 %", "x floor", "ready ms", "x floor", "MiB", "x floor", "lost")


def high(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[min(len(times) - 1, len(times) * 95 // 100)]


async def measure(server: Server, text: str, edits: int, measured: Measured) -> None:
    """Add one round in a fresh process and a fresh folder to what was measured."""
    with tempfile.TemporaryDirectory(prefix="keystrokes-") as folder:
        path = Path(folder).resolve() / "train.py"
        path.write_text(text, "utf-8")
        client = Client(server, path.parent)
        try:
            await client.start()
            await open_and_type(client, path.as_uri(), text, edits, measured)
        except (GoneError, asyncio.TimeoutError, OSError) as error:
            measured.failed = f"failed: {type(error).__name__} {error}"
        finally:
            await client.stop()


async def open_and_type(client: Client, uri: str, text: str, edits: int, measured: Measured) -> None:
    """Open the script, then type a line into a function in its middle and delete it, again and again."""
    document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": document})
    await client.diagnostics(uri, 1, client.started, 120)
    measured.ready.append(time.perf_counter() - client.started)
    await asyncio.sleep(0.5)
    line, indent = place(text)
    version = 2
    await change(client, uri, version, (line, 0, 0), " " * indent + "\n", 60)
    for number in range(edits):
        version += 1
        step = number % (2 * len(TYPED))
        typing = step < len(TYPED)
        column = indent + (step if typing else 2 * len(TYPED) - step - 1)
        where = (line, column, column if typing else column + 1)
        try:
            took = await change(client, uri, version, where, TYPED[step] if typing else "", PATIENCE)
            measured.keys.append(took)
        except asyncio.TimeoutError:
            measured.lost += 1
        await asyncio.sleep(0.02)
    measured.memory.append(resident_mib(client.process.pid))


async def change(
    client: Client,
    uri: str,
    version: int,
    where: tuple[int, int, int],
    text: str,
    limit: float,
    awaited: str = "",
) -> float:
    """Send one edit and return the seconds until the diagnostics of its version, or of another file, came."""
    line, start, end = where
    edit = {
        "range": {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}},
        "text": text,
    }
    since = time.perf_counter()
    client.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": version}, "contentChanges": [edit]},
    )
    if awaited not in ("", uri):
        return await client.diagnostics(awaited, 0, since, limit)
    return await client.diagnostics(uri, version, since, limit)


def place(text: str) -> tuple[int, int]:
    """Return the line (from 0) and the indentation behind the last `loss = …` nearest the middle."""
    middle = text.count("\n") / 2
    assigns = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "loss"
    ]
    nearest = min(assigns, key=lambda node: abs(node.lineno - middle))
    return nearest.end_lineno or nearest.lineno, nearest.col_offset
