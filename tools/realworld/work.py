"""Analyse one file under a time limit, and many files in a few processes."""

from __future__ import annotations

import ast
import multiprocessing
import signal
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from tapelens import heap
from tapelens.check import Analysis, check
from tapelens.project.config import Finder
from tapelens.project.files import Files

from tools.realworld import followed
from tools.realworld.read import program
from tools.realworld.record import Record, said

FILES = Files()  # modules are read once for the whole run
SETTINGS = Finder()


class TooLateError(BaseException):
    """The time limit of one file; not an Exception, so that no handler in between swallows it."""


def on_alarm(_signal: int, _frame: FrameType | None) -> None:
    raise TooLateError


def limited(text: str, path: str | None, limit: float) -> tuple[Analysis, float]:
    """Return the analysis and its processor seconds; raises `TooLateError` past the limit, counted in the same."""
    signal.signal(signal.SIGPROF, on_alarm)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        start = time.process_time()
        options = SETTINGS.of(Path(path).parent).options_for(path) if path is not None else None
        return check(text, options, path=path, project=FILES), time.process_time() - start
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def parse_seconds(text: str) -> float:
    """Return the best of three `ast.parse`, 0 for a text that does not parse."""
    best = float("inf")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(3):
            start = time.process_time()
            try:
                ast.parse(text)
            except (SyntaxError, ValueError, RecursionError):
                return 0.0
            best = min(best, time.process_time() - start)
    return best


def examine(job: tuple[Path, float]) -> Record:
    """Return the record of one file, a crash or a missed limit included."""
    path, limit = job
    text = program(path)
    tally = followed.fresh()
    name, lines, parse = str(path), text.count("\n") + 1, parse_seconds(text)
    try:
        analysis, seconds = limited(text, name, limit)
    except TooLateError:
        return Record(name, lines, limit, parse, late=True)
    except Exception:
        return Record(name, lines, 0.0, parse, crash=traceback.format_exc())
    return Record(
        name,
        lines,
        seconds,
        parse,
        gradients=len(analysis.gradients),
        findings=tuple(said(f) for f in analysis.findings),
        notes=analysis.notes,
        followed=tally.followed,
        unknown=tally.unknown,
    )


def examine_all(paths: list[Path], limit: float, processes: int) -> Iterator[Record]:
    """Yield a record per file, in the order of the paths."""
    jobs = [(path, limit) for path in paths]
    followed.install()
    heap.look_rarely(heap.IN_A_BATCH)  # as the command line does
    if processes == 1:
        yield from map(examine, jobs)
        return
    with multiprocessing.Pool(processes, maxtasksperchild=50) as pool:
        yield from pool.imap(examine, jobs, chunksize=1)
