"""What a gradient call can name: the models, targets and sources that its scope holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tapelens.fixes.site import Site

WEIGHTS = frozenset({"trainable_variables", "trainable_weights", "variables", "weights"})

# Methods of variables, models and tapes, which hold no weights of their own.
METHODS = frozenset(
    "assign assign_add assign_sub value read_value numpy call build compile fit predict evaluate set_weights get_weights "
    "get_layer save load_weights summary append extend gradient jacobian batch_jacobian watch reset stop_recording minimize "
    "apply_gradients update_state result reset_state submit map run reduce keys values items get format join "
    "add pop train_on_batch predict_on_batch reshape astype item tolist copy scope shape numpy_function".split()
)


def callables(site: Site, call: ast.Call) -> list[str]:
    """Return the names and attributes that are called somewhere and that the call's scope can read."""
    visible = bound(site, call)
    found: dict[str, int] = {}
    for node in ast.walk(site.tree):
        if isinstance(node, ast.Call) and (
            isinstance(node.func, (ast.Name, ast.Attribute)) or _keyed(node.func)
        ):
            root = _root(node.func)
            if root is not None and root in visible and not _is_module(site, root):
                found.setdefault(site.segment(node.func), abs(node.lineno - call.lineno))
        elif isinstance(node, ast.Attribute) and node.attr in WEIGHTS:
            root = _root(node.value)
            if root is not None and root in visible:
                found.setdefault(site.segment(node.value), abs(node.lineno - call.lineno))
    functions = {
        n.name for n in ast.walk(site.tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    models = [name for name in found if name.split(".")[-1] not in functions | METHODS]
    own = [m for m in models if not any(m.startswith(f"{other}.") for other in models)]
    return sorted(own, key=lambda name: found[name])


def bound(site: Site, node: ast.AST) -> set[str]:
    """Return the names that are bound where a node stands: its scopes' names, parameters and the module's."""
    found: set[str] = set()
    scope: ast.AST = site.scope(node)
    while True:
        found |= set(_bindings(scope))
        if scope is site.tree:
            return found
        scope = site.scope(scope)


def _bindings(scope: ast.AST) -> Iterator[str]:
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        arguments = scope.args
        for arg in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            yield arg.arg
    body = getattr(scope, "body", ())
    stack: list[ast.AST] = list(body) if isinstance(body, list) else []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)


def asked(site: Site, call: ast.Call, target: ast.expr | None) -> set[str]:
    """Return the sources that other gradient calls of the scope ask for, of the same target."""
    found: set[str] = set()
    for node in ast.walk(site.scope(call)):
        if isinstance(node, ast.Call) and node is not call and isinstance(node.func, ast.Attribute):
            sources, of = site.sources(node), site.target(node)
            same = target is not None and of is not None and site.segment(of) == site.segment(target)
            if node.func.attr == "gradient" and sources is not None and same:
                found.add(site.segment(sources))
    return found


def targets(site: Site, call: ast.Call, target: ast.expr) -> list[str]:
    """Return what else could be differentiated: other elements of the target's list, values bound before."""
    found: list[str] = []
    place = target.slice.value if isinstance(target, ast.Subscript) and _is_number(target.slice) else None
    if isinstance(target, ast.Subscript) and isinstance(place, int):
        found += [f"{site.segment(target.value)}[{i}]" for i in (place + 1, place - 1) if i >= 0]
    blocks = [n for n in ast.walk(site.scope(call)) if isinstance(n, ast.With) and n.lineno < call.lineno]
    for statement in sorted((s for b in blocks for s in b.body), key=lambda s: -s.lineno):
        found += _stored(statement)
    assigned = [n for n in ast.walk(site.scope(call)) if isinstance(n, ast.Assign) and n.lineno < call.lineno]
    for assignment in sorted(assigned, key=lambda n: -n.lineno):
        found += _stored(assignment)
    tapes = {site.segment(i.optional_vars) for b in blocks for i in b.items if i.optional_vars is not None}
    return [name for name in dict.fromkeys(found) if name not in tapes]


def _is_number(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _stored(statement: ast.AST) -> list[str]:
    if not isinstance(statement, ast.Assign):
        return []
    nodes = [n for target in statement.targets for n in ast.walk(target)]
    return [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def read(site: Site) -> list[str]:
    """Return the names that the tape's block reads and that were bound before it, by assignment."""
    found = site.tape_block()
    call = site.call()
    if found is None or call is None:
        return []
    block = found[0]
    before = {
        name
        for node in ast.walk(site.tree)
        if isinstance(node, ast.Assign) and node.lineno < block.lineno
        for name in _stored(node)
    }
    nodes = [n for s in block.body for n in ast.walk(s) if isinstance(n, ast.Name)]
    return list(dict.fromkeys(n.id for n in nodes if n.id in before and isinstance(n.ctx, ast.Load)))


def last_value(site: Site, before: ast.AST, name: str) -> ast.expr | None:
    """Return the value that a plain assignment of the scope gave a name last, before a node."""
    line = getattr(before, "lineno", 0)
    best: ast.Assign | None = None
    for node in ast.walk(site.scope(before)):
        if isinstance(node, ast.Assign) and node.lineno < line and len(node.targets) == 1:
            target = node.targets[0]
            named = isinstance(target, ast.Name) and target.id == name
            if named and (best is None or node.lineno > best.lineno):
                best = node
    return best.value if best is not None else None


def _keyed(node: ast.expr) -> bool:
    """Return whether an element is taken out of something by a key that is written there."""
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_module(site: Site, name: str) -> bool:
    return any(
        isinstance(node, (ast.Import, ast.ImportFrom))
        and any((alias.asname or alias.name.split(".")[0]) == name for alias in node.names)
        for node in site.tree.body
    )
