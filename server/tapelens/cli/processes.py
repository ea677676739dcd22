"""The processes behind `pool`: loaded only for runs that are worth it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from importlib import import_module

from tapelens import heap
from tapelens.cli.analyse import FAILED, Job, report_on
from tapelens.cli.report import Report

_JOB: Job | None = None


class Crew:
    """Processes that work on files: `submit` starts the work on one and returns what waits for its report."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._pool = _executor(job, workers)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, path: str) -> Callable[[], Report]:
        """Have a file worked on."""
        try:
            future = self._pool.submit(_work, path)
        except BrokenExecutor:
            return lambda: _alone(path, self._job)
        return lambda: self._answer(future, path)

    def _answer(self, future: Future[Report], path: str) -> Report:
        try:
            return future.result()
        except BrokenExecutor:
            return _alone(path, self._job)


def _alone(path: str, job: Job) -> Report:
    """Return the report of a file in a process of its own: another one may have ended its process, and all others."""
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
    heap.look_rarely(heap.IN_A_BATCH)


def _work(path: str) -> Report:
    assert _JOB is not None
    return report_on(path, _JOB)
