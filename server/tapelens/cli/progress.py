"""A line on the terminal that says how far a long run has come."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

_AFTER_SECONDS = 0.5
_BETWEEN_SECONDS = 0.1


class Progress:
    """Counts files; writes nothing where the stream is no terminal or the run is short."""

    def __init__(self, total: int, stream: TextIO):
        self._total = total
        self._stream = stream
        self._done = 0
        self._next = time.monotonic() + _AFTER_SECONDS if stream.isatty() else float("inf")
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def step(self, path: str) -> None:
        """Count one file."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next:
            share = 20 * self._done // max(1, self._total)
            bar = "━" * share + " " * (20 - share)
            self._stream.write(f"\r\x1b[K{bar} {self._done}/{self._total} {path[-60:]}")
            self._stream.flush()
            self._next, self._shown = now + _BETWEEN_SECONDS, True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
