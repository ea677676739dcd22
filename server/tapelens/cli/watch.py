"""`--watch`: check again whenever a file changes."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_POLL_SECONDS = 0.3
_State = dict[str, tuple[float, int] | None]


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
                start = time.time()
                check()
                sys.stdout.flush()
                before = _afterwards(now, _state(files()), start)
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


def _afterwards(then: _State, now: _State, start: float) -> _State:
    """Return what the check that began at `start` has seen: files that count only since then are no change."""
    return {
        file: then.get(file, state if state is None or state[0] < start else None)
        for file, state in now.items()
    }


def _state(files: Sequence[str]) -> _State:
    found: _State = {}
    for file in files:
        try:
            status = Path(file).stat()
            found[file] = (status.st_mtime, status.st_size)
        except OSError:
            found[file] = None
    return found
