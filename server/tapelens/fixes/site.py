"""Where a fix works: the text, its tree, the finding, and the places that builders ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tapelens.findings import Cause, Finding, Position, Range

Block = list[ast.stmt]
FIELDS = ("body", "orelse", "finalbody", "handlers")


@dataclass(slots=True)
class Site:
    """One finding in one text. `lines` keep their ends, so that what is not touched stays byte for byte."""

    text: str
    finding: Finding
    tree: ast.Module
    lines: list[str] = field(default_factory=list)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    @staticmethod
    def of(text: str, finding: Finding) -> Site | None:
        """Return the site, None where the text does not parse as a whole."""
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        site = Site(text, finding, tree, text.splitlines(keepends=True))
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                site.parents[child] = node
        return site

    # -- positions -----------------------------------------------------------------------------

    def column(self, line: int, byte: int) -> int:
        """Return the 0-based character column of an ast position."""
        text = self.lines[line - 1]
        return byte if text.isascii() else len(text.encode()[:byte].decode(errors="ignore"))

    def range(self, node: ast.AST) -> Range:
        """Return the range of a node."""
        line, end = node.lineno, node.end_lineno  # type: ignore[attr-defined]  # every asked node has a place
        start_column = self.column(line, node.col_offset)  # type: ignore[attr-defined]
        end_column = self.column(end, node.end_col_offset)  # type: ignore[attr-defined]
        return Range(Position(line, start_column + 1), Position(end, end_column + 1))

    def segment(self, node: ast.AST) -> str:
        """Return the source text of a node."""
        return ast.get_source_segment(self.text, node) or ""

    def replaced(self, node: ast.AST, new: str) -> str:
        """Return the text with a node replaced."""
        where = self.range(node)
        head = self.lines[where.start.line - 1][: where.start.column - 1]
        tail = self.lines[where.end.line - 1][where.end.column - 1 :]
        return "".join(
            [*self.lines[: where.start.line - 1], head + new + tail, *self.lines[where.end.line :]]
        )

    # -- nodes ---------------------------------------------------------------------------------

    def at(self, where: Range) -> ast.expr | None:
        """Return the expression of exactly this range."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.expr) and node.lineno == where.start.line and self.range(node) == where:
                return node
        return None

    def causes(self, *reasons: str) -> list[Cause]:
        """Return the causes of these reasons that lie in this file."""
        return [c for c in self.finding.causes if c.reason in reasons and c.location.path is None]

    def call(self) -> ast.Call | None:
        """Return the gradient call of the finding."""
        gradient = self.finding.gradient
        if gradient is None:
            return None
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.lineno == gradient.line
            ):
                holds = self.range(node).contains(self.finding.range.start)
                if node.func.attr == gradient.method and holds:
                    return node
        return None

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

    def scope(self, node: ast.AST) -> ast.AST:
        """Return the function, class or module whose names a node sees."""
        current = self.parents.get(node, self.tree)
        while not isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)):
            current = self.parents[current]
        return current

    def tape_block(self) -> tuple[ast.With, ast.Call] | None:
        """Return the `with` statement of the finding's tape and the call that makes the tape."""
        call = self.call()
        if call is None or not isinstance(call.func, ast.Attribute):
            return None
        name = ast.unparse(call.func.value)
        scope = self.scope(call)
        best: tuple[ast.With, ast.Call] | None = None
        for node in ast.walk(scope):
            if isinstance(node, ast.With) and node.lineno <= call.lineno:
                for item in node.items:
                    made = item.context_expr
                    named = item.optional_vars is not None and ast.unparse(item.optional_vars) == name
                    if (
                        named
                        and isinstance(made, ast.Call)
                        and (best is None or node.lineno > best[0].lineno)
                    ):
                        best = (node, made)
        return best

    def indent(self, statement: ast.stmt) -> str:
        """Return the white space before a statement."""
        line = self.lines[statement.lineno - 1]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def ending(self) -> str:
        """Return the line end that the file uses."""
        return "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    def tensorflow(self) -> str:
        """Return the name under which the file imported TensorFlow."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name == "tensorflow":
                        return alias.asname or alias.name
        return "tf"


def names(nodes: Iterator[ast.AST], context: type[ast.expr_context]) -> set[str]:
    """Return the names that the nodes read or bind."""
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, context)}
