"""Parsing that never fails: a statement that is not Python is replaced, and what is around it is kept."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

# Odd escapes in the user's strings are no warning of ours; this is the file name that `compile` is told.
_NAME = "<tapelens-unit>"
warnings.filterwarnings("ignore", module=_NAME)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that does not parse, as ast counts: 1-based lines, UTF-8 byte columns, relative to the text."""

    line: int
    col: int
    end_line: int
    end_col: int
    message: str


def parse(text: str) -> tuple[tuple[ast.stmt, ...], tuple[Damage, ...]]:
    """Return the statements of a text and what of it does not parse."""
    try:
        return _statements(text), ()
    except SyntaxError as error:
        return (), (_damage(error),)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return (), (Damage(1, 0, 1, 0, str(error) or type(error).__name__),)


def _statements(text: str) -> tuple[ast.stmt, ...]:
    tree = compile(text, _NAME, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tuple(tree.body)


def _damage(error: SyntaxError) -> Damage:
    line, col = error.lineno or 1, max(0, (error.offset or 1) - 1)
    return Damage(line, col, line, col, error.msg)
