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


def reports(paths: Sequence[str], job: Job, jobs: int | None) -> Iterator[Report]:
    """Yield one report for each path, in order. `jobs` is the number of processes; None for one per core."""
    waiting = [path for path in paths if _matters(path)]
    workers = min(jobs or os.cpu_count() or 1, len(waiting))
    if workers <= 1 or (jobs is None and len(waiting) < _WORTH_IT):
        chosen = set(waiting)
        yield from (report_on(path, job) if path in chosen else Report(path) for path in paths)
    else:
        from tapelens.cli.processes import in_processes

        yield from in_processes(paths, waiting, job, workers)


def _matters(path: str) -> bool:
    try:
        return may_matter(Path(path).read_bytes())
    except OSError:
        return True
