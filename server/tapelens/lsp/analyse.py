"""The one call into the engine, loaded on the analysis thread after the client has its first answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tapelens import heap
from tapelens.options import Options
from tapelens.source.relevance import may_matter

if TYPE_CHECKING:
    from tapelens.check import Analysis, Session
    from tapelens.project.files import Files

BLINK = 0.01  # seconds
SMALL = 500  # characters that a keystroke, or a line, may add
_SMALLEST = """\
import tensorflow as tf
x = tf.Variable(1.0)
with tf.GradientTape() as tape:
    y = x * x
tape.gradient(y, x)
"""

__all__ = ["Analyser", "may_matter", "on_disk"]


class Analyser:
    """Analyses texts by key, with the modules that they import; used on the analysis thread only.

    `opened` gives the text of an open file by its path: what the user sees wins over the disk.
    """

    def __init__(self, opened: Callable[[str], str | None]) -> None:
        self._opened = opened
        self._files: Files | None = None
        self._sessions: dict[str, Session] = {}
        self._outdated: set[str] = set()  # keys whose imported modules changed
        # The last analysis by key, and whether it was for a module's sake: seconds, and characters of the text.
        self._took: dict[tuple[str, bool], tuple[float, int]] = {}
        self._untidy = False  # whether something was let go of since the last tidying

    def analyse(self, key: str, text: str, options: Options, path: str | None) -> Analysis:
        """Return the analysis of the newest text of a document."""
        from tapelens.check import Session
        from tapelens.project.files import Files

        if self._files is None:
            self._files = Files(self._opened)
        known = self._sessions.pop(key, None)
        if known is None or known.options != options:
            known = Session(options, path, self._files)
        elif key in self._outdated:
            known.outdate()
        way = key, key in self._outdated
        self._outdated.discard(key)
        self._took.pop(way, None)
        since = time.perf_counter()
        analysis = known.check(text)
        self._took[way] = (time.perf_counter() - since, len(text))
        self._sessions[key] = known  # one that raised is not asked again
        if known.fresh:
            self._untidy = True
            heap.settle()
        return analysis

    def is_quick(self, key: str, text: str, options: Options) -> bool:
        """Return whether the analysis of a next text can be expected to take no longer than a blink."""
        known = self._sessions.get(key)
        if known is None or known.options != options:
            return False
        seconds, size = self._took.get((key, key in self._outdated), (math.inf, 0))
        return seconds < BLINK and abs(len(text) - size) < SMALL

    def tidy(self) -> None:
        """Let go of what edits left behind; takes its time, so it is for a pause."""
        renewed = [session.renew() for session in self._sessions.values()]
        if self._untidy or any(renewed):
            heap.sweep()
        self._untidy = False

    def copy(self, options: Options, path: str | None) -> Session:
        """Return what analyses copies of a document, beside the document itself."""
        from tapelens.check import Session

        return Session(options, path, self._files)

    def outdate(self, key: str) -> None:
        """Have a document's modules looked at again the next time; may be called on any thread."""
        self._outdated.add(key)

    def look_again(self) -> None:
        """Forget where modules are: files were added, moved or deleted."""
        if self._files is not None:
            self._files.forget()
        self._sessions.clear()
        self._untidy = True

    def warm_up(self) -> None:
        """Load what the first analysis needs."""
        self.analyse("", _SMALLEST, Options(), None)
        self.forget("")

    def forget(self, key: str) -> None:
        """Drop what is kept for a document that was closed."""
        self._sessions.pop(key, None)
        for outdated in (False, True):
            self._took.pop((key, outdated), None)
        self._untidy = True


def on_disk(path: str) -> str | None:
    """Return the text of a file, None when it cannot be read as Python."""
    from tapelens.source.decoding import NotTextError, decode

    try:
        return decode(Path(path).read_bytes()).text
    except (OSError, NotTextError):
        return None
