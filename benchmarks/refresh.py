"""An edit in a helper module against an edit in the open script that imports it: until the script's diagnostics come."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path

from benchmarks.client import Client
from benchmarks.corpus import script
from benchmarks.keystrokes import TYPED, change
from benchmarks.servers import Server
from benchmarks.table import Row, milliseconds, ratio

HEADS: Row = ("lines", "own edit ms", "helper's edit ms", "ratio")
HELPER = '''

def shrinkage(weight):
    """Return what large weights cost."""
    loss = tf.reduce_sum(tf.square(weight))
    return loss
'''
USER = """

def shrink(weight):
    with tf.GradientTape() as tape:
        tape.watch(weight)
        loss = shrinkage(weight)
    return tape.gradient(loss, weight)
"""
IMPORT = "from helper import shrinkage\n"


def compare(server: Server, sizes: list[int], edits: int) -> list[Row]:
    """Return a row per size of the two files."""
    rows: list[Row] = []
    for lines in sizes:
        own, other = asyncio.run(measure(server, lines, edits))
        rows.append((str(lines), milliseconds(own), milliseconds(other), ratio(other, own)))
    return rows


async def measure(server: Server, lines: int, edits: int) -> tuple[float, float]:
    """Return the median seconds after an edit of the script, and after one of its helper."""
    with tempfile.TemporaryDirectory(prefix="refresh-") as folder:
        root = Path(folder).resolve()
        texts = {
            "train.py": IMPORT + script(lines) + USER,
            "helper.py": script(lines, seed=2, tapes=False) + HELPER,
        }
        client = Client(server, root)
        try:
            await client.start()
            for name, text in texts.items():
                (root / name).write_text(text, "utf-8")
                document = {"uri": (root / name).as_uri(), "languageId": "python", "version": 1, "text": text}
                client.notify("textDocument/didOpen", {"textDocument": document})
            await client.diagnostics((root / "train.py").as_uri(), 1, client.started, 120)
            await asyncio.sleep(1)
            own = await typed(client, root, "train.py", texts["train.py"], edits)
            return own, await typed(client, root, "helper.py", texts["helper.py"], edits)
        finally:
            await client.stop()


async def typed(client: Client, root: Path, name: str, text: str, edits: int) -> float:
    """Return the median seconds from an edit behind the file's last `loss =` to the script's diagnostics."""
    lines = text.split("\n")
    line = max(number for number, content in enumerate(lines) if content.lstrip().startswith("loss = ")) + 1
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    uri, script_uri = (root / name).as_uri(), (root / "train.py").as_uri()
    took: list[float] = []
    await change(client, uri, 2, (line, 0, 0), " " * indent + "\n", 60, script_uri)
    for number in range(edits):
        step = number % (2 * len(TYPED))
        typing = step < len(TYPED)
        column = indent + (step if typing else 2 * len(TYPED) - step - 1)
        where = (line, column, column if typing else column + 1)
        took.append(
            await change(client, uri, 3 + number, where, TYPED[step] if typing else "", 60, script_uri)
        )
        await asyncio.sleep(0.03)
    return statistics.median(took)
