"""What is known of one tape when it is asked for a gradient."""

from __future__ import annotations

from dataclasses import dataclass

from tapelens.flow.graph import Place


@dataclass(frozen=True, slots=True)
class Watch:
    """`tape.watch(value)`: the node, the time of the call (the number of nodes that existed), and its place."""

    node: int
    time: int
    place: Place


@dataclass(frozen=True, slots=True)
class TapeState:
    """A tape at one moment.

    `started` is the time of its first block, None when it was never entered. `escaped`: unknown code held it,
    so that it may watch anything. `within` is the call of a user's function in which its block stands (0: the
    module). `persistent` and `watches_variables` are None when unknown.
    """

    number: int
    place: Place
    name: str = ""
    persistent: bool | None = False
    watches_variables: bool | None = True
    epoch: int = 0
    started: int | None = None
    watches: tuple[Watch, ...] = ()
    escaped: bool = False
    within: int = 0
