"""Which ops a tape recorded, and why it did not record the others."""

from __future__ import annotations

from functools import cached_property

from tapelens.flow import reasons
from tapelens.flow.graph import Context, Graph
from tapelens.flow.tape import TapeState

NO_BREAK: tuple[str, ...] = ()


class Recording:
    """Answers for one tape until one moment."""

    def __init__(self, graph: Graph, tape: TapeState, time: int) -> None:
        self.graph = graph
        self.tape = tape
        self.time = time
        self._context: Context | None = None
        self._why_not = NO_BREAK

    def why_not(self, node: int) -> tuple[str, ...]:
        """Return why the tape did not record the op that made the node; empty when it did."""
        context = self.graph.contexts[node]
        if context is not self._context:  # neighbours were mostly made under the same tapes
            self._context, self._why_not = context, self._why_not_under(context)
        return self._why_not

    def _why_not_under(self, context: Context) -> tuple[str, ...]:
        epoch = context.epoch(self.tape.number)
        if epoch == self.tape.epoch:
            return NO_BREAK
        if epoch is not None or self.tape.number in context.paused:
            return (reasons.STOPPED,)
        if self.tape.number in context.away:
            return (reasons.THREAD,)
        if any(number not in self._around for number, _ in context.recording):
            return (reasons.WRONG_TAPE,)
        return (reasons.OUTSIDE,)

    @cached_property
    def _around(self) -> frozenset[int]:
        """The tapes that record around this one: what was computed under them alone was computed outside of it."""
        started = self.tape.started
        while started is not None and self.graph.load_of(started) >= 0:
            started += 1
        if started is None or started >= len(self.graph):
            return frozenset()
        return frozenset(number for number, _ in self.graph.contexts[started].recording)

    @cached_property
    def is_idle(self) -> bool:
        """Whether the tape recorded nothing at all, so that not even unknown code can have carried a gradient."""
        if self.tape.started is None or self.tape.escaped:
            return False
        contexts = self.graph.contexts
        return not any(
            contexts[n].epoch(self.tape.number) is not None for n in range(self.tape.started, self.time)
        )

    def is_before(self, node: int) -> bool:
        """Return whether the node was there before the tape ever started."""
        started = self.tape.started
        return started is None or self.graph.is_before(node, started)
