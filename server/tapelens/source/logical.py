"""Which lines of a broken text make one statement, guessed from brackets, strings and indentation."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"#.*|\"\"\"|'''|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|[()\[\]{}]|\\$")
# A line that starts like this is a new statement, whatever bracket is open.
_NEVER_INSIDE = re.compile(
    r"\s*(?:async|def|class|return|with|while|import|try|raise|assert|del|pass|global|nonlocal|break|continue)\b"
)
# So is this one, where a keyword argument cannot stand.
_ASSIGNED = re.compile(r"\s*[^\W\d][\w.]*\s*=(?!=)")
# A line that starts like this, no further right than the open bracket's line, is a new statement.
_FRESH = re.compile(
    r"\s*(?:@|(?:from|elif)\b"
    r"|(?:for|if|else|except|finally)\b.*:\s*$|[^\W\d][\w.]*\s*(?:[-+*/]?=(?!=)|\())"
)


def logical_lines(lines: list[str]) -> list[tuple[int, int]]:
    """Return for each line the first and last line (1-based) of the statement that it belongs to."""
    starts: list[int] = []
    state = _State()
    for number, line in enumerate(lines, 1):
        if state.inside(lines, number, line):
            starts.append(starts[-1])
        else:
            starts.append(number)
            state = _State(number, margin=_margin(line))
        state.read(line)
    last = {start: number for number, start in enumerate(starts, 1)}
    return [(start, last[start]) for start in starts]


class _State:
    def __init__(self, start: int = 0, margin: int = 0):
        self.start = start
        self.margin = margin
        self.depth = 0
        self.quotes = ""
        self.continued = False

    def inside(self, lines: list[str], number: int, line: str) -> bool:
        if self.quotes:
            return any(self.quotes in later for later in lines[number - 1 : number + 400])
        if self.depth > 0:
            return not self._fresh(lines[number - 2], line)
        return self.continued and bool(line.strip())

    def _fresh(self, before: str, line: str) -> bool:
        if _NEVER_INSIDE.match(line):
            return True
        if _ASSIGNED.match(line) and not before.rstrip().endswith((",", "(", "[", "{")):
            return True
        return _margin(line) <= self.margin and _FRESH.match(line) is not None

    def read(self, line: str) -> None:
        position = 0
        self.continued = False
        if self.quotes:
            found = line.find(self.quotes)
            if found < 0:
                return
            position, self.quotes = found + 3, ""
        while match := _TOKEN.search(line, position):
            token, position = match.group(), match.end()
            if token in ('"""', "'''"):
                found = line.find(token, position)
                if found < 0:
                    self.quotes = token
                    return
                position = found + 3
            else:
                self._bracket(token)

    def _bracket(self, token: str) -> None:
        if token in "([{":
            self.depth += 1
        elif token in ")]}":
            self.depth = max(0, self.depth - 1)
        elif token == "\\":
            self.continued = True


def _margin(line: str) -> int:
    line = line.expandtabs()
    return len(line) - len(line.lstrip()) if line.strip() else 10_000
