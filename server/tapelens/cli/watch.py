"""`--watch`: check again whenever a file changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_POLL_SECONDS = 0.3
_State = tuple[tuple[str, float, int], ...]


def watch(check: Callable[[], int], files: Callable[[], Sequence[str]]) -> int:
    """Check now and after each change until the user interrupts; return 0."""
    before: _State | None = None
    try:
        while True:
            now = _state(files())
            if now != before:
                if before is not None:
                    print(f"--- {time.strftime('%H:%M:%S')} changed, checking again", file=sys.stderr)
                check()
                sys.stdout.flush()
                before = now
            time.sleep(_POLL_SECONDS)
    except KeyboardInterrupt:
        return 0


def _state(files: Sequence[str]) -> _State:
    found = []
    for file in files:
        try:
            status = Path(file).stat()
        except OSError:
            continue
        found.append((file, status.st_mtime, status.st_size))
    return tuple(found)
