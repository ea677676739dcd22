"""Tapes that cost without need: persistent and asked once, or never asked at all."""

from __future__ import annotations

import ast

from tapelens.findings import Finding
from tapelens.flow.verdict import Fact
from tapelens.machine.machine import Machine
from tapelens.machine.values import Tape
from tapelens.report.places import Places
from tapelens.rules import catalogue
from tapelens.rules.tape_hygiene import NEVER, ONCE


def of_tapes(m: Machine, places: Places) -> list[Finding]:
    """Return the findings about tapes whose every use the machine saw."""
    sites: dict[int, list[Tape]] = {}
    for tape in m.tape_list:
        if isinstance(tape, Tape) and tape.cells["place"][0].module is places.main:
            sites.setdefault(id(tape.cells["place"][1]), []).append(tape)
    return [found for tapes in sites.values() if (found := _finding(m, places, tapes)) is not None]


def _finding(m: Machine, places: Places, tapes: list[Tape]) -> Finding | None:
    details = {_detail(m, tape) for tape in tapes}
    detail = details.pop()
    rule = catalogue.get("tape-hygiene")
    if details or not detail or rule is None:
        return None
    cells = tapes[0].cells
    where = places.location(cells["place"]).range
    line = where.start.line
    fact = Fact(rule.name, "sound", "gradient", "", "", cells["name"] or "", line, detail=detail)
    return Finding(rule.code, rule.name, rule.severity, rule.message(fact), where)


def _detail(m: Machine, tape: Tape) -> str:
    """Return what is needless about one tape, empty where it may be used out of sight."""
    cells = tape.cells
    if not _named_by_its_block(tape) or cells["escaped"] is not False or cells["reads"] != cells["uses"]:
        return ""
    asked = [request for request in m.requests if request.tape.number == tape.number]
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
