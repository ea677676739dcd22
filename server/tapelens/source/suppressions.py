"""Comments that silence findings: `# tapelens: ignore[rule] reason`, `# tapelens: ignore-file[rule]`.

At the end of a line it covers the statement of that line; on a line of its own, the next statement. A
statement that is a block (a function, a class, a `with`) is covered with its body. Names or codes of rules
are expected; without any, everything is covered, and that itself is reported.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tapelens.findings import Edit, Position, Range
from tapelens.source.document import Document, Unit
from tapelens.source.units import MARK

OWN_RULE = "unused-suppression"
_COMMENT = re.compile(r"#\s*tapelens:\s*ignore(?P<file>-file)?\b\s*(?:\[(?P<names>[^\]#]*)\])?")
_GROUP = re.compile(r"TL\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unused:
    """A name in a suppression that silenced nothing, or a suppression without names.

    `text` is what the user wrote, `blanket` says that it silences something without a name; `edit` mends it.
    """

    range: Range
    text: str
    blanket: bool
    edit: Edit


@dataclass(slots=True)
class Suppression:
    """One comment: what it names and the lines that it covers. `used` holds the names that had an effect."""

    line: int
    start: int
    end: int
    text: str
    names: tuple[tuple[str, int], ...]
    first: int
    last: int
    whole_line: bool
    blanket: bool
    used: set[str] = field(default_factory=set)


class Suppressions:
    """The suppressions of one document. Asking whether a finding is covered marks the suppression as used."""

    def __init__(self, doc: Document, found: tuple[Suppression, ...]):
        self._doc = doc
        self._found = found

    def covers(self, rule: str, code: str, span: Range) -> bool:
        """Return whether a finding of the rule, standing at the range, is silenced."""
        covered = False
        for one in self._found:
            if one.first <= span.start.line <= one.last:
                hits = {name for name, _ in one.names if _means(name, rule, code)}
                if one.blanket and rule != OWN_RULE:
                    hits.add(rule)
                one.used |= hits
                covered = covered or bool(hits)
        return covered

    def unused(self, not_run: Collection[tuple[str, str]] = ()) -> tuple[Unused, ...]:
        """Return what silenced nothing so far, and every suppression without names, in order of position.

        `not_run` holds name and code of rules that were switched off: their suppressions may be needed yet.
        """
        found = []
        for one in self._found:
            unhit = [(name, at) for name, at in one.names if name not in one.used]
            stale = [(name, at) for name, at in unhit if not any(_means(name, *rule) for rule in not_run)]
            if one.blanket and one.used:
                found.append(self._unnamed(one))
            elif one.blanket or (stale and len(stale) == len(one.names)):
                found.append(self._whole(one))
            else:
                found += [self._part(one, name, at) for name, at in stale]
        return tuple(found)

    def _unnamed(self, one: Suppression) -> Unused:
        names = f"[{', '.join(sorted(one.used))}]"
        place = one.start + len(one.text.split("[")[0].rstrip())
        end = one.end if "[" in one.text else place
        edit = Edit(self._span(one, place, end), names)
        return Unused(self._span(one, one.start, one.end), one.text, True, edit)

    def _whole(self, one: Suppression) -> Unused:
        line = self._doc.line(one.line)
        rest = line[one.end :].strip()
        # A reason goes with the comment that it explains; another comment behind it stays.
        keep = rest if rest.startswith("#") else ""
        if one.whole_line and not keep:
            erased = Range(Position(one.line, 1), Position(one.line + 1, 1))
        else:
            begin = one.start if keep else len(line[: one.start].rstrip())
            erased = self._span(one, begin, len(line))
        return Unused(self._span(one, one.start, one.end), one.text, False, Edit(erased, keep))

    def _part(self, one: Suppression, name: str, at: int) -> Unused:
        line = self._doc.line(one.line)
        start, end = at, at + len(name)
        after = re.compile(r"\s*,\s*").match(line, end)
        if after:
            end = after.end()
        else:
            start = len(line[:start].rstrip(" ,\t"))
        return Unused(self._span(one, at, at + len(name)), name, False, Edit(self._span(one, start, end), ""))

    def _span(self, one: Suppression, start: int, end: int) -> Range:
        return Range(Position(one.line, start + 1), Position(one.line, end + 1))


def suppressions(doc: Document) -> Suppressions:
    """Return the suppressions of a document; costs one search where there is none."""
    if not doc.addressed:
        return Suppressions(doc, ())
    found = tuple(one for unit in doc.units if unit.addressed for one in _in_unit(doc, unit))
    return Suppressions(doc, found)


def _means(name: str, rule: str, code: str) -> bool:
    """Return whether what the user wrote is the rule's name, its code or, but for what is said here, a start of it."""
    group = bool(_GROUP.fullmatch(name)) and code.startswith(name.upper()) and rule != OWN_RULE
    return group or name.lower() in (rule, code.lower())


def _in_unit(doc: Document, unit: Unit) -> Iterator[Suppression]:
    for line, column, text in _comments(unit):
        for match in _COMMENT.finditer(text):
            yield _suppression(doc, unit, line, column, match)


def _comments(unit: Unit) -> Iterator[tuple[int, int, str]]:
    """Yield line (1-based, of the unit), column and text of each comment that is meant."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(unit.text).readline):
            if token.type == tokenize.COMMENT and MARK in token.string:
                yield token.start[0], token.start[1], token.string
    except (tokenize.TokenError, SyntaxError, ValueError):
        # Half-typed: what stands behind the open bracket or string says nothing yet.
        return


def _suppression(doc: Document, unit: Unit, line: int, column: int, match: re.Match[str]) -> Suppression:
    start, end = column + match.start(), column + match.end()
    names = tuple(_names(match, column))
    own_line = not unit.lines[line - 1][:column].strip()
    if match["file"]:
        first, last = 1, doc.height
    else:
        first, last = _covered(doc, unit, line, own_line)
    at = doc.span(unit, line, 0, line, 0).start
    shift = at.column - 1
    return Suppression(
        at.line,
        start + shift,
        end + shift,
        match.group().rstrip(),
        tuple((name, place + shift) for name, place in names),
        first,
        last,
        own_line,
        not names,
    )


def _names(match: re.Match[str], column: int) -> Iterator[tuple[str, int]]:
    for part in re.finditer(r"[\w-]+", match["names"] or ""):
        yield part.group(), column + match.start("names") + part.start()


def _covered(doc: Document, unit: Unit, line: int, own_line: bool) -> tuple[int, int]:
    here = unit.start + line
    statement = _next_statement(doc, here) if own_line else _statement_at(unit, line)
    return statement if statement is not None else (here, here)


def _statement_at(unit: Unit, line: int) -> tuple[int, int] | None:
    """The innermost statement whose header or simple text holds the line."""
    best = None
    for statement in _statements(unit.tree):
        first, header, last = _extent(statement)
        if first <= line <= header or (header == last and first <= line <= last):
            best = (unit.start + first, unit.start + last)
    return best


def _next_statement(doc: Document, line: int) -> tuple[int, int] | None:
    """The first, and of those the outermost, statement that starts behind the line (of the document)."""
    index = doc.index_at(line - 1)
    for unit in doc.units[index : index + 2]:
        starts = [s for s in _statements(unit.tree) if unit.start + _extent(s)[0] > line]
        if starts:
            first, _, last = _extent(min(starts, key=lambda s: _extent(s)[0]))
            return unit.start + first, unit.start + last
    return None


def _statements(body: tuple[ast.stmt, ...] | list[ast.stmt]) -> Iterator[ast.stmt]:
    stack = list(reversed(body))
    while stack:
        statement = stack.pop()
        yield statement
        inner = [child for child in ast.iter_child_nodes(statement) if not isinstance(child, ast.expr)]
        for child in reversed(inner):
            if isinstance(child, ast.stmt):
                stack.append(child)
            else:
                stack.extend(reversed([s for s in ast.iter_child_nodes(child) if isinstance(s, ast.stmt)]))


def _extent(statement: ast.stmt) -> tuple[int, int, int]:
    """The first line, the last line of the header, and the last line."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    last = statement.end_lineno or statement.lineno
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if not body:
        return first, last, last
    inner = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    return first, max(statement.lineno, inner.lineno - 1), last
