"""One thread for all analysis: the newest version of a text wins, what it supersedes is dropped."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], None]

# Deep nesting of a hostile text must end in Python's own limit, not in the end of the process.
_STACK_BYTES = 64 * 1024 * 1024


class Schedule:
    """Runs jobs one at a time: questions first, then the newest version of each text, then the rest."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._questions: deque[Job] = deque()
        self._newest: dict[str, Job] = {}
        self._rest: deque[Job] = deque()
        self._running = False
        self._ended = False
        self._thread: threading.Thread | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        with self._wake:
            return not (self._running or self._questions or self._newest or self._rest)

    def newest(self, key: str, job: Job) -> None:
        """Run the job for a text, in place of one for an older version that still waits."""
        with self._wake:
            self._newest[key] = job
        self._notify()

    def drop(self, key: str) -> None:
        """Forget what waits for a text."""
        with self._wake:
            self._newest.pop(key, None)

    def ask(self, question: Callable[[], T]) -> Future[T]:
        """Run a question before all else and return the future of its answer."""
        return self._put(self._questions, question)

    def later(self, question: Callable[[], T]) -> Future[T]:
        """Run a question when nothing else waits and return the future of its answer."""
        return self._put(self._rest, question)

    def end(self) -> None:
        """Let the thread end after the job that it runs."""
        self._ended = True
        self._notify()

    def _put(self, queue: deque[Job], question: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._wake:
            queue.append(lambda: _settle(future, question))
        self._notify()
        return future

    def _notify(self) -> None:
        if self._thread is None:
            self._start()
        with self._wake:
            self._wake.notify()

    def _start(self) -> None:
        before = threading.stack_size(_STACK_BYTES)
        try:
            self._thread = threading.Thread(target=self._run, name="tapelens-analysis", daemon=True)
            self._thread.start()
        finally:
            threading.stack_size(before)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Job | None:
        with self._wake:
            self._running = False
            while not self._ended:
                self._running = True
                if self._questions:
                    return self._questions.popleft()
                if self._newest:
                    return self._newest.pop(next(iter(self._newest)))
                if self._rest:
                    return self._rest.popleft()
                self._running = False
                self._wake.wait()
        return None


def _settle(future: Future[Any], question: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(question())
    except Exception as error:
        future.set_exception(error)
