"""Tapes that cost without need: persistent and asked once, or never asked at all."""

from __future__ import annotations

import ast
from collections import Counter

from tapelens.findings import Finding
from tapelens.flow.verdict import Fact
from tapelens.machine.engine import Run
from tapelens.machine.requests import Request
from tapelens.machine.values import Tape
from tapelens.report.places import Places
from tapelens.rules import catalogue
from tapelens.rules.tape_hygiene import NEVER, ONCE

Asked = dict[int, list[Request]]  # the gradient calls by the tape that they ask


def of_tapes(run: Run, places: Places) -> list[Finding]:
    """Return the findings about tapes whose every use the machine saw."""
    asked: dict[int, list[Request]] = {}
    for request in (request for piece in run.pieces for request in piece.requests):
        asked.setdefault(request.tape.number, []).append(request)
    reads: Counter[int] = Counter()
    for piece in run.pieces:
        reads.update(piece.tape_reads)
        reads.subtract(piece.tape_uses)
    sites: dict[int, list[Tape]] = {}
    for tape in (tape for piece in run.pieces for tape in piece.tapes):
        if isinstance(tape, Tape) and tape.cells["place"][0].module is places.main:
            sites.setdefault(id(tape.cells["place"][1]), []).append(tape)
    seen = [tapes for tapes in sites.values() if not any(reads[tape.number] for tape in tapes)]
    return [found for tapes in seen if (found := _finding(asked, places, tapes)) is not None]


def _finding(asked: Asked, places: Places, tapes: list[Tape]) -> Finding | None:
    details = {_detail(asked.get(tape.number, []), tape) for tape in tapes}
    detail = details.pop()
    rule = catalogue.get("tape-hygiene")
    if details or not detail or rule is None:
        return None
    cells = tapes[0].cells
    where = places.location(cells["place"]).range
    line = where.start.line
    fact = Fact(rule.name, "sound", "gradient", "", "", cells["name"] or "", line, detail=detail)
    return Finding(rule.code, rule.name, rule.severity, rule.message(fact), where)


def _detail(asked: list[Request], tape: Tape) -> str:
    """Return what is needless about one tape, empty where it may be used out of sight."""
    cells = tape.cells
    if not _named_by_its_block(tape) or cells["escaped"] is not False:
        return ""
    if not asked:
        return NEVER
    once = len(asked) == 1 and not asked[0].repeated
    return ONCE if once and cells["persistent"] is True else ""


def _named_by_its_block(tape: Tape) -> bool:
    """A tape made in its own `with` statement is known by the name that the statement gives it, and no other."""
    block = tape.cells["block"]
    if not isinstance(block, (ast.With, ast.AsyncWith)):
        return False
    made = tape.cells["place"][1]
    return any(
        item.context_expr is made and (item.optional_vars is None or isinstance(item.optional_vars, ast.Name))
        for item in block.items
    )
