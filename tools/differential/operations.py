"""The operations that programs are made of, each with the ranks that it takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.differential.model import Scope, Value, Writer
from tools.differential.table_calls import TableCall, table_calls


@dataclass(frozen=True, slots=True)
class Operation:
    """`text` with {0} and {1}; it takes values of at least rank `least` and at most `most`.

    The result has the rank of the arguments (broadcast) plus `change`, or exactly `rank`.
    """

    text: str
    arity: int = 1
    least: int = 0
    most: int = 2
    change: int = 0
    rank: int | None = None
    eager: bool = False  # only outside tf.function
    variable: bool = False  # the first argument must be a variable
    same: bool = False  # the second argument must have the rank of the first


def _unary(
    *texts: str, least: int = 0, most: int = 2, change: int = 0, eager: bool = False
) -> list[Operation]:
    return [Operation(text, least=least, most=most, change=change, eager=eager) for text in texts]


def _reductions(*texts: str, least: int = 0, eager: bool = False) -> list[Operation]:
    return [Operation(text, least=least, rank=0, eager=eager) for text in texts]


def _binary(*texts: str, eager: bool = False) -> list[Operation]:
    return [Operation(text, arity=2, eager=eager) for text in texts]


CARRYING = [
    *_unary(
        "{0} * 2.0", "tf.sin({0})", "tf.square({0})", "-{0}", "1.5 + {0}", "tf.identity({0})", "{0} ** 2"
    ),
    *_binary("{0} * {1}", "{0} + {1}", "{0} - {1}", "tf.add({0}, {1})", "tf.multiply({0}, {1})"),
    *_reductions("tf.reduce_sum({0})", "tf.reduce_mean({0})", "tf.reduce_max({0})", "tf.norm({0})"),
    *_unary("tf.nn.relu({0})", "tf.tanh({0})", "tf.exp({0} * 0.1)", "tf.math.sigmoid({0})", "abs({0})"),
    *_unary("tf.convert_to_tensor({0})", "tf.cast({0}, tf.float32)", "tf.reshape({0}, tf.shape({0}))"),
    *_unary(
        "tf.cast(tf.cast({0}, tf.float64), tf.float32)", "tf.clip_by_value({0}, -50.0, 50.0)", "{0} % 7.0"
    ),
    *_unary("tf.gather({0}, [0, 1])", "tf.sort({0})", "tf.cumsum({0})", "tf.nn.softmax({0})", least=1),
    *_unary("tf.reverse({0}, [0])", "tf.boolean_mask({0}, [True, True])", "tf.roll({0}, 1, 0)", least=1),
    *_unary("{0}[0]", "{0}[-1]", "{0}[..., 1]", "tf.reduce_sum({0}, axis=0)", least=1, change=-1),
    *_unary("tf.unstack({0})[1]", "tf.math.top_k({0}).values[..., 0]", least=1, change=-1),
    *_unary("tf.expand_dims({0}, 0) * tf.ones([2, 1])", least=1, most=1, change=1),
    *_unary("tf.transpose({0})", "{0} @ {0}", "tf.linalg.matmul({0}, {0})", least=2),
    *_binary("tf.maximum({0}, {1})", "tf.where({0} > 1.0, {0}, {1})", "tf.math.divide_no_nan({0}, {1})"),
    *_binary("pow({0}, 2.0) + {1}", "sum([{0}, {1}])", "tf.math.squared_difference({0}, {1})"),
    Operation("tf.stack([{0}, {1}])", arity=2, most=0, rank=1),
    Operation("tf.concat([{0}[:1], {1}[1:]], 0)", arity=2, least=1, most=1),
    Operation("tf.einsum('i,i->', {0}, {1})", arity=2, least=1, most=1, rank=0),
    Operation("tf.linalg.matvec({0}, tf.ones([2]))", least=2, rank=1),
    Operation("tf.map_fn(lambda e: e * 2.0, {0})", least=1),
    Operation("tf.keras.activations.tanh({0})"),
    Operation("tf.keras.losses.MeanSquaredError()({0}, {1})", arity=2, least=1, most=1, rank=0),
    Operation("tf.py_function(lambda e: e * 3.0, [{0}], tf.float32)", eager=True),
    Operation("np.array([2.0, 3.0], dtype=np.float32) * {0}", least=1),
    Operation("{0} * np.float32(2.0)"),
    Operation("(lambda e: e * e)({0})"),
    Operation("(lambda e, k=3.0: e * k)({0})"),
    Operation("tf.cond(tf.constant(True), lambda: {0} * 2.0, lambda: {0} * 3.0)"),
    Operation("tf.constant({0})", eager=True),
    Operation("tf.experimental.numpy.sin({0})"),
    Operation("tf.recompute_grad(lambda e: e * 2.0)({0})", eager=True),
    Operation("{0}.value() * 2.0", variable=True),
    Operation("{0}.read_value()", variable=True),
]

ENDING = [
    *_unary(
        "tf.stop_gradient({0})", "tf.round({0})", "tf.floor({0})", "tf.math.ceil({0})", "tf.zeros_like({0})"
    ),
    *_unary("tf.ones_like({0})", "{0} // 1.5", "tf.cast(tf.cast({0}, tf.int32), tf.float32)"),
    *_unary("tf.cast({0} > 1.0, tf.float32)", "tf.where({0} > 1.0, 1.0, 0.0)", "tf.math.rint({0})"),
    *_unary("tf.constant({0}.numpy())", "tf.constant(np.sin({0}), dtype=tf.float32)", eager=True),
    *_unary("tf.convert_to_tensor(np.array({0}))", "tf.constant({0}.numpy().tolist())", eager=True),
    *_unary("tf.numpy_function(lambda e: e, [{0}], tf.float32)", eager=True),
    *_unary("tf.random.shuffle({0})", least=1),
    *_reductions(
        "tf.constant(float(tf.reduce_sum({0})))", "tf.reduce_sum({0}).numpy() * tf.ones([])", eager=True
    ),
    *_reductions(
        "tf.cast(tf.shape({0})[0], tf.float32)", "tf.cast(tf.argmax({0}, -1), tf.float32)[..., 0]", least=2
    ),
    Operation("tf.one_hot(tf.argmax({0}), 2)", least=1, most=1),
    Operation("tf.cast(tf.argsort({0}), tf.float32)", least=1),
    Operation("tf.cast(tf.size({0}), tf.float32)", rank=0),
]

ZERO = _unary(
    "tf.sign({0})", "{0} - {0}", "0.0 * {0}", "tf.maximum({0}, 900.0)", "tf.math.multiply_no_nan({0}, 0.0)"
)

RAISING = [
    *_unary("tf.bitcast({0}, tf.float32)"),
    *_unary("tf.unique({0} + [0.0, 100.0]).y", least=1, most=1),
    *_unary("tf.where(tf.math.is_nan({0}), 0.0, {0})"),
]


def _of_table(carrying: bool) -> list[Operation]:
    """Return the calls of the knowledge table: those that carry something, or those that end every path."""
    chosen = [call for call in table_calls() if bool(call.words & {"carry", "itself"}) == carrying]
    return [_table_operation(call, *ranks) for call in chosen for ranks in call.ranks]


def _table_operation(call: TableCall, rank: int, result: int) -> Operation:
    return Operation(call.text, call.arity, rank, rank, rank=result, eager=call.eager, same=True)


# The weights: mostly what carries, so that a path is usually broken in one place and not in all.
CLASSES = [CARRYING] * 28 + [_of_table(True)] * 8 + [ENDING] * 3 + [_of_table(False)] * 2 + [ZERO] + [RAISING]


def operation(writer: Writer, scope: Scope, rank: int | None = None) -> tuple[str, int]:
    """Return an expression over values of the scope, and its rank; of the wanted rank if one is given."""
    options = scope.floats(rank) or scope.floats()
    variables = [v for v in options if v.kind == "variable"]
    value = writer.recent(variables if variables and writer.chance(25) else options)
    candidates = [o for o in writer.pick(CLASSES) if _fits(o, value, scope)]
    chosen = writer.pick(candidates or CARRYING[:1])
    texts = [value.text] + [
        writer.pick(_partners(chosen, value, scope)).text for _ in range(chosen.arity - 1)
    ]
    text = chosen.text.format(*texts)
    result = chosen.rank if chosen.rank is not None else value.rank + chosen.change
    return _of_rank(text, result, rank)


def _fits(operation: Operation, value: Value, scope: Scope) -> bool:
    if (operation.eager and scope.graph) or (operation.variable and value.kind != "variable"):
        return False
    return operation.least <= value.rank <= operation.most


def _partners(operation: Operation, value: Value, scope: Scope) -> Sequence[Value]:
    """The second argument never has the higher rank: the result keeps the rank of the first."""
    exact = operation.same or operation.most < 2
    return [v for v in scope.floats() if v.rank == value.rank or (v.rank < value.rank and not exact)]


def _of_rank(text: str, rank: int, wanted: int | None) -> tuple[str, int]:
    if wanted is None or wanted == rank:
        return text, rank
    if wanted < rank:
        return f"tf.reduce_sum({text}, axis={list(range(rank - wanted))})", wanted
    return f"({text}) * tf.ones({[2] * wanted})", wanted
