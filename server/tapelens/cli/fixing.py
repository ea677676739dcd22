"""`--fix` and `--diff`: apply fixes one after the other until no more are offered."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tapelens.check import Analysis, check
from tapelens.cli.analyse import Job, Opened, open_bytes, render
from tapelens.cli.report import Report
from tapelens.findings import Edit, Finding, Fix
from tapelens.project.files import Files
from tapelens.source.document import Document
from tapelens.source.relevance import is_odd, may_matter

# Each round applies one fix; a file that needs more than this is not stable under its fixes.
_ROUNDS = 100


class Fixer:
    """Fixes the files of one run; a fix may change any of them, and what it made is what the next fix sees.

    `after` holds what is to be written, by the file's name in the run. Nothing is written here.
    """

    def __init__(self, job: Job, paths: Iterable[str], unsafe: bool):
        self.after: dict[str, bytes] = {}
        self._job = job
        self._unsafe = unsafe
        self._names = {_absolute(path): path for path in paths}
        self._opened: dict[str, Opened] = {}
        self._files = Files(self._text)

    def fixed(self, path: str, data: bytes) -> Report:
        """Return the report on a file after its fixes; raises what analysing it raises."""
        data = self.after.get(path, data)
        if not may_matter(data) and not is_odd(path, data):
            return Report(path)
        opened, count = open_bytes(path, data), 0
        refused: set[tuple[object, ...]] = set()
        analysis = self._check(path, opened)
        while count < _ROUNDS:
            chosen = self._choose(analysis, refused)
            if chosen is None:
                break
            changed = self._applied(path, opened, chosen)
            if changed is None:
                refused.add(_key(chosen))
                continue
            self._take(changed)
            opened, count = changed.get(path, opened), count + 1
            analysis = self._check(path, opened)
        return replace(render(path, opened, analysis, self._job.fixes), fixed=count)

    def _check(self, path: str, opened: Opened) -> Analysis:
        return check(opened.text, self._job.options(path), _absolute(path), self._files)

    def _text(self, path: str) -> str | None:
        opened = self._opened.get(path)
        return opened.text if opened is not None else None

    def _choose(self, analysis: Analysis, refused: set[tuple[object, ...]]) -> Fix | None:
        for finding in analysis.findings:
            for fix in analysis.fixes(finding):
                wanted = fix.applicability == "safe" or self._unsafe
                if wanted and _key(fix) not in refused and self._mends(finding, fix):
                    return fix
        return None

    def _mends(self, finding: Finding, fix: Fix) -> bool:
        # Silencing a finding is for a person to decide, and only files that were named are ours to write.
        silences = finding.name != "unused-suppression" and any(
            "tapelens:" in edit.new_text for edit in fix.edits
        )
        return not silences and all(edit.path is None or edit.path in self._names for edit in fix.edits)

    def _applied(self, path: str, opened: Opened, fix: Fix) -> dict[str, Opened] | None:
        """The files after the fix, by name; None if it cannot be applied, does nothing or breaks a file."""
        by_path: dict[str | None, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path, []).append(replace(edit, path=None))
        try:
            changed = [
                _edited(path, opened, edits) if other is None else self._other(self._names[other], edits)
                for other, edits in by_path.items()
            ]
        except (ValueError, OSError):
            return None
        found = {name: new for name, new in changed if new is not None}
        return found if len(found) == len(by_path) else None

    def _other(self, name: str, edits: Sequence[Edit]) -> tuple[str, Opened | None]:
        opened = self._opened.get(_absolute(name))
        return _edited(name, opened or open_bytes(name, Path(name).read_bytes()), edits)

    def _take(self, changed: Mapping[str, Opened]) -> None:
        for name, opened in changed.items():
            self._opened[_absolute(name)] = opened
            self.after[name] = opened.edited(())


def _edited(name: str, opened: Opened, edits: Sequence[Edit]) -> tuple[str, Opened | None]:
    """The name, and the file after the edits; None for it if nothing changed or less of it can be parsed."""
    data = opened.edited(edits)
    new = open_bytes(name, data)
    kept = data != opened.edited(()) and _problems(new) <= _problems(opened)
    return name, new if kept else None


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def _key(fix: Fix) -> tuple[object, ...]:
    return (fix.rule, fix.title, fix.edits)


def _problems(opened: Opened) -> int:
    return len(Document.parse(opened.text).problems)


def diff(path: str, before: bytes, after: bytes) -> str:
    """Return the unified diff of a file's two states."""
    old, new = (data.decode("utf-8", "surrogateescape").splitlines(keepends=True) for data in (before, after))
    lines = []
    for line in difflib.unified_diff(old, new, path, path):
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def write(path: str, data: bytes) -> None:
    """Replace the file's content in one step: a reader sees the old or the new, never half of it."""
    target = Path(path).resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
