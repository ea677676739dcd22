"""The first question to the knowledge table in a new process, against the import of a small standard module."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.table import Row, milliseconds, ratio

HEADS: Row = ("first look-up", "ms", "x import json")
TIMED = "import functools, pathlib, re, time, typing\nsince = time.perf_counter()\n{}\nprint(time.perf_counter() - since)"
LOOK_UP = "from tapelens.knowledge.table import lookup\nlookup('tensorflow.math.round')"


def compare(rounds: int) -> list[Row]:
    """Return a row for the look-up and one for the peer, rounds interleaved."""
    peer, own = [], []
    for _ in range(rounds):
        peer.append(seconds("import json"))
        own.append(seconds(LOOK_UP))
    base = statistics.median(peer)
    named = (("tapelens", statistics.median(own)), ("import json", base))
    return [(name, milliseconds(took), ratio(took, base)) for name, took in named]


def seconds(code: str) -> float:
    """Return how long the code takes in a process that has done nothing else."""
    return float(subprocess.check_output([sys.executable, "-c", TIMED.format(code)]))
