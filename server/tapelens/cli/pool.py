"""Many files at once, in processes; the reports come back in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tapelens.cli.analyse import Job, report_on
from tapelens.cli.report import Report
from tapelens.source.relevance import may_matter

# Starting a process costs as much as analysing a few files.
_WORTH_IT = 8
_JOB: Job | None = None


def reports(paths: Sequence[str], job: Job, jobs: int | None) -> Iterator[Report]:
    """Yield one report for each path, in order. `jobs` is the number of processes; None for one per core."""
    waiting = [path for path in paths if _matters(path)]
    workers = min(jobs or os.cpu_count() or 1, len(waiting))
    if workers <= 1 or (jobs is None and len(waiting) < _WORTH_IT):
        chosen = set(waiting)
        yield from (report_on(path, job) if path in chosen else Report(path) for path in paths)
    else:
        yield from _in_processes(paths, waiting, job, workers)


def _matters(path: str) -> bool:
    try:
        return may_matter(Path(path).read_bytes())
    except OSError:
        return True


def _in_processes(paths: Sequence[str], waiting: Sequence[str], job: Job, workers: int) -> Iterator[Report]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(job,)) as pool:
        futures = {path: pool.submit(_work, path) for path in waiting}
        for path in paths:
            future = futures.get(path)
            if future is None:
                yield Report(path)
                continue
            try:
                yield future.result()
            except Exception as error:
                yield Report(path, error=f"the process that analysed this file ended: {type(error).__name__}")


def _begin(job: Job) -> None:
    global _JOB
    _JOB = job


def _work(path: str) -> Report:
    assert _JOB is not None
    return report_on(path, _JOB)
