"""`--fix` and `--diff`: apply fixes one after the other until no more are offered."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tapelens.check import Analysis, check
from tapelens.cli.analyse import Job, Opened, open_bytes, render
from tapelens.cli.report import Report
from tapelens.findings import Finding, Fix
from tapelens.source.document import Document
from tapelens.source.relevance import may_matter

# Each round applies one fix; a file that needs more than this is not stable under its fixes.
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its fixes: `data` is what to write, equal to what was read if nothing was fixed."""

    report: Report
    data: bytes


def fixed(path: str, data: bytes, job: Job, unsafe: bool) -> Fixed:
    """Return the file with its fixes applied, nothing written yet; raises what analysing it raises."""
    if not may_matter(data):
        return Fixed(Report(path), data)
    options, place = job.options(path), str(Path(path).absolute())
    opened, new, count = open_bytes(path, data), data, 0
    refused: set[tuple[object, ...]] = set()
    analysis = check(opened.text, options, place, job.files)
    problems = _problems(opened)
    while count < _ROUNDS:
        chosen = _choose(analysis, unsafe, refused)
        if chosen is None:
            break
        changed = _applied(opened, chosen)
        if changed is None or changed == new or _problems(open_bytes(path, changed)) > problems:
            refused.add(_key(chosen))
            continue
        opened, new, count = open_bytes(path, changed), changed, count + 1
        analysis = check(opened.text, options, place, job.files)
    return Fixed(replace(render(path, opened, analysis, job.fixes), fixed=count), new)


def _choose(analysis: Analysis, unsafe: bool, refused: set[tuple[object, ...]]) -> Fix | None:
    for finding in analysis.findings:
        for fix in analysis.fixes(finding):
            if (fix.applicability == "safe" or unsafe) and _key(fix) not in refused and _mends(finding, fix):
                return fix
    return None


def _mends(finding: Finding, fix: Fix) -> bool:
    # Silencing a finding is for a person to decide, and other files are not ours to write in this run.
    silences = finding.name != "unused-suppression" and any(
        "tapelens:" in edit.new_text for edit in fix.edits
    )
    return not silences and all(edit.path is None for edit in fix.edits)


def _key(fix: Fix) -> tuple[object, ...]:
    return (fix.rule, fix.title, fix.edits)


def _applied(opened: Opened, fix: Fix) -> bytes | None:
    """The file after the fix; None if its edits overlap or do not fit into the file's encoding."""
    try:
        return opened.edited(fix.edits)
    except ValueError:
        return None


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
