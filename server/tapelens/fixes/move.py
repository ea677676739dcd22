"""Move a computation into the tape's block."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain

from tapelens.fixes.effects import binds, calls, is_seen, reads
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, names

OUTSIDE = ("computed-outside-tape", "inner-gradient-outside")


@mends(*OUTSIDE)
def into_tape(site: Site) -> Iterator[Candidate]:
    """Move the statements that the path needs, in order, before or after what the block holds."""
    causes = site.causes(*OUTSIDE)
    found = site.tape_block() or (site.block_near(causes[0].location.range.start.line) if causes else None)
    if found is None:
        return
    block = found[0]
    around = site.block(block)
    wanted: dict[ast.stmt, None] = {}
    for cause in causes:
        statement = site.statement_at(around, cause.location.range.start.line)
        if statement is None or statement is block:
            return
        wanted[statement] = None
    moved = sorted(wanted, key=lambda s: s.lineno)
    call = site.call()
    if not moved or call is None:
        return
    if site.statement(call) in moved:
        yield from _extracted(site, block, call)
        return
    before = [s for s in moved if s.lineno < block.lineno]
    after = [s for s in moved if s.lineno > block.lineno]
    if any(_compound(s) for s in moved) or not (
        _may_go_down(before, around, block) and _may_go_up(after, around, block)
    ):
        return
    seen = _order_changes(moved, around, block)
    what = ", ".join(f"`{_shown(site, s)}`" for s in moved)
    tape = site.tape() or "the tape"
    reason = "statements whose order can be seen (prints, random calls) change places" if seen else ""
    text = _moved(site, block, before, after)
    yield Candidate(f"Move {what} into the block of `{tape}`", text, "unsafe" if seen else "safe", reason)


def _compound(statement: ast.stmt) -> bool:
    return not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr))


def _shown(site: Site, statement: ast.stmt) -> str:
    text = " ".join(site.segment(statement).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _may_go_down(moved: list[ast.stmt], around: list[ast.stmt], block: ast.With) -> bool:
    """Nothing that stays between a moved statement and the block reads or rebinds what it binds or reads."""
    for statement in moved:
        first, last = around.index(statement), around.index(block)
        items = names(chain(*(ast.walk(item) for item in block.items)), ast.Load)
        if items & binds(statement):
            return False
        for between in around[first + 1 : last]:
            if between in moved:
                continue
            if reads(between) & binds(statement) or binds(between) & (reads(statement) | binds(statement)):
                return False
    return True


def _may_go_up(moved: list[ast.stmt], around: list[ast.stmt], block: ast.With) -> bool:
    """Nothing that stays between the block and a moved statement touches what it reads or binds."""
    for statement in moved:
        first, last = around.index(block), around.index(statement)
        for between in around[first + 1 : last]:
            if between in moved:
                continue
            if binds(between) & (reads(statement) | binds(statement)) or reads(between) & binds(statement):
                return False
    return True


def _order_changes(moved: list[ast.stmt], around: list[ast.stmt], block: ast.With) -> bool:
    first = min(around.index(s) for s in [*moved, block])
    last = max(around.index(s) for s in [*moved, block])
    stay = [s for s in around[first : last + 1] if s not in moved and s is not block]
    return (any(map(is_seen, moved)) and any(map(calls, stay))) or (
        any(map(is_seen, stay)) and any(map(is_seen, moved))
    )


def _moved(site: Site, block: ast.With, before: list[ast.stmt], after: list[ast.stmt]) -> str:
    inner = site.indent(block.body[0])
    gone = {n for s in (*before, *after) for n in range(s.lineno, (s.end_lineno or s.lineno) + 1)}
    start, end = block.body[0].lineno, block.end_lineno or block.lineno
    lines: list[str] = []
    for number, line in enumerate(site.lines, 1):
        if number == start:
            lines += _indented(site, before, inner)
        if number not in gone:
            lines.append(line)
        if number == end:
            if after and not line.endswith(("\n", "\r")):
                lines[-1] += site.ending()
            lines += _indented(site, after, inner)
    return "".join(lines)


def _indented(site: Site, statements: list[ast.stmt], indent: str) -> list[str]:
    found: list[str] = []
    for statement in statements:
        own = site.indent(statement)
        for line in site.lines[statement.lineno - 1 : statement.end_lineno]:
            inner = line[len(own) :] if line.startswith(own) else line
            found.append(indent + inner if inner.strip() else line)
        if not found[-1].endswith(("\n", "\r")):
            found[-1] += site.ending()
    return found


def _extracted(site: Site, block: ast.With, call: ast.Call) -> Iterator[Candidate]:
    """The target is computed in the call itself: compute it as the last statement of the block."""
    if not call.args or isinstance(call.args[0], (ast.Name, ast.Starred)):
        return
    target = call.args[0]
    name = "target"
    if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(site.tree)):
        return
    changed = site.replaced(target, name).splitlines(keepends=True)
    line = f"{site.indent(block.body[0])}{name} = {site.segment(target)}{site.ending()}"
    changed.insert(block.end_lineno or block.lineno, line)
    yield Candidate(f"Compute `{_text(site, target)}` in the block", "".join(changed))


def _text(site: Site, node: ast.expr) -> str:
    return " ".join(site.segment(node).split())[:40]
