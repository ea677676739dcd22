"""`--watch`: check again whenever a file changes."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_POLL_SECONDS = 0.3
_State = tuple[tuple[str, float, int], ...]


def watch(check: Callable[[], int], files: Callable[[], Sequence[str]]) -> int:
    """Check now and after each change until the user interrupts; return 0."""
    before: _State | None = None
    stop = _Stop()
    try:
        while not stop.asked:
            now = _state(files())
            if now != before:
                if before is not None:
                    print(f"--- {time.strftime('%H:%M:%S')} changed, checking again", file=sys.stderr)
                check()
                sys.stdout.flush()
                before = now
            time.sleep(_POLL_SECONDS)
    except KeyboardInterrupt:
        pass
    return 0


class _Stop:
    """Notes the user's interrupt: an exception could be lost in code that nobody waits for."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGINT, self._noted)

    def _noted(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


def _state(files: Sequence[str]) -> _State:
    found = []
    for file in files:
        try:
            status = Path(file).stat()
        except OSError:
            continue
        found.append((file, status.st_mtime, status.st_size))
    return tuple(found)
