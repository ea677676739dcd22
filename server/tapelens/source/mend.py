"""Replaces the one statement that a syntax error stands in, so that the lines keep their numbers.

What the broken statement may have changed must not look unchanged: its names are handed to an unknown
function (`BROKEN`), and what it would have bound is bound to that function's answer.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator

from tapelens.source.logical import logical_lines

BROKEN = "__broken__"
FILE = "<tapelens-unit>"  # the file name that the compiler is told

_NAMES = re.compile(r"(?<![\w.])[^\W\d]\w*")
_ASSIGNED = re.compile(
    r"\s*[^\W\d][\w.]*(?:\[[^\]=]*\])?(?:\s*,\s*[^\W\d][\w.]*)*\s*(?::[^=]+)?"
    r"(?P<operator>[-+*%@&|^]|//?|\*\*|<<|>>)?=(?!=)"
)
_BLOCK = re.compile(
    r"\s*(?:async\s+)?(?P<word>def|class|if|for|while|with|try|else|elif|except|finally|match|case)\b"
)
_HEADERS = (
    (re.compile(r"\s*(?:async\s+)?def\s+(?P<bound>\w+)(?=\s*\(.*\))"), "def {bound}({parameters}):"),
    # Without its parameters the body says nothing of the function: its name stays unknown.
    (re.compile(r"\s*(?:async\s+)?def\b(?P<bound>)"), "def {broken}def({parameters}):"),
    (re.compile(r"\s*class\s+(?P<bound>\w+)"), "class {bound}({broken}):"),
    (re.compile(r"\s*(?:async\s+)?for\s+(?P<bound>[\w, ]+?)\s+in\b"), "for {bound} in {call}:"),
    (re.compile(r"\s*(?:async\s+)?with\b.*\bas\s+(?P<bound>\w+)"), "with {call} as {bound}:"),
    # Without a name behind `as` the last word may well be it.
    (
        re.compile(r"\s*(?:async\s+)?with\b.*\s(?P<bound>[^\W\d]\w*)\s*:?\s*$"),
        "with {call}, {call} as {bound}:",
    ),
    (re.compile(r"\s*(?:async\s+)?with\b"), "with {call}:"),
    (re.compile(r"\s*elif\b"), "elif {call}:"),
    (re.compile(r"\s*else\b"), "else:"),
    (re.compile(r"\s*except\b"), "except Exception:"),
    (re.compile(r"\s*finally\b"), "finally:"),
)
_BOUND = re.compile(
    r"\s*(?:(?:async\s+)?(?:def|class)\s+(?P<made>[^\W\d]\w*)|(?P<name>[^\W\d]\w*)\s*[-+*/@]?=(?!=))"
)
_RETURN = re.compile(r"\s*return\b")
_GARBAGE = re.compile(r"^\s*[\[\](){}'\".,;:=]*\s*(?=[^\W\d])")
_LAST_NAME = re.compile(r"\bas\s+(?P<name>[^\W\d]\w*)\s*:?\s*$")
_FUNCTION = re.compile(r"\s*(?:async\s+)?def\s+\w+\s*\(.*\)")
_DECORATED = re.compile(r"\s*(?:@|async\b|def\b|class\b)")
_FSTRING = re.compile(r"\b(?:[rR]?[fF]|[fF][rR])[\"']")
_CLASS = re.compile(r"(?P<head>\s*class\s+\w+)\s*(?:\((?P<bases>.*)\))?\s*:")
_ON_LINE = re.compile(r"on line (\d+)$")


class Mender:
    """A broken text whose lines are replaced, error by error. `touched` holds their 1-based numbers."""

    def __init__(self, text: str):
        self._lines = text.split("\n")
        self._spans = logical_lines(self._lines)
        self.touched: set[int] = set()

    @property
    def text(self) -> str:
        """The text as mended so far."""
        return "\n".join(self._lines)

    def mend(self, line: int, message: str) -> None:
        """Replace what the error at this line is about."""
        line = min(max(line, 1), len(self._lines))
        header = _ON_LINE.search(message)
        if header and "indented block" in message:
            self._fill(int(header.group(1)))
        elif "unexpected indent" in message:
            self._strip(line)
        elif "unindent does not match" in message:
            self._align(line)
        elif "expected 'except'" in message:
            self._untry(line)
        elif message.startswith("f-string"):
            self._replace(self._opened_string(line))
        else:
            self._replace(line)

    def cut(self, line: int) -> None:
        """Give up everything from the statement at this line on."""
        start, _ = self._span(line)
        margin = len(self._lines[start - 1]) - len(self._lines[start - 1].lstrip())
        self._give_up(list(range(start, len(self._lines) + 1)), " " * margin)

    def _span(self, line: int) -> tuple[int, int]:
        return self._spans[min(line, len(self._spans)) - 1]

    def _set(self, line: int, text: str) -> None:
        self._lines[line - 1] = text
        self.touched.add(line)

    def _empty(self, lines: Iterator[int] | range | list[int]) -> None:
        for line in lines:
            self._set(line, "")

    def _give_up(self, lines: list[int], margin: str) -> None:
        """Empty several lines but for one that hands their names on, and binds what they bind."""
        again = lines[0] in self.touched
        code = [self._lines[number - 1] for number in lines]
        self._empty(lines)
        if not again:
            matches = [match for match in map(_BOUND.match, code) if match is not None]
            bound = dict.fromkeys(match["made"] or match["name"] for match in matches)
            last = next((text for text in reversed(code) if text.strip()), "")
            does = "return " if _RETURN.match(last) else "".join(f"{name} = " for name in bound)
            self._set(lines[0], margin + does + _call(" ".join(code)))

    def _above(self, line: int) -> int:
        return next((n for n in range(line - 1, 0, -1) if self._lines[n - 1].strip()), line)

    def _strip(self, line: int) -> None:
        above = self._above(line)
        self._open_class(above, _indent(self._lines[line - 1]))
        lines = list(self._run(line, 1, _indent(self._lines[line - 1])))
        self._give_up(lines, _margin(self._lines[self._span(above)[0] - 1]))

    def _fill(self, line: int) -> None:
        """Give a header the body that it has lost: one that is not known."""
        header = self._lines[line - 1].rstrip()
        word = _BLOCK.match(header)
        if word is None or not header.endswith(":") or "#" in header:
            self._replace(line)
            return
        body = {"def": f"return {_call(header)}", "class": "pass"}.get(word["word"], _call(header))
        if word["word"] in ("class", "with"):  # members, or what was recorded, are lost with the body
            header = _margin(header) + (_header(header) or header.lstrip())
        self._set(line, f"{header} {body}")

    def _replace(self, line: int) -> None:
        start, end = self._span(self._decorator(line))
        if self._moved_in(start):
            return
        first = self._lines[start - 1]
        code = " ".join(self._lines[start - 1 : end])
        margin = first[: len(first) - len(first.lstrip())]
        again = start in self.touched or not first.strip()
        self._empty(range(start, end + 1))
        self._open_class(start, len(margin.expandtabs()))
        if self._has_body(end, len(margin.expandtabs())):
            new = None if again else _header(code)
            if new is None or margin + new == first.rstrip():
                name = _LAST_NAME.search(code)  # of a `with` that is no longer one
                new = f"with {_call(code)} as {name['name']}:" if name else f"if {_call(code)}:"
            self._set(
                start,
                ""
                if again and first.strip().startswith((f"if {BROKEN}", f"with {BROKEN}"))
                else margin + new,
            )
        elif not again:
            first = margin + _GARBAGE.sub("", first)
            assigned = _ASSIGNED.match(first)
            block = _BLOCK.match(code)
            if block is not None and block["word"] == "with":
                self._set(start, f"{margin}{_header(code)} pass")
            elif assigned is not None:
                kept = first[: assigned.start("operator")] if assigned["operator"] else assigned.group()[:-1]
                self._set(start, f"{kept}= {_call(code)}")
            else:
                self._set(start, f"{margin}{'return ' * code.lstrip().startswith('return')}{_call(code)}")

    def _opened_string(self, line: int) -> int:
        # A field of an f-string may run over lines: the error stands behind it, at the next statement.
        above = range(line, max(0, line - 20), -1)
        return next((number for number in above if _FSTRING.search(self._lines[number - 1])), line)

    def _decorator(self, line: int) -> int:
        # A decorator above something that cannot be decorated is what is broken, not the statement below it.
        above = self._above(line)
        alone = self._lines[above - 1].lstrip().startswith("@") and not _DECORATED.match(
            self._lines[line - 1]
        )
        return above if alone else line

    def _open_class(self, line: int, margin: int) -> None:
        # A class that lost a member has one more base, an unknown one: it may have whatever is asked of it.
        above = (n for n in range(line - 1, 0, -1) if self._lines[n - 1].strip())
        header = next((n for n in above if _indent(self._lines[n - 1]) < margin), 0)
        match = _CLASS.match(self._lines[header - 1]) if header else None
        if match is not None and BROKEN not in match.group():
            bases = f"{match['bases']}, {BROKEN}" if (match["bases"] or "").strip() else BROKEN
            self._set(header, f"{match['head']}({bases}):{self._lines[header - 1][match.end() :]}")

    def _has_body(self, line: int, margin: int) -> bool:
        return _indent(self._below(line)) > margin

    def _below(self, line: int) -> str:
        return next((text for text in self._lines[line:] if text.strip()), "")

    def _moved_in(self, line: int) -> bool:
        """Take a line at column 0 in the middle of a block for one of the block's; return whether it was one."""
        text, margin = self._lines[line - 1], _margin(self._below(line))
        in_block = margin and self._lines[self._above(line) - 1][:1].isspace()
        if line in self.touched or not in_block or text[:1].isspace() or _BLOCK.match(text):
            return False
        assigned = _ASSIGNED.match(text)
        kept = f"{assigned.group().rstrip('=')}= " if assigned and not assigned["operator"] else ""
        self._set(line, margin + kept + _call(text) if _NAMES.search(text) else "")
        self._open_class(line, len(margin.expandtabs()))
        return True

    def _align(self, line: int) -> None:
        # Either this line stands too far left, alone, or those above it stand too far right.
        margin = _indent(self._lines[line - 1])
        above = list(self._run(line - 1, -1, margin + 1))
        below = list(self._run(line + 1, 1, margin))
        stray = below and _indent(self._lines[below[0] - 1]) in {_indent(self._lines[n - 1]) for n in above}
        if above and not stray and len(above) <= len(below):
            self._give_up(above[::-1], _margin(self._lines[line - 1]))
        else:
            self._give_up([line], _margin(self._lines[self._above(line) - 1]))

    def _run(self, line: int, step: int, margin: int) -> Iterator[int]:
        while 1 <= line <= len(self._lines):
            text = self._lines[line - 1]
            if text.strip() and _indent(text) < margin:
                return
            if text.strip():
                yield line
            line += step

    def _untry(self, line: int) -> None:
        handled: set[int] = set()
        for number in range(line, 0, -1):
            text = self._lines[number - 1]
            word = _BLOCK.match(text)
            if word is None:
                continue
            if word["word"] in ("except", "finally") and number != line:
                handled.add(_indent(text))
            elif word["word"] == "try":
                if _indent(text) not in handled:
                    self._set(number, text.replace("try", "if 1", 1))
                    return
                handled.discard(_indent(text))
        self._replace(line)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _header(code: str) -> str | None:
    if _BLOCK.match(code) is None:
        return None
    whole = _whole_parameters(code)
    if whole is not None:
        return whole
    for pattern, template in _HEADERS:
        match = pattern.match(code)
        if match is not None:
            bound = match.groupdict().get("bound") or ""
            names = [name for name in _names(code[match.end() :]) if name != bound]
            return template.format(
                bound=bound,
                parameters=", ".join(names),
                broken=BROKEN,
                call=_call(code),
            )
    return f"if {_call(code)}:"


def _whole_parameters(code: str) -> str | None:
    """Return the header of a function whose parameters are whole, with nothing behind them."""
    match = _FUNCTION.match(code)
    header = f"{match.group().lstrip()}:" if match is not None else ""
    try:
        ast.parse(f"{header} pass", FILE)
    except (SyntaxError, ValueError):
        return None
    return header or None


def _call(code: str) -> str:
    return f"{BROKEN}({', '.join(_names(code))})"


def _names(code: str) -> list[str]:
    return [
        name for name in dict.fromkeys(_NAMES.findall(code)) if not keyword.iskeyword(name) and name != BROKEN
    ]


def _indent(line: str) -> int:
    line = line.expandtabs()
    return len(line) - len(line.lstrip())
