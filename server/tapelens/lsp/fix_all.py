"""All safe fixes of a program, applied one after the other to a copy, as edits of the text as it is."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING

from tapelens.findings import Edit, Fix, Position, Range
from tapelens.lsp.desk import Answer, Desk
from tapelens.lsp.texts import split
from tapelens.source.edits import apply

if TYPE_CHECKING:
    from tapelens.check import Analysis

_ROUNDS = 50


async def edits(desk: Desk, answer: Answer) -> list[Edit]:
    """Return the edits of all safe fixes; raises OutdatedError."""
    return await desk.ask(answer, lambda analysis: _all(answer, analysis, desk.copy(answer)))


def _all(answer: Answer, analysis: Analysis, again: Callable[[str], Analysis]) -> list[Edit]:
    before = text = answer.program.text
    for _ in range(_ROUNDS):
        fix = _first_safe(analysis)
        if fix is None:
            break
        text = apply(text, fix.edits)
        analysis = again(text)
    return difference(before, text)


def _first_safe(analysis: Analysis) -> Fix | None:
    for finding in analysis.findings:
        for fix in analysis.fixes(finding)[:1]:
            if fix.applicability == "safe" and all(edit.path is None for edit in fix.edits):
                return fix
    return None


def difference(before: str, after: str) -> list[Edit]:
    """Return edits of whole lines that turn one text into the other."""
    old, new = split(before), split(after)
    found: list[Edit] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Edit(Range(_start(old, i1), _start(old, i2)), "".join(new[j1:j2])))
    return found


def _start(lines: list[str], index: int) -> Position:
    if index < len(lines):
        return Position(index + 1, 1)
    return Position(len(lines), len(lines[-1]) + 1)
