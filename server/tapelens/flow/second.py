"""What a gradient was computed from, for the derivatives of a second order.

The gradient of a linear op does not read the inputs of the op, so that a linear function has no second
derivative: the real tape says None. What is not known to be linear is taken to read everything.
"""

from __future__ import annotations

from tapelens.flow.graph import Graph, Kind
from tapelens.flow.query import Query

# Each seen on TensorFlow: the gradient of the gradient is None.
LINEAR = frozenset(
    {"+", "-", "getitem", "element", ".value()", ".read_value()"}
    | {"tf.add", "tf.subtract", "tf.add_n", "tf.math.add_n", "tf.identity", "tf.cast", "tf.convert_to_tensor"}
    | {"tf.reduce_sum", "tf.reduce_mean", "tf.reshape", "tf.expand_dims", "tf.squeeze", "tf.transpose"}
    | {"tf.stack", "tf.unstack", "tf.concat", "tf.gather", "tf.tile", "tf.reverse", "tf.roll", "tf.cumsum"}
    | {"tf.math.cumsum", "tf.boolean_mask", "tf.math.subtract", "tf.math.reduce_sum", "tf.math.reduce_mean"}
    | {"tf.negative", "tf.reduce_max", "tf.reduce_min", "tf.maximum", "tf.minimum", "tf.clip_by_value"}
    | {"tf.sort", "tf.linalg.diag", "tf.linalg.diag_part", "tf.linalg.trace", "tf.linalg.matrix_transpose"}
    | {
        "keras.ops.sum",
        "keras.ops.mean",
        "keras.ops.max",
        "keras.ops.min",
        "keras.ops.add",
        "keras.ops.subtract",
    }
    | {
        "keras.ops.maximum",
        "keras.ops.minimum",
        "keras.ops.transpose",
        "keras.ops.negative",
        "keras.ops.sort",
    }
)
# The gradient by one factor reads the other.
PRODUCTS = frozenset({"*", "@", "tf.multiply", "tf.matmul", "tf.linalg.matmul", "tf.math.multiply"})


def read_by_gradient(query: Query, source: int) -> tuple[int, ...] | None:
    """Return the values that the gradient with respect to the source reads, None when that is not known."""
    graph = query.graph
    if graph.kinds[source] in (Kind.ALIAS, Kind.OPAQUE):
        return None
    on_path, read = {source}, dict[int, None]()
    for node in sorted(query.upstream()):
        inputs = graph.inputs[node]
        positions = [i for i, n in enumerate(inputs) if n in on_path and not query.breaks(node, i)]
        if not positions:
            continue
        if graph.kinds[node] == Kind.OPAQUE or node in graph.spills or max(inputs) > node:
            return None
        on_path.add(node)
        read.update(dict.fromkeys(_read(graph, node, positions)))
    return tuple(read) if on_path.intersection(query.targets) else None


def _read(graph: Graph, node: int, positions: list[int]) -> list[int]:
    label, inputs = graph.labels[node], graph.inputs[node]
    if graph.kinds[node] == Kind.ALIAS or label in LINEAR:
        return []
    if label in PRODUCTS:
        return [n for i, n in enumerate(inputs) if any(p != i for p in positions)]
    return [*inputs, node]
