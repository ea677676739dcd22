"""An expression on one line, as somebody would have written it there."""

from __future__ import annotations

import io
import re
import tokenize

_OPENED = re.compile(r"(?<=[(\[{])[ \t]*\n\s*")
_CLOSED = re.compile(r"\s*\n\s*(?=[)\]}])")


def one_line(text: str) -> str:
    """Return an expression without its comments and the spaces that only line breaks left in its brackets."""
    if "\n" in text:
        text = _OPENED.sub("", _CLOSED.sub("", _without_comments(text) if "#" in text else text))
    return " ".join(text.split())


def _without_comments(text: str) -> str:
    lines = text.splitlines(keepends=True)
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                line = lines[row - 1]
                start = column - (row == 1)  # the bracket that lets lines break is in the first
                lines[row - 1] = line[:start] + line[start + len(token.string) :]
    except (tokenize.TokenError, SyntaxError):
        return text
    return "".join(lines)
