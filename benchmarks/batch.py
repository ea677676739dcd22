"""Checking a whole tree at once: wall time and memory of batch checkers, caches off, rounds interleaved."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.processes import resident_mib
from benchmarks.servers import which
from benchmarks.table import Row, ratio

# One line per finding, and no fixes worked out, where a checker has the choice.
LINES = ("--output-format", "concise")
HEADS: Row = ("checker", "s", "x ruff", "peak MiB")
READING = """
import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob('*.py'):
    data = path.read_bytes()
    if b'GradientTape' in data:
        ast.parse(data)
"""


def checkers(folders: list[Path]) -> dict[str, list[str]]:
    """Return the commands that are installed; `reading` is the floor: read, search, parse what has a tape."""
    own = {
        "tapelens": [sys.executable, "-m", "tapelens", "check", "--no-cache", "--exit-zero", *LINES, "{}"],
        "reading": [sys.executable, "-c", READING, "{}"],
    }
    peers = {
        "ruff": ["ruff", "check", "--no-cache", "--exit-zero", *LINES, "{}"],
        "pyflakes": ["pyflakes", "{}"],
        "ty": ["ty", "check", "--exit-zero", "{}"],
        "zuban": ["zuban", "check", "{}"],
        "pyrefly": ["pyrefly", "check", "{}"],
    }
    found = {name: [path, *rest] for name, (first, *rest) in peers.items() if (path := which(first, folders))}
    return own | found


def compare(tree: Path, commands: dict[str, list[str]], rounds: int) -> list[Row]:
    """Return a row per checker over the tree, slow ones (half a minute) run once."""
    walls: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, float] = dict.fromkeys(commands, 0.0)
    for _ in range(rounds):
        for name, command in commands.items():
            if not walls[name] or walls[name][0] < 30:
                seconds, peak = run([part.format(tree) if part == "{}" else part for part in command])
                walls[name].append(seconds)
                peaks[name] = max(peaks[name], peak)
    base = statistics.median(walls["ruff"]) if "ruff" in walls else 0.0
    return [
        (name, f"{statistics.median(w):.2f}", ratio(statistics.median(w), base), f"{peaks[name]:.0f}")
        for name, w in walls.items()
    ]


def run(command: list[str]) -> tuple[float, float]:
    """Return the wall seconds and the peak of the resident memory that sampling saw, in MiB."""
    start, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, resident_mib(process.pid))
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    if process.returncode not in (0, 1):  # 1 is how some say that they found something
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}")
    return time.perf_counter() - start, peak
