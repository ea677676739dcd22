"""Patterns as in .gitignore, compiled. Loads its library only where there are any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def compiled(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Return the patterns as one; what is none (a lone `!`) matches nothing, as in git."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(pattern for pattern in patterns if is_pattern(pattern))


def is_pattern(text: str) -> bool:
    """Return whether a text can be used as a pattern."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([text])
    except ValueError:
        return False
    return True
