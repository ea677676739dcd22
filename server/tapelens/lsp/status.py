"""`tapelens/status` {state, detail}: tells a client of ours when the analysis takes long, and when it failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tapelens.lsp.programs import Program

METHOD = "tapelens/status"
PATIENCE = 0.3  # seconds; a shorter analysis would only flicker


class Status:
    """Knows what was told last, and which programs could not be analysed."""

    def __init__(self, tell: Callable[[dict[str, str]], None], busy: Callable[[], bool]) -> None:
        self._tell = tell
        self._busy = busy
        self._told = {"state": "ready", "detail": ""}
        self._failed: dict[str, int] = {}
        self._soon: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Note that something is to be analysed; it is told only when it takes a while."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(PATIENCE, self._now)

    def failed(self, program: Program) -> None:
        """Note that the analysis of a state of a program failed."""
        self._failed[program.key] = program.serial

    def delivered(self, program: Program) -> None:
        """Note that there is an answer, an empty one after a failure."""
        if self._failed.get(program.key) != program.serial:
            self._failed.pop(program.key, None)
        if self._soon is None and not self._busy():
            self._now()

    def forget(self, key: str) -> None:
        """Forget a program that was closed."""
        if self._failed.pop(key, None) is not None:
            self._now()

    def _now(self) -> None:
        self._soon = None
        if self._busy():
            news = {"state": "analysing", "detail": ""}
        elif self._failed:
            news = {"state": "problem", "detail": f"the analysis of {', '.join(self._failed)} failed"}
        else:
            news = {"state": "ready", "detail": ""}
        if news != self._told:
            self._told = news
            self._tell(news)
