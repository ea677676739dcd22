"""Cost of a whole analysis from scratch against `ast.parse` of the same text, interleaved, in one process."""

from __future__ import annotations

import ast
import gc
import statistics
import time
from collections.abc import Callable

from tapelens.check import check

from benchmarks.corpus import script
from benchmarks.table import Row, milliseconds, ratio

HEADS: Row = ("lines", "check ms", "ast.parse ms", "ratio")


def compare(sizes: list[int], rounds: int) -> list[Row]:
    """Return a row per size; every round has a text of its own, so that nothing is remembered."""
    check(script(100, "warm"))
    return [row(lines, rounds) for lines in sizes]


def row(lines: int, rounds: int) -> Row:
    """Return the medians of one size and their ratio."""
    checks, parses = [], []
    for turn in range(rounds):
        text = script(lines, f"round {turn}")
        parses.append(seconds(ast.parse, text))
        checks.append(seconds(check, text))
    whole, parse = statistics.median(checks), statistics.median(parses)
    return (str(lines), milliseconds(whole), milliseconds(parse), ratio(whole, parse))


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return how long the work takes on a heap that was just swept."""
    gc.collect()
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start
