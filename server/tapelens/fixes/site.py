"""Where a fix works: the text, its tree, the finding, and the places that builders ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tapelens.findings import Cause, Finding, Range
from tapelens.fixes.source import Changes, Placed, Source

Block = list[ast.stmt]
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.Module
FIELDS = ("body", "orelse", "finalbody", "handlers")


@dataclass(frozen=True, slots=True)
class Site:
    """One finding in one text: the analysed file's, or with `path` that of a module where a cause lies."""

    source: Source
    finding: Finding
    path: str | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return self.source.text

    @property
    def tree(self) -> ast.Module:
        """The tree of the text."""
        return self.source.tree

    @property
    def lines(self) -> list[str]:
        """The lines with their ends."""
        return self.source.lines

    @property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each node is a part of."""
        return self.source.parents

    def range(self, node: Placed) -> Range:
        """Return the range of a node."""
        return self.source.range(node)

    def segment(self, node: Placed) -> str:
        """Return the source text of a node."""
        return self.source.segment(node)

    def replaced(self, node: Placed, new: str) -> str:
        """Return the text with a node replaced."""
        return self.source.edited([(node, new)])

    def edited(self, changes: Changes) -> str:
        """Return the text with nodes replaced."""
        return self.source.edited(changes)

    def inserted(self, after: int, *new: str) -> str:
        """Return the text with lines added after so many lines; they are given without their ends."""
        end, lines = self.ending(), list(self.lines)
        if 0 < after <= len(lines) and not lines[after - 1].endswith(("\n", "\r")):
            lines[after - 1] += end
        return "".join([*lines[:after], *(line + end for line in new), *lines[after:]])

    # -- nodes ---------------------------------------------------------------------------------

    def at(self, where: Range) -> ast.expr | None:
        """Return the expression of exactly this range."""
        found = self.source.on_line(where.start.line)
        return next((node for node in found if self.range(node) == where), None)

    def causes(self, *reasons: str) -> list[Cause]:
        """Return the causes of these reasons that lie in this file."""
        return [c for c in self.finding.causes if c.reason in reasons and c.location.path == self.path]

    def broken(self, *reasons: str) -> Iterator[ast.Call]:
        """Yield the calls that are causes of these reasons."""
        for cause in self.causes(*reasons):
            node = self.at(cause.location.range)
            if isinstance(node, ast.Call):
                yield node

    def call(self) -> ast.Call | None:
        """Return the gradient call of the finding."""
        gradient = self.finding.gradient
        if gradient is None or self.path is not None:
            return None
        for node in self.source.by_line.get(gradient.line, ()):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                holds = self.range(node).contains(self.finding.range.start)
                if node.func.attr == gradient.method and holds:
                    return node
        return None

    def tape(self) -> str:
        """Return how the gradient call names its tape, empty without a call."""
        call = self.call()
        return self.segment(call.func.value) if call and isinstance(call.func, ast.Attribute) else ""

    def sources(self, call: ast.Call) -> ast.expr | None:
        """Return the sources that a gradient call is given."""
        named = (k.value for k in call.keywords if k.arg in ("sources", "source"))
        return call.args[1] if len(call.args) > 1 else next(named, None)

    def target(self, call: ast.Call) -> ast.expr | None:
        """Return the target that a gradient call is given."""
        return (
            call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "target"), None)
        )

    def statement(self, node: ast.AST) -> ast.stmt:
        """Return the statement that holds a node."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def block(self, statement: ast.stmt) -> Block:
        """Return the list of statements that holds the statement."""
        parent = self.parents[statement]
        for name in FIELDS:
            found = getattr(parent, name, None)
            if isinstance(found, list) and statement in found:
                return found
        return []

    def statement_at(self, block: Block, line: int) -> ast.stmt | None:
        """Return the statement of a block that covers a line."""
        return next((s for s in block if s.lineno <= line <= (s.end_lineno or s.lineno)), None)

    def scope(self, node: ast.AST) -> Scope:
        """Return the function or module whose names a node sees."""
        current = self.parents.get(node, self.tree)
        while not isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)):
            current = self.parents[current]
        return current

    def tape_block(self) -> tuple[ast.With, ast.Call] | None:
        """Return the `with` statement of the finding's tape and the call that makes the tape."""
        call, name = self.call(), self.tape()
        if call is None:
            return None
        best: tuple[ast.With, ast.Call] | None = None
        for node in ast.walk(self.scope(call)):
            if isinstance(node, ast.With) and node.lineno <= call.lineno:
                for item in node.items:
                    made: ast.expr | None = item.context_expr
                    named = item.optional_vars is not None and self.segment(item.optional_vars) == name
                    if not named and self.segment(item.context_expr) == name:
                        named, made = True, self.bound_to(name)
                    later = best is None or node.lineno > best[0].lineno
                    if named and isinstance(made, ast.Call) and later:
                        best = (node, made)
        return best

    def bound_to(self, name: str) -> ast.expr | None:
        """Return what an assignment of the file gives a name or an attribute."""
        for node in self.parents:
            if isinstance(node, ast.Assign) and any(self.segment(target) == name for target in node.targets):
                return node.value
        return None

    def block_near(self, line: int) -> tuple[ast.With, ast.Call] | None:
        """Return the tape's block beside the statement on a line, for a tape that is asked elsewhere."""
        for node in self.source.by_line.get(line, ()):
            if isinstance(node, ast.stmt):
                for other in self.block(node):
                    for item in other.items if isinstance(other, ast.With) else ():
                        made = item.context_expr
                        if isinstance(made, ast.Call) and called(made) == "GradientTape":
                            return other, made  # type: ignore[return-value]  # it has items
        return None

    def indent(self, statement: ast.stmt) -> str:
        """Return the white space before a statement."""
        line = self.lines[statement.lineno - 1]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def alone(self, statement: ast.stmt) -> bool:
        """Return whether no other statement stands on the lines of this one."""
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        own = self.lines[first - 1][: self.range(statement).start.column - 1].strip()
        after = self.lines[last - 1][self.range(statement).end.column - 1 :].strip()
        return not own and (not after or after.startswith("#"))

    def shifted(self, first: int, last: int, statement: ast.stmt, indent: str) -> list[str]:
        """Return lines at another indentation than the statement's; inside of strings they stay."""
        own, inside = self.indent(statement), self.source.inside_strings
        found: list[str] = []
        for number in range(first, last + 1):
            line = self.lines[number - 1]
            plain = number in inside or not line.strip() or not line.startswith(own)
            found.append(line if plain else indent + line[len(own) :])
        return found

    def ending(self) -> str:
        """Return the line end that the file uses."""
        return self.source.ending()

    def tensorflow(self) -> str:
        """Return the name under which the file imported TensorFlow; one that it did not import is added later."""
        return self.source.tensorflow or "tf"


def names(nodes: Iterator[ast.AST], context: type[ast.expr_context]) -> set[str]:
    """Return the names that the nodes read or bind."""
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, context)}


def called(call: ast.Call) -> str:
    """Return the last part of a called name: `argmax` of `tf.math.argmax(x)`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
