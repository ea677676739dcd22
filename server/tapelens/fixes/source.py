"""A text with its tree: nodes by line, their parents, and the text with some of them replaced."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator

from tapelens.findings import Position, Range
from tapelens.source.recovery import parse, recover

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
Placed = ast.expr | ast.stmt | ast.keyword | ast.arg
Changes = Iterable[tuple[Placed, str]]


class Source:
    """One text. `lines` keep their ends, so that what is not touched stays byte for byte."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = _LINE.findall(text)
        plain = text[1:] if text.startswith("\ufeff") else text
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
        statements, self.damage = parse(plain)
        if self.damage:
            mended = recover(plain, self.damage[0])
            statements, self.damage = mended.tree, mended.damage
        self.tree = ast.Module(list(statements), [])
        self.parents: dict[ast.AST, ast.AST] = {}
        self.by_line: dict[int, list[ast.AST]] = {}
        self._shift = 1 if text.startswith("\ufeff") else 0
        self._read()

    def _read(self) -> None:
        """Note the parents and the lines of all nodes; walked by hand, for every fix waits for it."""
        parents, by_line = self.parents, self.by_line
        stack: list[ast.AST] = [self.tree]
        while stack:
            node = stack.pop()
            line = getattr(node, "lineno", 0)
            if line in by_line:
                by_line[line].append(node)
            else:
                by_line[line] = [node]
            for name in node._fields:
                value = getattr(node, name, None)
                children = value if isinstance(value, list) else (value,)
                for child in children:
                    if isinstance(child, ast.AST) and (child._fields or child._attributes):
                        parents[child] = node
                        stack.append(child)

    def column(self, line: int, byte: int) -> int:
        """Return the 0-based character column of an ast position."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        column = byte if text.isascii() else len(text.encode()[:byte].decode(errors="ignore"))
        return column + (self._shift if line == 1 else 0)

    def range(self, node: Placed) -> Range:
        """Return the range of a node."""
        line, end = node.lineno, node.end_lineno or node.lineno
        start = self.column(line, node.col_offset)
        return Range(Position(line, start + 1), Position(end, self.column(end, node.end_col_offset or 0) + 1))

    def segment(self, node: Placed) -> str:
        """Return the source text of a node."""
        where = self.range(node)
        lines = self.lines[where.start.line - 1 : where.end.line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: where.end.column - 1]
        lines[0] = lines[0][where.start.column - 1 :]
        return "".join(lines)

    def edited(self, changes: Changes) -> str:
        """Return the text with nodes replaced; of two that overlap, the outer one wins."""
        parts: list[str] = []
        last = Position(1, 1)
        for where, new in sorted((self.range(node), new) for node, new in changes):
            if where.start >= last:
                parts += [self._between(last, where.start), new]
                last = where.end
        return "".join([*parts, self._between(last, Position(len(self.lines) + 1, 1))])

    def _between(self, start: Position, end: Position) -> str:
        lines = self.lines[start.line - 1 : end.line]
        if lines and end.line <= len(self.lines):
            lines[-1] = lines[-1][: end.column - 1]
        if lines:
            lines[0] = lines[0][start.column - 1 :]
        return "".join(lines)

    def changed(self, after: str) -> str:
        """Return the top-level statements of a changed text that are not those of this one."""
        lines: list[str] = _LINE.findall(after)
        head, tail = _common(self.lines, lines), _common(self.lines[::-1], lines[::-1])
        tail = min(tail, len(self.lines) - head, len(lines) - head)
        starts = [_first_line(node) - 1 for node in self.tree.body]
        first = max((start for start in starts if start < head), default=0)  # a line may join the one before
        kept = max(head, len(self.lines) - tail)
        last = min((start for start in starts if start >= kept and start > first), default=len(self.lines))
        return "".join(lines[first : len(lines) - (len(self.lines) - last)])

    def on_line(self, line: int) -> Iterator[ast.expr]:
        """Yield the expressions that start on a line."""
        return (node for node in self.by_line.get(line, ()) if isinstance(node, ast.expr))

    def step(self) -> str:
        """Return one step of indentation, as the file writes it."""
        for node in self.tree.body:
            body = getattr(node, "body", None)
            if isinstance(body, list) and body[0].lineno != node.lineno:
                line = self.lines[body[0].lineno - 1]
                return line[: len(line) - len(line.lstrip(" \t"))] or "    "
        return "    "

    def ending(self) -> str:
        """Return the line end that the file uses."""
        first = self.lines[0] if self.lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"

    @functools.cached_property
    def inside_strings(self) -> frozenset[int]:
        """The lines that start inside of a string: their white space is its content."""
        return frozenset(
            number
            for node in self.parents
            if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno != node.lineno
            for number in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
        )

    @functools.cached_property
    def functions(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        """The functions and methods by their names."""
        found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        for node in self.parents:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.setdefault(node.name, []).append(node)
        return found

    @functools.cached_property
    def tensorflow(self) -> str:
        """The name under which the file imported TensorFlow, empty if it did not."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name == "tensorflow":
                        return alias.asname or alias.name
        return ""

    def imported(self, module: str) -> str:
        """Return the name of an imported module in this file, empty if it has none."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name == module:
                        return alias.asname or alias.name
        return ""

    def import_line(self) -> int:
        """Return how many lines stand before the place where an import is added."""
        last = 0
        for index, node in enumerate(self.tree.body):
            docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
            if docstring or future or isinstance(node, (ast.Import, ast.ImportFrom)):
                last = node.end_lineno or node.lineno
            else:
                break
        return last


def _common(one: list[str], other: list[str]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", ())
    return min(node.lineno, *(d.lineno for d in decorators)) if decorators else node.lineno


@functools.lru_cache(maxsize=8)
def source(text: str) -> Source:
    """Return the source of a text, read once for all findings and builders."""
    return Source(text)
