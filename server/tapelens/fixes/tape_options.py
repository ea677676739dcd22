"""Tapes that are asked twice, kept for nothing, asked while they record, or never entered."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.effects import conflict, is_seen
from tapelens.fixes.empties import without_statements
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.watching import without_keyword


@mends("tape-reused")
def persistent(site: Site) -> Iterator[Candidate]:
    """`persistent=True` for a tape that is asked more than once, and `del` after its last use in a function."""
    found, call = site.tape_block(), site.call()
    if found is None or call is None:
        return
    made = found[1]
    if any(k.arg == "persistent" for k in made.keywords) or made.args:
        return
    arguments = ["persistent=True", *(site.segment(k) for k in made.keywords)]
    changed = site.replaced(made, f"{site.segment(made.func)}({', '.join(arguments)})")
    last = _last_use(site, found[0], call)
    if last is not None:
        lines = changed.splitlines(keepends=True)
        end = last.end_lineno or last.lineno
        lines.insert(end, f"{site.indent(last)}del {site.tape()}{site.ending()}")
        if not lines[end - 1].endswith(("\n", "\r")):
            lines[end - 1] += site.ending()
        changed = "".join(lines)
    yield Candidate("Make the tape persistent", changed)


def _last_use(site: Site, block: ast.With, call: ast.Call) -> ast.stmt | None:
    """Return the last statement of a function that uses the tape, where a `del` can follow it."""
    name = site.tape()
    if isinstance(site.scope(call), (ast.Module, ast.Lambda)) or not name.isidentifier():
        return None
    around = site.block(block)
    after = around[around.index(block) + 1 :]
    using = [s for s in after if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(s))]
    simple = using and isinstance(using[-1], (ast.Assign, ast.Expr, ast.AugAssign))
    return using[-1] if simple else None


@mends("tape-reused", rank=2)
def at_once(site: Site) -> Iterator[Candidate]:
    """`a = tape.gradient(y, u)` and `b = tape.gradient(y, v)` become one call for both sources."""
    call = site.call()
    if call is None:
        return
    second = site.statement(call)
    around = site.block(second)
    earlier = around[around.index(second) - 1] if around.index(second) else second
    first_call = earlier.value if isinstance(earlier, ast.Assign) else None
    if not isinstance(second, ast.Assign) or second.value is not call or not isinstance(first_call, ast.Call):
        return
    assert isinstance(earlier, ast.Assign)
    same = ast.unparse(first_call.func) == ast.unparse(call.func)
    if not same or len(call.args) != 2 or len(first_call.args) != 2 or call.keywords or first_call.keywords:
        return
    if ast.unparse(call.args[0]) != ast.unparse(first_call.args[0]):
        return
    left = [site.segment(s.targets[0]) for s in (earlier, second)]
    sources = [site.segment(c.args[1]) for c in (first_call, call)]
    target = site.segment(call.args[0])
    new = f"{left[0]}, {left[1]} = {site.segment(call.func)}({target}, [{sources[0]}, {sources[1]}])"
    text = without_statements(site, [second], {earlier: new})
    yield Candidate("Ask for both gradients in one call", text)


@mends("tape-reused", "wrong-tape", rank=1)
def other_tape(site: Site) -> Iterator[Candidate]:
    """The target was recorded by another tape of the same function: that one is asked."""
    call, name = site.call(), site.tape()
    if call is None or not isinstance(call.func, ast.Attribute):
        return
    blocks = [n for n in ast.walk(site.scope(call)) if isinstance(n, ast.With) and n.lineno < call.lineno]
    items = [item for block in sorted(blocks, key=lambda b: -b.lineno) for item in block.items]
    for item in items:
        made, other = item.context_expr, item.optional_vars
        is_tape = isinstance(made, ast.Call) and called(made) == "GradientTape"
        if is_tape and isinstance(other, ast.Name) and other.id != name:
            text = site.replaced(call.func.value, other.id)
            yield Candidate(f"Ask `{other.id}`", text, "unsafe", f"`{name}` is not asked here any more")


@mends("tape-reused")
def entered(site: Site) -> Iterator[Candidate]:
    """A tape that was made and never entered records the statements up to its gradient."""
    call, name = site.call(), site.tape()
    if call is None or site.tape_block() is not None:
        return
    around = site.block(site.statement(call))
    for made in around:
        if not isinstance(made, ast.Assign) or site.segment(made.targets[0]) != name:
            continue
        between = around[around.index(made) + 1 : around.index(site.statement(call))]
        if not between or not isinstance(made.value, ast.Call) or called(made.value) != "GradientTape":
            return
        first, last = between[0].lineno, between[-1].end_lineno or between[-1].lineno
        lines = list(site.lines)
        deeper = f"{site.indent(made)}{site.source.step()}"
        lines[first - 1 : last] = site.shifted(first, last, made, deeper)
        lines[made.lineno - 1 : made.end_lineno] = [
            f"{site.indent(made)}with {site.segment(made.value)} as {name}:{site.ending()}"
        ]
        yield Candidate(f"Compute in the block of `{name}`", "".join(lines))


@mends("gradient-inside-tape")
def after_block(site: Site) -> Iterator[Candidate]:
    """The statement that takes the gradient moves behind the tape's block."""
    call, found = site.call(), site.tape_block()
    if call is None or found is None:
        return
    block = found[0]
    statement = next((s for s in block.body if any(n is call for n in ast.walk(s))), None)
    if statement is None or len(block.body) == 1:
        return
    later = block.body[block.body.index(statement) + 1 :]
    if any(conflict(statement, s) for s in later) or not site.alone(statement):
        return
    lines = list(site.lines)
    first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
    moved = site.shifted(first + 1, last, statement, site.indent(block))
    end = block.end_lineno or block.lineno
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += site.ending()
        moved[-1] = moved[-1] if moved[-1].endswith(("\n", "\r")) else moved[-1] + site.ending()
    text = "".join([*lines[:first], *lines[last:end], *moved, *lines[end:]])
    seen = any(is_seen(site, s) for s in later) and is_seen(site, statement)
    reason = "statements whose order can be seen change places" if seen else ""
    yield Candidate("Take the gradient after the block", text, "unsafe" if seen else "safe", reason)


@mends("tape-hygiene")
def not_persistent(site: Site) -> Iterator[Candidate]:
    """`persistent=True` is dropped where the tape is asked only once."""
    for made in _made(site):
        yield from without_keyword(site, made, "persistent", "safe", "")


@mends("tape-hygiene", rank=2)
def no_tape(site: Site) -> Iterator[Candidate]:
    """A tape that nobody asks is dropped, its block stays."""
    for made in _made(site):
        block = site.parents[site.parents[made]]
        if not isinstance(block, ast.With) or len(block.items) != 1 or block.items[0].optional_vars is None:
            continue
        name = site.segment(block.items[0].optional_vars)
        watches = [s for s in block.body if ast.unparse(s).startswith(f"{name}.watch(")]
        needed = {n for s in watches for n in ast.walk(s)}
        elsewhere = (n for n in ast.walk(site.scope(block)) if n not in needed and isinstance(n, ast.Name))
        if any(n.id == name and isinstance(n.ctx, ast.Load) for n in elsewhere):
            continue
        if len(watches) < len(block.body):
            first = block.body[0]
            gone = {n for s in watches for n in range(s.lineno, (s.end_lineno or s.lineno) + 1)}
            body = range(block.lineno + 1, (block.end_lineno or block.lineno) + 1)
            shifted = site.shifted(body.start, body.stop - 1, first, site.indent(block))
            text = [line for number, line in zip(body, shifted, strict=True) if number not in gone]
            rest = site.lines[block.end_lineno or block.lineno :]
            yield Candidate("Drop the tape", "".join([*site.lines[: block.lineno - 1], *text, *rest]))


def _made(site: Site) -> Iterator[ast.Call]:
    for node in site.source.by_line.get(site.finding.range.start.line, ()):
        if isinstance(node, ast.Call) and called(node) == "GradientTape":
            yield node
