"""The machine itself: the state that all parts of the interpreter share, and the two dispatches."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tapelens.flow.graph import IDLE, Context, Dtype, Graph
from tapelens.machine.flatten import flatten
from tapelens.machine.frames import Frame, place
from tapelens.machine.store import Store
from tapelens.machine.values import Const, Form, Function, Opaque, Tape, Tensor, Value

if TYPE_CHECKING:
    from tapelens.machine.modules import Modules


class OverBudget(Exception):  # noqa: N818  it ends a unit, it is not an error
    """The unit used up its steps; its answer is partial."""


class Flow:
    """How a statement ended."""

    NEXT: Final = 0
    RETURN: Final = 1
    BREAK: Final = 2
    CONTINUE: Final = 3
    RAISE: Final = 4


Evaluator = Callable[["Machine", ast.expr, Frame], Value]
Executor = Callable[["Machine", ast.stmt, Frame], int]
EVALUATORS: dict[type, Evaluator] = {}
EXECUTORS: dict[type, Executor] = {}

MAX_DEPTH = 24
UNITS = 3  # so many units may use up all their steps
MAX_TIMES = 100  # a function that one unit calls more often is the root of a tree of calls that doubles


class Machine:
    """Runs user code on abstract values. One machine per analysed document."""

    def __init__(self, steps: int, keras: int = 3, tensorflow: tuple[int, int] | None = None) -> None:
        from tapelens.machine.noticed import Noticed
        from tapelens.machine.requests import Request

        self.graph = Graph()
        self.store = Store()
        self.context: Context = IDLE
        self.keras = keras
        self.tensorflow = tensorflow
        self.steps_per_unit = steps
        self.steps = self._given = 0
        self.steps_left = steps * UNITS  # for all units together, until somebody gives more
        self.depth = 0
        self.active: list[object] = []  # the functions being interpreted, to cut recursion
        self.times: Counter[int] = Counter()  # how often each function was interpreted in this unit
        self.visited: dict[int, ast.AST] = {}  # the function nodes that were interpreted, by their ids
        self.defined: dict[int, Function] = {}  # by their nodes' ids, as last defined
        self.requests: list[Request] = []
        self.noticed: list[Noticed] = []
        self.raised: ast.AST | None = None  # the last call that certainly raised
        self.tapes = 0
        self.tape_reads: Counter[int] = Counter()  # how often a name gave a tape away, by the tape's number
        self.tape_uses: Counter[int] = Counter()  # how often an attribute of it was asked for
        self.yields: list[list[Value]] = []  # what the running generators have yielded
        self.repeats = 0  # how many comprehensions and maps of unknown length run
        self.turn = 1  # 2 in the second turn of some loop
        self.certain = True  # False while a branch that may not be taken runs
        self.tape_list: list[Tape] = []
        self.symbolic: dict[int, Value] = {}  # the layer that made a symbolic tensor
        self.modules: Modules | None = None  # the user's other modules, where the project is known

    def refill(self) -> None:
        """Give the next unit its budget."""
        self.steps_left -= self._given - max(self.steps, 0)
        self._given = self.steps = max(0, min(self.steps_per_unit, self.steps_left))
        self.times.clear()

    # -- the two dispatches --------------------------------------------------------------------

    def eval(self, node: ast.expr, frame: Frame) -> Value:
        """Return the abstract value of an expression."""
        self.steps -= 1
        if self.steps < 0:
            raise OverBudget
        evaluator = EVALUATORS.get(node.__class__)
        if evaluator is None:
            return self.opaque(frame, node)
        return evaluator(self, node, frame)

    def run(self, body: list[ast.stmt], frame: Frame) -> int:
        """Execute statements until one ends the block; return how it ended."""
        for statement in body:
            self.steps -= 1
            if self.steps < 0:
                raise OverBudget
            executor = EXECUTORS.get(statement.__class__)
            ended = executor(self, statement, frame) if executor is not None else Flow.NEXT
            if ended:
                return ended
        return Flow.NEXT

    # -- making values -------------------------------------------------------------------------

    def opaque(self, frame: Frame, node: ast.AST, *sources: Value, label: str = "") -> Opaque:
        """Return a new unknown value that may come from the sources or anything older."""
        return Opaque(self.graph.opaque(nodes_of_all(sources), self.context, place(frame, node), label))

    def leaf(
        self, frame: Frame, node: ast.AST, form: int = Form.TENSOR, dtype: int = Dtype.UNKNOWN
    ) -> Tensor:
        """Return a new value that depends on nothing."""
        return Tensor(self.graph.leaf(place(frame, node), self.context, dtype), form, dtype)

    def op(
        self,
        frame: Frame,
        node: ast.AST,
        label: str,
        inputs: tuple[tuple[Value, int], ...],
        form: int = Form.TENSOR,
        dtype: int = Dtype.UNKNOWN,
    ) -> Tensor:
        """Return the output of an op: each input value with what the op does to its gradient."""
        nodes: list[int] = []
        effects: list[int] = []
        for value, effect in inputs:
            for n in nodes_of(value):
                nodes.append(n)
                effects.append(effect)
        where = place(frame, node)
        made = self.graph.op(label, tuple(nodes), tuple(effects), self.context, where, dtype)
        return Tensor(made, form, dtype)

    def derived(
        self, frame: Frame, node: ast.AST, sources: tuple[Value, ...], form: int, dtype: int = Dtype.UNKNOWN
    ) -> Tensor:
        """Return a value that follows from the sources without any op that a tape could see."""
        nodes = nodes_of_all(sources)
        if not nodes:
            return self.leaf(frame, node, form, dtype)
        return Tensor(self.graph.alias(nodes, self.context, place(frame, node), dtype), form, dtype)


def nodes_of(value: Value) -> tuple[int, ...]:
    """Return the graph nodes that a value is, or that a container of values holds."""
    if isinstance(value, (Tensor, Opaque)):
        return (value.node,)
    if isinstance(value, Const):
        return ()
    return flatten(value)


def nodes_of_all(values: tuple[Value, ...]) -> tuple[int, ...]:
    """Return the graph nodes of several values, each once, in order."""
    found: dict[int, None] = {}
    for value in values:
        for n in nodes_of(value):
            found[n] = None
    return tuple(found)
