"""Say what a run found, and how it differs from the one before."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator

from tools.realworld.record import Place, Record, Run, Said


def report(run: Run, before: Run, show: str) -> Iterator[str]:
    """Yield the lines of the report; `show` is which findings come with their stories: all, new or none."""
    records = list(run.records.values())
    fresh, gone = differences(run, before)
    if show == "all":
        yield from stories((r, f) for r in records for f in r.findings)
    elif show == "new":
        yield from stories(fresh)
    for record, finding in gone:
        yield f"gone  {record.path}:{finding.line} {finding.name} {finding.source}"
    yield from troubles(records)
    yield from costs(records)
    notebooks = [r for r in records if r.path.endswith(".ipynb")]
    for where, some in (("", records), (" in notebooks", notebooks)):
        inside, unknown = sum(r.followed for r in some), sum(r.unknown for r in some)
        if inside + unknown:
            share = f"{inside} followed, {unknown} unknown ({inside / (inside + unknown):.0%} followed)"
            yield f"calls from tapes{where} into other modules: {share}"
    counted = Counter(f.name for r in records for f in r.findings)
    for name, number in counted.most_common():
        yield f"{number:5}  {name}"
    yield (
        f"{len(records)} files, {sum(r.gradients for r in records)} gradient calls, "
        f"{counted.total()} findings, {len(fresh)} new, {len(gone)} gone, "
        f"{sum(bool(r.crash) for r in records)} crashes, {sum(r.late for r in records)} past the limit"
    )


def differences(run: Run, before: Run) -> tuple[list[tuple[Record, Said]], list[tuple[Record, Said]]]:
    """Return the findings that are new and those that are gone; files that only one run saw do not count."""
    fresh: list[tuple[Record, Said]] = []
    gone: list[tuple[Record, Said]] = []
    for path, record in run.records.items():
        old = before.records.get(path)
        then = {f.key for f in old.findings} if old else set()
        now = {f.key for f in record.findings}
        fresh += [(record, f) for f in record.findings if f.key not in then]
        gone += [(old, f) for f in old.findings if f.key not in now] if old else []
    return fresh, gone


def stories(found: Iterator[tuple[Record, Said]] | list[tuple[Record, Said]]) -> Iterator[str]:
    """Yield every finding with its causes and its story."""
    for record, finding in found:
        rule = f"{finding.severity} {finding.code} {finding.name}"
        yield f"{record.path}:{finding.line} {rule}: {finding.message}"
        yield from (shown("cause", p) for p in finding.causes)
        yield from (shown("step", p) for p in finding.story)
        yield ""


def shown(label: str, place: Place) -> str:
    """Return one line of a story."""
    where = f"{place.path}:{place.line}" if place.path else str(place.line)
    return f"    {label} {where} [{place.what}] {place.text}"


def troubles(records: list[Record]) -> Iterator[str]:
    """Yield the crashes and the files that ran into the limit."""
    for record in records:
        if record.crash:
            yield f"CRASH {record.path}\n{record.crash}"
        if record.late:
            yield f"LATE  {record.path} ({record.lines} lines)"


def costs(records: list[Record]) -> Iterator[str]:
    """Yield the ratio to `ast.parse` (median, 95th percentile, worst) and the slowest files."""
    timed = sorted((r for r in records if r.ratio), key=lambda r: r.ratio)
    if not timed:
        return
    high = timed[min(len(timed) - 1, len(timed) * 95 // 100)]
    yield (
        f"analysis against ast.parse: median {statistics.median(r.ratio for r in timed):.1f}, "
        f"95 % {high.ratio:.1f}, worst {timed[-1].ratio:.1f}"
    )
    for record in sorted(timed, key=lambda r: -r.seconds)[:10]:
        cost = f"{record.seconds * 1000:8.0f} ms  {record.ratio:6.1f} x"
        yield f"  {cost}  {record.lines:6} lines  {record.path}"
