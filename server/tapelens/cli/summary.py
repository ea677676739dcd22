"""What is said about a run as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tapelens.cli.report import Report
from tapelens.findings import Severity

_ORDER: tuple[Severity, ...] = ("error", "warning", "information", "hint")


class Summary:
    """Counts over all reports of a run."""

    def __init__(self, found: Sequence[Report]):
        self._reports = found
        self._results = [result for report in found for result in report.results]

    def statistics(self) -> str:
        """Return a line for each rule that was found, the most frequent first."""
        counts = Counter((result.finding.code, result.finding.name) for result in self._results)
        width = len(str(max(counts.values(), default=0)))
        return "".join(f"{n:>{width}}  {code}  {name}\n" for (code, name), n in counts.most_common())

    def failures(self) -> Iterator[str]:
        """Yield a line for each file that could not be checked."""
        for report in self._reports:
            if report.error:
                yield f"{report.path}: {report.error}"

    def closing(self, dry: bool = False) -> Iterator[str]:
        """Yield the notes and the last lines; `dry` says that fixes were not written."""
        for report in self._reports:
            for note in report.notes:
                yield f"{report.path}: note: {note}"
        fixed = sum(report.fixed for report in self._reports)
        if fixed:
            yield f"{'Would mend' if dry else 'Mended'} {_count(fixed, 'finding')}."
        yield self._last()

    def _last(self) -> str:
        checked = sum(not report.error for report in self._reports)
        if not self._results:
            return f"No problems in {_count(checked, 'file')}."
        levels = Counter(result.finding.severity for result in self._results)
        parts = ", ".join(_count(levels[level], level) for level in _ORDER if levels[level])
        safe = sum(any(fix.applicability == "safe" for fix in result.fixes) for result in self._results)
        mended = f"; {safe} can be mended with --fix" if safe else ""
        return f"Found {parts} in {_count(checked, 'file')}{mended}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 or word == 'information' else 's'}"
