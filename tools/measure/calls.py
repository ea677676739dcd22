"""Calls for functions whose arguments cannot be guessed, written out in `calls.txt`, one a line.

A line is a call with keyword arguments, over the makers of `written.py`; `_` holds what a variadic
parameter gets. `when name=value` (or `when name`, for any value) ends a line that says what another
argument changes.
"""

from __future__ import annotations

import re
from pathlib import Path

CALLS: dict[str, str] = {}  # by the name as users write it
VARIANTS: dict[str, dict[str, str]] = {}  # by the name, then by the case

for _line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
    _found = re.fullmatch(r"([\w.]+)\((.*)\)(?: when ([\w=]+))?", _line)
    assert _found is not None, _line
    if _found[3]:
        VARIANTS.setdefault(_found[1], {})[_found[3]] = _found[2]
    else:
        CALLS[_found[1]] = _found[2]
