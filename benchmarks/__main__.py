"""All benchmarks in one command: `PYTHONPATH=server python -m benchmarks [--bin FOLDER-WITH-PEERS]`."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks import actions, analysis, batch, keystrokes, lookup, refresh
from benchmarks.corpus import tree
from benchmarks.servers import installed
from benchmarks.table import table

PARTS = ("keystrokes", "refresh", "batch", "analysis", "actions", "lookup")


def arguments() -> argparse.Namespace:
    """Return the command line, read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part (repeatable)")
    parser.add_argument(
        "--bin", action="append", type=Path, default=[], help="a folder with peers (repeatable)"
    )
    parser.add_argument("--only", action="append", help="only this server or checker (repeatable)")
    parser.add_argument(
        "--lines", action="append", type=int, help="a script's size (default 100, 1000, 10000)"
    )
    parser.add_argument("--files", type=int, default=5000, help="files of the tree")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=60, help="keystrokes of a round")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    if "PYTHONPATH" in os.environ:  # the servers run in other folders
        places = os.environ["PYTHONPATH"].split(os.pathsep)
        os.environ["PYTHONPATH"] = os.pathsep.join(str(Path(place).resolve()) for place in places)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users start from compiled files
    parts = options.part or PARTS
    sizes = options.lines or [100, 1000, 10000]
    if "keystrokes" in parts:
        type_in_all(options, sizes)
    if "refresh" in parts:
        rows = refresh.compare(installed(options.bin)[0], sizes, options.edits)
        show("an edit in an imported module against one in the script itself", refresh.HEADS, rows)
    if "batch" in parts:
        check_tree(options)
    if "analysis" in parts:
        rows = analysis.compare(sizes, options.rounds)
        show("a whole analysis against ast.parse", analysis.HEADS, rows)
    if "actions" in parts:
        rows = actions.compare(sizes, options.rounds)
        show("quick fixes at a position against a whole analysis", actions.HEADS, rows)
    if "lookup" in parts:
        show("the first question to the knowledge table", lookup.HEADS, lookup.compare(options.rounds))


def type_in_all(options: argparse.Namespace, sizes: list[int]) -> None:
    """Print keystroke latency, cold start and memory at every size."""
    servers = [s for s in installed(options.bin) if wanted(options, s.name) or s.name == "bare pygls"]
    for lines in sizes:
        rows = keystrokes.compare(servers, lines, options.rounds, options.edits)
        show(f"from keystroke to diagnostics, {lines} lines", keystrokes.HEADS, rows)


def check_tree(options: argparse.Namespace) -> None:
    """Print the batch checkers' times over a fresh tree."""
    commands = {n: c for n, c in batch.checkers(options.bin).items() if wanted(options, n)}
    with tempfile.TemporaryDirectory(prefix="tree-") as folder:
        tree(Path(folder), options.files)
        rows = batch.compare(Path(folder), commands, options.rounds)
    show(f"a tree of {options.files} files", batch.HEADS, rows)


def wanted(options: argparse.Namespace, name: str) -> bool:
    """Return whether the command line lets this one take part."""
    return not options.only or name in options.only


def show(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print one table."""
    print("\n".join(table(title, heads, rows)), flush=True)


if __name__ == "__main__":
    main()
