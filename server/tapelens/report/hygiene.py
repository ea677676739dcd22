"""Tapes that cost without need: persistent and asked once, or never asked at all."""

from __future__ import annotations

import ast
from collections import Counter

from tapelens.findings import Finding
from tapelens.flow.verdict import Fact
from tapelens.machine.engine import Run
from tapelens.machine.requests import Request
from tapelens.machine.values import Cells
from tapelens.report.places import Places
from tapelens.rules.tape_hygiene import NEVER, ONCE, RULE

Known = dict[object, tuple[ast.AST, Finding]]  # by tape, line, name and what is needless
Asked = dict[int, list[Request]]  # the gradient calls by the tape that they ask


def of_tapes(run: Run, places: Places, known: Known) -> list[Finding]:
    """Return the findings about tapes whose every use the machine saw; `known` keeps those that still hold."""
    asked: Asked = {}
    unused: Counter[int] = Counter()
    for piece in run.telling:
        for request in piece.requests:
            asked.setdefault(request.tape.number, []).append(request)
        if piece.unused:
            unused.update(piece.unused)
    details: dict[int, str] = {}
    found: dict[int, Cells] = {}
    for tape, cells in run.tapes():
        unit, node = cells["place"]
        if unit.module is not places.main:
            continue
        site = id(node)
        if cells["persistent"] is not True and tape.number in asked:  # as most are
            details[site] = ""
            continue
        detail = "" if unused[tape.number] else _detail(asked.get(tape.number, []), cells)
        if details.setdefault(site, detail) != detail:
            details[site] = ""
        found[site] = cells
    told = [(found[site], detail) for site, detail in details.items() if detail]
    before = dict(known)
    known.clear()
    for cells, detail in told:
        unit, node = cells["place"]
        key = (id(node), unit.unit.placed, cells["name"], detail)
        known[key] = before.get(key) or (node, _finding(places, cells, detail))
    return [finding for _, finding in known.values()]


def _finding(places: Places, cells: Cells, detail: str) -> Finding:
    where = places.location(cells["place"]).range
    line = where.start.line
    fact = Fact(RULE.name, "sound", "gradient", "", "", cells["name"] or "", line, detail=detail)
    return Finding(RULE.code, RULE.name, RULE.severity, RULE.message(fact), where)


def _detail(asked: list[Request], cells: Cells) -> str:
    """Return what is needless about one tape, empty where it may be used out of sight."""
    if asked and (cells["persistent"] is not True or len(asked) > 1 or asked[0].repeated):
        return ""
    if not _named_by_its_block(cells) or cells["escaped"] is not False:
        return ""
    return ONCE if asked else NEVER


def _named_by_its_block(cells: Cells) -> bool:
    """A tape made in its own `with` statement is known by the name that the statement gives it, and no other.

    One without a name is there for what it records, which whoever is called in the block may look at.
    """
    block = cells["block"]
    if not isinstance(block, (ast.With, ast.AsyncWith)):
        return False
    made = cells["place"][1]
    return any(item.context_expr is made and isinstance(item.optional_vars, ast.Name) for item in block.items)
