"""Values that went through a variable, a metric or a list: used directly instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

WEIGHT_NAMES = frozenset("kernel bias gamma beta embeddings recurrent_kernel depthwise_kernel".split())
OPERATORS = {"assign": "", "assign_add": "+", "assign_sub": "-"}
LOSSES = {
    "Accuracy": "BinaryCrossentropy",
    "BinaryAccuracy": "BinaryCrossentropy",
    "CategoricalAccuracy": "CategoricalCrossentropy",
    "SparseCategoricalAccuracy": "SparseCategoricalCrossentropy",
    "binary_accuracy": "binary_crossentropy",
    "categorical_accuracy": "categorical_crossentropy",
    "sparse_categorical_accuracy": "sparse_categorical_crossentropy",
}
SAME = frozenset(
    "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Poisson KLDivergence "
    "BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy Hinge SquaredHinge CategoricalHinge "
    "LogCoshError CosineSimilarity".split()
)


@mends("through-state", rank=0)
def rebound(site: Site) -> Iterator[Candidate]:
    """`v.assign(value)` becomes `v = value`, `v.assign_add(value)` becomes `v = v + value`."""
    changes: list[tuple[ast.expr | ast.stmt, str]] = []
    for call in site.broken("through-state"):
        function, statement = call.func, site.statement(call)
        if not isinstance(function, ast.Attribute) or function.attr not in OPERATORS or len(call.args) != 1:
            continue
        value, name = call.args[0], site.segment(function.value)
        if not isinstance(statement, ast.Expr) or statement.value is not call:
            if function.attr == "assign":
                bare = not isinstance(
                    site.parents[call], (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript)
                )
                text = site.segment(value) if bare else f"({site.segment(value)})"
                reason = f"`{name}` keeps its old value"
                yield Candidate("Use the value itself", site.replaced(call, text), "unsafe", reason)
            continue
        if not _may_rebind(site, function.value, statement):
            continue
        operator = OPERATORS[function.attr]
        step = site.segment(value) if operator != "-" else _subtracted(site, value)
        new_text = f"{name} = {name} {operator} {step}" if operator else f"{name} = {step}"
        changes.append((statement, new_text))
        reason = f"`{name}` is a tensor from here on, and the variable keeps its old value"
        yield Candidate(f"Bind `{name}` to the value", site.replaced(statement, new_text), "unsafe", reason)


def _subtracted(site: Site, value: ast.expr) -> str:
    sums = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub))
    return f"({site.segment(value)})" if sums else site.segment(value)


def _may_rebind(site: Site, target: ast.expr, statement: ast.stmt) -> bool:
    """Return whether a binding here makes no name of a function local that it read from outside before."""
    if isinstance(target, ast.Attribute):
        return target.attr not in WEIGHT_NAMES  # a layer's own, which Keras 3 lets nobody replace
    scope = site.scope(statement)
    if not isinstance(target, ast.Name) or _is_turned_over(site, target.id, statement):
        return False
    if isinstance(scope, ast.Module):
        return True
    own = {a.arg for a in ast.walk(scope) if isinstance(a, ast.arg)}
    stored = (n for n in ast.walk(scope) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return target.id in own or any(n.id == target.id and n.lineno < statement.lineno for n in stored)


def _is_turned_over(site: Site, name: str, node: ast.AST) -> bool:
    """Return whether the name is that of a loop's element, so that a new binding reaches nothing."""
    while node in site.parents:
        node = site.parents[node]
        target = node.target if isinstance(node, (ast.For, ast.AsyncFor)) else None
        if target is not None and any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(target)):
            return True
    return False


@mends("through-state", rank=0)
def element(site: Site) -> Iterator[Candidate]:
    """`table[0].assign(value)` becomes an update that returns the new table; of a slice, the parts put together."""
    for call in site.broken("through-state"):
        function, statement = call.func, site.statement(call)
        if not isinstance(function, ast.Attribute) or function.attr not in OPERATORS or len(call.args) != 1:
            continue
        place = function.value
        if not isinstance(place, ast.Subscript) or not isinstance(statement, ast.Expr):
            continue
        if _may_rebind(site, place.value, statement):
            name, value = site.segment(place.value), call.args[0]
            part = site.segment(value) if OPERATORS[function.attr] != "-" else _subtracted(site, value)
            if OPERATORS[function.attr]:
                part = f"{site.segment(place)} {OPERATORS[function.attr]} {part}"
            new = with_part(site, name, place.slice, part)
            if new:
                reason = f"`{name}` is a tensor from here on, and the variable keeps its old value"
                title = f"Bind `{name}` to the updated values"
                yield Candidate(title, site.replaced(statement, f"{name} = {new}"), "unsafe", reason)


def with_part(site: Site, name: str, key: ast.expr, value: str) -> str:
    """Return a table with a part of its rows replaced, empty where the key says something else."""
    tf = site.tensorflow()
    if isinstance(key, (ast.Constant, ast.Name, ast.BinOp)):
        return f"{tf}.tensor_scatter_nd_update({name}, [[{site.segment(key)}]], [{value}])"
    if not isinstance(key, ast.Slice) or key.step is not None:
        return ""
    before = [f"{name}[:{site.segment(key.lower)}]"] if key.lower is not None else []
    after = [f"{name}[{site.segment(key.upper)}:]"] if key.upper is not None else []
    return f"{tf}.concat([{', '.join([*before, value, *after])}], axis=0)"


@mends("through-state", rank=0)
def mean_of_values(site: Site) -> Iterator[Candidate]:
    """The `result()` of a mean becomes the mean of what was given to it."""
    for call in site.broken("through-state"):
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr != "update_state" or not call.args:
            continue
        name = site.segment(function.value)
        for read in (n for n in ast.walk(site.scope(call)) if isinstance(n, ast.Call)):
            if ast.unparse(read.func) != f"{ast.unparse(function.value)}.result" or read.lineno < call.lineno:
                continue
            if len(call.args) == 1:
                yield _mean(site, call, read)
            elif len(call.args) == 2:
                yield from _loss_object(site, call, read, name)


def _mean(site: Site, call: ast.Call, read: ast.Call) -> Candidate:
    tf, value = site.tensorflow(), site.segment(call.args[0])
    loop = _loop(site, call, read)
    reason = "the values of earlier calls are left out"
    if loop is None:
        new = f"{tf}.reduce_mean({value})"
        return Candidate("Take the mean of the values", site.replaced(read, new), "unsafe", reason)
    name = next(n for n in ("values", "kept_values", "values_") if n not in scopes.bound(site, call))
    update = site.statement(call)
    start = f"{name} = []{site.ending()}{site.indent(loop)}"
    kept = f"{site.segment(update)}{site.ending()}{site.indent(update)}{name}.append({value})"
    text = _with_start(site, loop, start, [(update, kept), (read, f"{tf}.reduce_mean({name})")])
    return Candidate("Take the mean of the values", text, "unsafe", reason)


def _with_start(
    site: Site, loop: ast.stmt, start: str, changes: list[tuple[ast.expr | ast.stmt, str]]
) -> str:
    """Return the text with changes behind the start of a loop, and a statement before it."""
    head = loop.iter if isinstance(loop, (ast.For, ast.AsyncFor)) else None
    target = loop.target if isinstance(loop, (ast.For, ast.AsyncFor)) else None
    changed = site.edited(changes)
    lines = changed.splitlines(keepends=True)
    if head is None or target is None:
        return changed
    index = loop.lineno - 1
    lines[index] = f"{site.indent(loop)}{start}" + lines[index].lstrip(" \t")
    return "".join(lines)


def _loop(site: Site, call: ast.Call, read: ast.Call) -> ast.stmt | None:
    """Return the outermost loop around the update that the read stands behind."""
    found: ast.stmt | None = None
    node: ast.AST = call
    while node in site.parents and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if isinstance(node, ast.For) and (node.end_lineno or 0) < read.lineno:
            found = node
        node = site.parents[node]
    return found


def _loss_object(site: Site, call: ast.Call, read: ast.Call, name: str) -> Iterator[Candidate]:
    """`m.update_state(y, p)` and `m.result()` of a metric: the loss of the same name."""
    made = scopes.last_value(site, call, name)
    if isinstance(made, ast.Call) and called(made) in SAME:
        where = site.segment(made.func).replace(".metrics.", ".losses.")
        arguments = ", ".join(site.segment(a) for a in call.args)
        text = site.replaced(read, f"{where}()({arguments})")
        yield Candidate(f"Use `{where}`", text, "unsafe", "the values of earlier calls are left out")


@mends("through-state", "metric-as-loss", rank=0)
def loss_of_same_name(site: Site) -> Iterator[Candidate]:
    """A metric that is called becomes the loss of the same name, or the one that trains what it counts."""
    for call in site.broken("through-state", "metric-as-loss"):
        made: ast.expr | None = call
        if isinstance(call.func, ast.Name):
            made = scopes.last_value(site, call, call.func.id) or call
        elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            made = site.bound_to(site.segment(call.func)) or call
        if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
            continue
        name, where = made.func.attr, site.segment(made.func.value)
        new = LOSSES.get(name, name if name in SAME else "")
        if not new or not where.endswith("metrics"):
            continue
        within = where[: -len("metrics")] or f"{site.tensorflow()}.keras."
        path = f"{within}losses.{new}"
        changes: list[tuple[ast.expr | ast.stmt, str]] = [(made.func, path)]
        turned = _turned(site, call) if name in LOSSES else None
        reason = "the value is a loss, to be made small, no longer the metric"
        if turned is not None:
            outer, inner = turned
            start = site.segment(inner)
            new_inner = start.replace(site.segment(made.func), path) if made is call else start
            changes = [(outer, new_inner)] if _holds(inner, made) else [*changes, (outer, start)]
        yield Candidate(f"Use `{path}`", site.edited(changes), "unsafe", reason)


def _turned(site: Site, call: ast.Call) -> tuple[ast.expr, ast.expr] | None:
    """Return the expression that turns a score into a loss (`1.0 - score`, `-score`), and the score in it."""
    statement = site.statement(call)
    name = statement.targets[0].id if _binds_name(statement) else ""  # type: ignore[attr-defined]
    for node in ast.walk(site.scope(call)):
        inner: ast.expr | None = None
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = node.operand
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and _is_one(node.left):
            inner = node.right
        if inner is not None and (_holds(inner, call) or (name and _reads(inner, name))):
            return node, inner  # type: ignore[return-value]  # an expression
    return None


def _binds_name(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def _reads(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))
