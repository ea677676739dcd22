"""Move a computation into the tape's block."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain

from tapelens.fixes.effects import binds, conflict, is_seen, reads
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, names
from tapelens.source.one_line import one_line

OUTSIDE = ("computed-outside-tape", "inner-gradient-outside", "wrong-tape")
MOVABLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.For, ast.If, ast.While)
MOST = 12  # statements that are moved together
ORDER = "statements whose order can be seen (prints, random calls) change places"


@mends(*OUTSIDE, rank=0)
def into_tape(site: Site) -> Iterator[Candidate]:
    """Move the statements that the path needs, in order, before or after what the block holds."""
    causes = site.causes(*OUTSIDE)
    found = site.tape_block() or (site.block_near(causes[0].location.range.start.line) if causes else None)
    call = site.call()
    if found is None or call is None:
        return
    block, around = found[0], site.block(found[0])
    wanted = [site.statement_at(around, cause.location.range.start.line) for cause in causes]
    needed = [s for s in wanted if s is not None and s is not block]
    if not needed or len(needed) < len(wanted):
        return
    asking = site.statement_at(around, call.lineno)
    target = site.statement(call) in needed
    moved = _closed([s for s in needed if s is not site.statement(call)], around, block)
    if moved is None or asking is block or asking in moved:
        return
    if not all(_movable(site, s) for s in moved):
        return
    before = [s for s in moved if s.lineno < block.lineno]
    after = [s for s in moved if s.lineno > block.lineno]
    seen = _order_changes(site, moved, around, block)
    what = ", ".join(f"`{_shown(site, s)}`" for s in moved)
    title = f"Move {what} into the block of `{site.tape() or 'the tape'}`"
    changed, last = site.lines, ""
    if target:
        if asking is None:
            return
        extracted = _extracted(site, block, call, asking, moved)
        if extracted is None:
            return
        changed, last = extracted
        computed = site.target(call) or call
        seen = seen or is_seen(site, computed)
        title = f"Compute `{_shown(site, computed)}` in the block" + (f", with {what}" if moved else "")
    text = _moved(site, block, before, after, changed, last)
    yield Candidate(title, text, "unsafe" if seen else "safe", ORDER if seen else "")


def _closed(needed: list[ast.stmt], around: list[ast.stmt], block: ast.With) -> list[ast.stmt] | None:
    """Return the statements with those that have to move along, in order; None where that does not end well."""
    moved, place = set(needed), around.index(block)
    items = names(chain(*(ast.walk(item) for item in block.items)), ast.Load)
    grown = True
    while grown:
        grown = False
        for statement in sorted(moved, key=lambda s: s.lineno):
            index = around.index(statement)
            for other in around[min(index, place) + 1 : max(index, place)]:
                pair = (statement, other) if index < place else (other, statement)
                if other not in moved and conflict(*pair):
                    moved.add(other)
                    grown = True
        if len(moved) > MOST:
            return None
    if any(binds(s) & items for s in moved if s.lineno < block.lineno):
        return None
    return sorted(moved, key=lambda s: s.lineno)


def _movable(site: Site, statement: ast.stmt) -> bool:
    """Return whether the statement's lines are its own, and may stand in a block."""
    if not isinstance(statement, MOVABLE):
        return False
    if any(isinstance(n, (ast.Return, ast.Yield, ast.YieldFrom)) for n in ast.walk(statement)):
        return False
    return site.alone(statement)


def _shown(site: Site, statement: ast.stmt | ast.expr) -> str:
    return _short(site.segment(statement))


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 40 else text[:39] + "…"


def _order_changes(site: Site, moved: list[ast.stmt], around: list[ast.stmt], block: ast.With) -> bool:
    """Return whether what others can see of a moved statement comes before or after other such things now."""
    place = around.index(block)
    for statement in moved:
        index = around.index(statement)
        passed = around[min(index, place) + 1 : max(index, place)]
        if is_seen(site, statement) and any(is_seen(site, s) for s in passed if s not in moved):
            return True
    return False


def _moved(
    site: Site,
    block: ast.With,
    before: list[ast.stmt],
    after: list[ast.stmt],
    changed: list[str],
    last: str,
) -> str:
    """Return the text with the statements moved, and a last line for the block."""
    inner = site.indent(block.body[0])
    gone = {n for s in (*before, *after) for n in range(s.lineno, (s.end_lineno or s.lineno) + 1)}
    start, end = block.body[0].lineno, block.end_lineno or block.lineno
    lines: list[str] = []
    for number, line in enumerate(changed, 1):
        if number == start:
            lines += _indented(site, before, inner)
        if number not in gone:
            lines.append(line)
        if number == end:
            if not line.endswith(("\n", "\r")):
                lines[-1] += site.ending()
            lines += _indented(site, after, inner)
            lines += [inner + last + site.ending()] if last else []
    return "".join(lines)


def _indented(site: Site, statements: list[ast.stmt], indent: str) -> list[str]:
    found: list[str] = []
    for statement in statements:
        found += site.shifted(statement.lineno, statement.end_lineno or statement.lineno, statement, indent)
        if not found[-1].endswith(("\n", "\r")):
            found[-1] += site.ending()
    return found


def _extracted(
    site: Site, block: ast.With, call: ast.Call, asking: ast.stmt, moved: list[ast.stmt]
) -> tuple[list[str], str] | None:
    """Return the lines with a name for a target that the call computes, and the line that binds the name."""
    target, name = site.target(call), "target"
    if target is None or isinstance(target, (ast.Name, ast.Starred)):
        return None
    if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(site.tree)):
        return None
    around = site.block(block)
    between = [s for s in around[around.index(block) + 1 : around.index(asking)] if s not in moved]
    inner = binds(asking) if not isinstance(asking, (ast.Assign, ast.AnnAssign)) else set[str]()
    if any(binds(s) & reads(target) for s in between) or inner & reads(target):
        return None
    changed = site.replaced(target, name).splitlines(keepends=True)
    return changed, f"{name} = {site.segment(target)}"
