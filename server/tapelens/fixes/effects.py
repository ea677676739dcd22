"""What a statement reads, binds and does that others can see: whether two may change places."""

from __future__ import annotations

import ast

from tapelens.fixes.site import Site, called, names

# Calls whose order among others can be seen.
SEEN = frozenset(
    "print input open write read random normal uniform shuffle choice seed sample randn rand next append extend "
    "insert pop popitem remove discard update add clear assign assign_add assign_sub update_state reset_state "
    "apply_gradients minimize truncated_normal categorical gamma poisson log info debug warning error exit "
    "reset set_weights sleep time perf_counter send recv save load dump submit start join".split()
)
PURE = frozenset({"tf", "keras", "np", "numpy", "math", "tensorflow"})
DEEPEST = 3  # calls within calls that are looked into


def reads(statement: ast.AST) -> set[str]:
    """Return the names that a statement reads."""
    return names(ast.walk(statement), ast.Load) | {
        n.target.id
        for n in ast.walk(statement)
        if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
    }


def binds(statement: ast.AST) -> set[str]:
    """Return the names that a statement binds."""
    bound = names(ast.walk(statement), ast.Store) | names(ast.walk(statement), ast.Del)
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            root = _root(node)
            bound |= {root} if root else set()
    return bound


def is_seen(site: Site, statement: ast.AST, depth: int = 0) -> bool:
    """Return whether a statement, or a function of the file that it calls, does what others can see."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal)):
            return True
        if isinstance(node, ast.Call) and (_acts(site, node) or _leads_to(site, node, depth)):
            return True
    return False


def _acts(site: Site, call: ast.Call) -> bool:
    path = ast.unparse(call.func)
    pure = path.split(".")[0] in PURE | {site.tensorflow()}
    if pure:
        return ".random." in path or called(call) == "print"
    return called(call) in SEEN


def _leads_to(site: Site, call: ast.Call, depth: int) -> bool:
    if depth == DEEPEST:
        return False
    found = site.source.functions.get(called(call), ())
    return any(is_seen(site, statement, depth + 1) for function in found for statement in function.body)


def conflict(earlier: ast.AST, later: ast.AST) -> bool:
    """Return whether two statements mean something else in the other order, by their names."""
    return bool(binds(earlier) & (reads(later) | binds(later)) or reads(earlier) & binds(later))


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
