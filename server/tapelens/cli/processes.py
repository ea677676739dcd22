"""The processes behind `pool`: loaded only for runs that are worth it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from importlib import import_module

from tapelens import heap
from tapelens.cli.analyse import FAILED, Job, report_on
from tapelens.cli.report import Report

_JOB: Job | None = None


def in_processes(paths: Sequence[str], job: Job, workers: int) -> Iterator[Report]:
    """Yield one report for each path, in order."""
    with _executor(job, workers) as pool:
        futures = [pool.submit(_work, path) for path in paths]
        for path, future in zip(paths, futures):
            yield _answer(future, path, job)


def _answer(future: Future[Report], path: str, job: Job) -> Report:
    try:
        return future.result()
    except BrokenExecutor:
        # One file has ended its process and with it the pool: each of the others gets a process of its own.
        try:
            with _executor(job, 1) as alone:
                return alone.submit(_work, path).result()
        except BrokenExecutor:
            return Report(path, error=f"{FAILED}: its process ended")


def _executor(job: Job, workers: int) -> ProcessPoolExecutor:
    # Forking saves each process the start of Python; this program has no threads that could be cut in two.
    # What every process needs is loaded before, once.
    import_module("tapelens.analysis")
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(workers, context, _begin, (job,))


def _begin(job: Job) -> None:
    global _JOB
    _JOB = job
    heap.look_rarely()


def _work(path: str) -> Report:
    assert _JOB is not None
    return report_on(path, _JOB)
