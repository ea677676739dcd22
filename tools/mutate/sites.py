"""Find the gradient calls whose target is one plain assignment in the tape's block."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.mutate.edit import Text

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = Function | ast.Module


@dataclass(frozen=True, slots=True)
class Site:
    """One gradient call: `assign` is the last statement of the block that gives the target its value."""

    text: Text
    scope: Scope
    block: ast.With
    tape: str
    tape_call: ast.Call
    call: ast.Call
    statement: ast.stmt
    assign: ast.Assign

    @property
    def target(self) -> str:
        """The name of the target."""
        return ast.unparse(self.call.args[0])

    @property
    def source(self) -> ast.expr:
        """The call's source expression."""
        return self.call.args[1]


def sites(text: Text) -> Iterator[Site]:
    """Yield the sites of a program."""
    for scope, body in bodies(text.tree, text.tree):
        for index, block in enumerate(body):
            if isinstance(block, ast.With):
                for tape, call in tapes(block):
                    yield from after_block(text, scope, block, tape, call, body[index + 1 :])


def bodies(node: ast.AST, scope: Scope) -> Iterator[tuple[Scope, list[ast.stmt]]]:
    """Yield every list of statements with the function (or module) that it belongs to."""
    inner = node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scope
    for field in ("body", "orelse", "finalbody"):
        body = getattr(node, field, None)
        if isinstance(body, list):
            yield inner, body
    for child in ast.iter_child_nodes(node):
        yield from bodies(child, inner)


def tapes(block: ast.With) -> Iterator[tuple[str, ast.Call]]:
    """Yield the names that the block's items give to new tapes, with their calls."""
    for item in block.items:
        call, name = item.context_expr, item.optional_vars
        if (
            isinstance(call, ast.Call)
            and isinstance(name, ast.Name)
            and last_name(call.func) == "GradientTape"
        ):
            yield name.id, call


def after_block(
    text: Text, scope: Scope, block: ast.With, tape: str, tape_call: ast.Call, rest: list[ast.stmt]
) -> Iterator[Site]:
    """Yield the tape's first gradient call behind its block, if its target was assigned in the block."""
    for index, statement in enumerate(rest):
        call = gradient_call(statement, tape)
        if call is None:
            continue
        if not isinstance(statement, ast.Assign | ast.Expr | ast.Return | ast.AugAssign):
            return
        target = ast.unparse(call.args[0])
        assign = last_assign(block.body, target)
        if assign and not any(stores(s, target) for s in rest[:index]):
            yield Site(text, scope, block, tape, tape_call, call, statement, assign)
        return


def gradient_call(statement: ast.stmt, tape: str) -> ast.Call | None:
    """Return the statement's `tape.gradient(name, …)`."""
    for node in ast.walk(statement):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == f"{tape}.gradient"
            and len(node.args) >= 2
            and isinstance(node.args[0], ast.Name)
        ):
            return node
    return None


def last_assign(body: list[ast.stmt], target: str) -> ast.Assign | None:
    """Return the block's last `target = …` if nothing behind it stores the target again."""
    for index in range(len(body) - 1, -1, -1):
        statement = body[index]
        if isinstance(statement, ast.Assign) and [ast.unparse(t) for t in statement.targets] == [target]:
            return statement
        if stores(statement, target):
            return None
    return None


def stores(node: ast.AST, name: str) -> bool:
    """Return whether the name is bound anywhere below the node."""
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(node)
    )


def loads(node: ast.AST) -> set[str]:
    """Return the names that are read below the node."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def last_name(node: ast.expr) -> str:
    """Return the last part of a dotted name."""
    return ast.unparse(node).rsplit(".", 1)[-1]
