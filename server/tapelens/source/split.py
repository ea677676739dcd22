"""Where a text can be cut into top-level statements, found without parsing it."""

from __future__ import annotations

import re

# A line that may start a top-level statement: at column 0, and no continuation of the one before.
START = re.compile(r"^\x0c*(?!(?:else|elif|except|finally)\b)[^\s#)\]}]", re.MULTILINE)
_DEFINITION = re.compile(r"\x0c*(?:async[ \t]+def|def|class)\b")
_TOKEN = re.compile(
    r"#[^\n]*|\"\"\"|'''|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|[()\[\]{}]|\\\n", re.DOTALL
)
# At column 0, in front of a line that stands further right: brackets or quotes alone; or what is neither a head
# nor a decorator, in front of a statement.
_DEEPER = r"\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]+"
_STRAY = re.compile(
    rf"[^\w\s#]+[ \t]*{_DEEPER}[^\s#]"
    r"|(?!(?:async|class|def|else|elif|except|finally|for|from|if|import|match|try|while|with)\b|@\w)[^\s#][^\n]*"
    rf"{_DEEPER}(?:@\w|(?:async|class|def|from|import|raise|return|try|while|with)\b|[\w.]+[ \t]=[ \t])"
)
# How far behind an open bracket its end is looked for: code, unlike data, closes its brackets soon.
_REACH = 20_000


def next_start(text: str, offset: int) -> int:
    """Return the offset where the chunk that starts at `offset` ends, judged by column 0 alone."""
    match = START.search(text, offset)
    while match is not None:
        decorator = text[match.end() - 1] == "@"
        match = START.search(text, match.end())
        if match is None or not decorator:
            break
        if text[match.end() - 1] != "@":
            if _DEFINITION.match(text, match.start()):
                match = START.search(text, match.end())
            break
    return len(text) if match is None else match.start()


def is_stray(text: str, offset: int) -> bool:
    """Return whether a half-typed line stands there, at column 0 in the middle of a block."""
    return _STRAY.match(text, offset) is not None


def closing(text: str, offset: int, end: int) -> int:
    """Return where the chunk from `offset` to `end` really ends when a bracket or string is open at `end`.

    The answer is `end` itself when nothing is open there, and -1 when what is open is never closed.
    """
    depth, position = 0, offset
    limit = min(len(text), end + _REACH)
    while match := _TOKEN.search(text, position, limit):
        if depth == 0 and match.start() >= end:
            break
        token, position = match.group(), match.end()
        if token in ('"""', "'''"):
            position = _string_end(text, position, token)
            if position < 0:
                return -1
            limit = max(limit, min(len(text), position + _REACH))
        elif token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(0, depth - 1)
        if position > end and depth == 0:
            end = _chunk_end(text, position)
    return end if depth == 0 else -1


def _string_end(text: str, position: int, quotes: str) -> int:
    while (found := text.find(quotes, position)) >= 0:
        slashes = found - len(text[position:found].rstrip("\\")) - position
        if slashes % 2 == 0:
            return found + 3
        position = found + 1
    return -1


def _chunk_end(text: str, position: int) -> int:
    match = START.search(text, position)
    return len(text) if match is None else match.start()
