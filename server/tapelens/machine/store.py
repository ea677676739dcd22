"""All writes of the machine, kept in nested logs so that a branch can be undone, captured and joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tapelens.machine.values import MISSING, UNSET, Cells, OpenCells

Key = tuple[int, Any]
Entry = tuple[Cells, Any, Any]  # (cells, key, a value)
State = dict[Key, Entry]  # the cells that a path changed, with the values they had at its end
Joiner = Callable[[list[Any]], Any]


class Store:
    """A stack of logs. Each remembers, per cell written since it was opened, the value before."""

    __slots__ = ("log", "logs", "written")

    def __init__(self) -> None:
        self.log: State = {}
        self.logs: list[State] = [self.log]
        self.written: list[list[Entry]] = []  # what was written since somebody began to record it

    def set(self, cells: Cells, key: Any, value: Any) -> None:
        """Write one cell."""
        mark = (id(cells), key)
        if mark not in self.log:
            self.log[mark] = (cells, key, cells.get(key, MISSING))
        cells[key] = value
        for record in self.written:
            record.append((cells, key, value))

    def delete(self, cells: Cells, key: Any) -> None:
        """Empty one cell; it stays in its dict as MISSING so that the order of the others is kept."""
        self.set(cells, key, MISSING)

    @property
    def level(self) -> int:
        """The number of open logs."""
        return len(self.logs)

    def open(self) -> None:
        """Start a log."""
        self.log = {}
        self.logs.append(self.log)

    def keep(self) -> None:
        """End the newest log and keep its writes."""
        top = self.logs.pop()
        self.log = self.logs[-1]
        for mark, entry in top.items():
            self.log.setdefault(mark, entry)

    def undo(self) -> State:
        """End the newest log, take its writes back, and return the state that they had made."""
        top = self.logs.pop()
        self.log = self.logs[-1]
        state: State = {}
        for mark, (cells, key, old) in top.items():
            state[mark] = (cells, key, cells.get(key, MISSING))
            put(cells, key, old)
        return state

    def snapshot(self, level: int) -> State:
        """Return the present values of all cells written since `level` logs were open."""
        state: State = {}
        for log in self.logs[level:]:
            for mark, (cells, key, _) in log.items():
                state[mark] = (cells, key, cells.get(key, MISSING))
        return state

    def anywhere(self, state: State, written: list[Entry], join: Joiner) -> None:
        """Write for every cell of a state the join of what it held before and of all that was written to it since."""
        values: dict[Key, list[Any]] = {}
        for cells, key, value in written:
            values.setdefault((id(cells), key), []).append(value)
        for mark, (cells, key, before) in state.items():
            options = list({id(v): v for v in (before, *values.get(mark, ()))}.values())
            if isinstance(cells, OpenCells):
                options = [UNSET if option is MISSING else option for option in options]
            self.set(cells, key, options[0] if len(options) == 1 else join(options))

    def join(self, states: list[State], join: Joiner, base: State | None = None) -> None:
        """Write for every cell that any state changed the join of its values over all states.

        A state that did not change a cell has the value that the cell had before: `base` (a log) knows it where
        the cell was written since, else the present value is it.
        """
        marks: State = {}
        for state in states:
            marks |= state
        for mark, (cells, key, _) in marks.items():
            now = cells.get(key, MISSING)
            before = base[mark][2] if base is not None and mark in base else now
            options = [state[mark][2] if mark in state else before for state in states]
            if isinstance(cells, OpenCells):
                options = [UNSET if option is MISSING else option for option in options]
            only = _only(options)
            self.set(cells, key, join(options) if only is None else only)


def _only(options: list[Any]) -> Any:
    """Return what a cell holds on every path on which there is one, None where they differ or it is None."""
    only: Any = MISSING
    for option in options:
        if option is not only and option is not MISSING:
            if only is not MISSING:
                return None
            only = option
    return only


def put(cells: Cells, key: Any, value: Any) -> None:
    """Write one cell beside all logs."""
    if value is MISSING:
        cells.pop(key, None)
    else:
        cells[key] = value
