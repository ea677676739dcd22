"""Colours for a terminal, and none for anything else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TextIO

Paint = Callable[[str, str], str]

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31;1",
    "yellow": "33;1",
    "cyan": "36;1",
    "green": "32;1",
    "blue": "34;1",
}
OF_SEVERITY = {"error": "red", "warning": "yellow", "information": "cyan", "hint": "dim"}


def plain(text: str, color: str) -> str:
    """Return the text as it is."""
    return text


def colored(text: str, color: str) -> str:
    """Return the text in a colour."""
    return f"\x1b[{_CODES[color]}m{text}\x1b[0m" if text else text


def paint_for(choice: str, stream: TextIO) -> Paint:
    """Return how to paint: `choice` is always, never or auto; auto heeds NO_COLOR and FORCE_COLOR."""
    if choice == "auto":
        if os.environ.get("NO_COLOR"):
            choice = "never"
        elif os.environ.get("FORCE_COLOR") or (stream.isatty() and os.environ.get("TERM") != "dumb"):
            choice = "always"
    return colored if choice == "always" else plain
