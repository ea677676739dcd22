"""Parsing that never fails: a statement that is not Python is replaced, and all around it is kept."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from tapelens.source.mend import FILE, Mender

# Odd escapes in the user's strings are no warning of ours.
warnings.filterwarnings("ignore", module=FILE)

_TOO_MUCH = "cannot be parsed: "
Known = Callable[[str], "tuple[ast.stmt, ...] | None"]
_SURROGATE = re.compile("[\ud800-\udfff]")
# A text that is still broken after so many mends is cut at the last error, then its blocks are closed.
_MENDS, _CLOSINGS = 24, 4
# Each mend parses the text again: a long one gets fewer.
_WORK = 600_000


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that does not parse: 1-based lines, 0-based character columns, relative to the text."""

    line: int
    col: int
    end_line: int
    end_col: int
    message: str


def parse(text: str) -> tuple[tuple[ast.stmt, ...], tuple[Damage, ...]]:
    """Return the statements of a text that is whole, else none and the first place that does not parse."""
    try:
        return _statements(text), ()
    except SyntaxError as error:
        return (), (_damage(error),)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return (), (_nowhere(error),)


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a broken text: its statements, the places that do not parse, and the text that was parsed."""

    tree: tuple[ast.stmt, ...]
    damage: tuple[Damage, ...]
    text: str


def recover(text: str, first: Damage, known: Known = lambda mended: None) -> Mended:
    """Return a broken text with its broken statements replaced.

    `first` is what `parse` found; `known` is asked for the statements of a mended text before it is parsed.
    """
    mender = Mender(_SURROGATE.sub("\ufffd", text.replace("\0", "\x01")))
    damage = [first]
    if not first.message.startswith(_TOO_MUCH) and mender.text == text:
        mender.mend(first.line, first.message)
    mends = min(_MENDS, max(2, _WORK // (len(text) + 1)))
    for turn in range(mends + _CLOSINGS):
        mended = mender.text
        before = known(mended)
        tree, found = (before, ()) if before is not None else parse(mended)
        if not found:
            return Mended(tree, tuple(damage), mended)
        if found[0].line not in mender.touched and found[0] != first:
            damage.append(found[0])
        if turn == mends:
            mender.cut(found[0].line)
        else:
            mender.mend(found[0].line, found[0].message)
    return Mended((), tuple(damage), "")


def _statements(text: str) -> tuple[ast.stmt, ...]:
    tree = compile(text, FILE, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tuple(tree.body)


def _damage(error: SyntaxError) -> Damage:
    line, col = error.lineno or 1, max(0, (error.offset or 1) - 1)
    end_line, end_col = error.end_lineno or line, max(0, (error.end_offset or 1) - 1)
    if (end_line, end_col) <= (line, col):
        end_line, end_col = line, col + 1
    return Damage(line, col, end_line, end_col, error.msg)


def _nowhere(error: Exception) -> Damage:
    return Damage(1, 0, 1, 1, f"{_TOO_MUCH}{str(error) or type(error).__name__}")
