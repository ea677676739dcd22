"""The labels that an edge of the flow graph can carry, and the rule that each broken one is read as."""

from __future__ import annotations

from typing import Final


class Effect:
    """What an op does to the gradient of one of its inputs; everything above ZERO ends the path."""

    CARRY: Final = 0
    ZERO: Final = 1  # the path is there, its gradient is always zero
    ERROR: Final = 2  # no gradient is registered: raises LookupError when a gradient arrives
    NONDIFF: Final = 3
    INTEGER: Final = 4
    STOP: Final = 5
    LEFT: Final = 6  # left TensorFlow: NumPy, Python numbers, numpy_function, predict
    NEWVAR: Final = 7  # a new variable starts from the value
    STATE: Final = 8  # the value went into state (assign, metric, table)
    THREAD: Final = 9
    SAMPLING: Final = 10
    METRIC: Final = 11
    LABELS: Final = 12  # the labels' argument of a loss
    INNER: Final = 13  # a gradient taken while no outer tape recorded it
    SHAPE: Final = 14  # only the shape of the value is read
    NOTHING: Final = 15  # recorded, but the op's own gradient function gives None


# Effects after which nothing that a tape could record happened: whether the tape was on does not matter.
OFF_TAPE = frozenset({Effect.LEFT, Effect.NEWVAR, Effect.STATE, Effect.THREAD, Effect.INNER})

RULE_OF_EFFECT: dict[int, str] = {
    Effect.ZERO: "hidden-by-zero",
    Effect.ERROR: "unregistered-gradient",
    Effect.NONDIFF: "non-differentiable-op",
    Effect.SHAPE: "non-differentiable-op",
    Effect.INTEGER: "integer-dtype",
    Effect.STOP: "stop-gradient",
    Effect.NOTHING: "stop-gradient",
    Effect.LEFT: "left-tensorflow",
    Effect.NEWVAR: "variable-from-tensor",
    Effect.STATE: "through-state",
    Effect.THREAD: "thread-boundary",
    Effect.SAMPLING: "sampling-without-reparametrisation",
    Effect.METRIC: "metric-as-loss",
    Effect.LABELS: "swapped-loss-arguments",
    Effect.INNER: "inner-gradient-outside",
}

OUTSIDE = "computed-outside-tape"
STOPPED = "recording-stopped"
WRONG_TAPE = "wrong-tape"
THREAD = "thread-boundary"
NOT_WATCHED = "source-not-watched"
TOO_LATE = "watched-too-late"
NOT_TRAINABLE = "not-trainable"
INTEGER = "integer-dtype"
OVERWRITTEN = "source-overwritten"
NO_PATH = "no-path"
