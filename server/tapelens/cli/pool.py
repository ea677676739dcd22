"""Many files at once, in processes; the reports come back in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tapelens.cli.analyse import Job, known_report, report_on
from tapelens.cli.report import Report
from tapelens.source.relevance import is_odd, may_matter

# Starting a process costs as much as analysing a few files.
_WORTH_IT = 8
Made = Callable[[], Report]  # gives a report, and waits for it


def reports(paths: Sequence[str], job: Job, jobs: int | None) -> Iterator[Report]:
    """Yield one report for each path, in order. `jobs` is the number of processes; None for one per core."""
    workers = jobs or os.cpu_count() or 1
    enough = 2 if jobs is not None else _WORTH_IT
    with ExitStack() as stack:
        made: dict[str, Made] = {}
        waiting: list[str] = []
        submit: Callable[[str], Made] | None = None
        for path, known in _looked_at(paths, job):
            if known is not None:
                made[path] = partial(_itself, known)
                continue
            waiting.append(path)
            if submit is not None:
                made[path] = submit(path)
            elif workers > 1 and len(waiting) == enough:
                # The others are looked at while these are worked on.
                submit = _crew(stack, job, workers)
                made.update({one: submit(one) for one in waiting})
        for path in waiting if submit is None else ():
            made[path] = partial(report_on, path, job)
        yield from (made[path]() if path in made else Report(path) for path in paths)


def _looked_at(paths: Sequence[str], job: Job) -> Iterator[tuple[str, Report | None]]:
    """Yield the files that there is anything to say of, with their reports where they are known already."""
    for path in paths:
        data = _read(path)
        if data is None or may_matter(data) or is_odd(path, data):
            yield path, known_report(path, data, job) if data is not None else None


def _crew(stack: ExitStack, job: Job, workers: int) -> Callable[[str], Made]:
    from tapelens.cli.processes import Crew

    return stack.enter_context(Crew(job, workers)).submit


def _itself(report: Report) -> Report:
    return report


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
