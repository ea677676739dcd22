"""Many files at once, in processes; the reports come back in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tapelens.cli.analyse import Job, known_report, report_on
from tapelens.cli.report import Report
from tapelens.source.relevance import is_odd, may_matter

# Starting a process costs as much as analysing a few files.
_WORTH_IT = 8


def reports(paths: Sequence[str], job: Job, jobs: int | None) -> Iterator[Report]:
    """Yield one report for each path, in order. `jobs` is the number of processes; None for one per core."""
    known: dict[str, Report] = {}
    waiting: list[str] = []
    for path in paths:
        data = _read(path)
        if data is not None and not may_matter(data) and not is_odd(path, data):
            continue
        report = known_report(path, data, job) if data is not None else None
        if report is None:
            waiting.append(path)
        else:
            known[path] = report
    workers = min(jobs or os.cpu_count() or 1, len(waiting))
    if workers <= 1 or (jobs is None and len(waiting) < _WORTH_IT):
        chosen = set(waiting)
        yield from (report_on(path, job) if path in chosen else _without_work(path, known) for path in paths)
    else:
        from tapelens.cli.processes import in_processes

        made = in_processes(waiting, job, workers)
        chosen = set(waiting)
        yield from (next(made) if path in chosen else _without_work(path, known) for path in paths)


def _without_work(path: str, known: Mapping[str, Report]) -> Report:
    return known.get(path) or Report(path)


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
