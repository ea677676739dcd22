"""What a gradient was computed from, for the derivatives of a second order.

The gradient of a linear op does not read the inputs of the op, so that a linear function has no second
derivative: the real tape says None. What is not known to be linear is taken to read everything.
"""

from __future__ import annotations

from tapelens.flow.graph import Graph, Kind
from tapelens.flow.query import Query

BY_NUMBER = "/ number"  # a division by what no gradient goes to
QUOTIENT = "/"  # of two values, each one node

# Each seen on TensorFlow: the gradient of the gradient is None.
LINEAR = frozenset(
    """
    + - % getitem element .value() .read_value() tf.add tf.add_n tf.boolean_mask tf.broadcast_to tf.cast
    tf.clip_by_value tf.concat tf.convert_to_tensor tf.cumsum tf.complex tf.ensure_shape tf.expand_dims tf.gather
    tf.identity tf.identity_n tf.image.adjust_brightness tf.linalg.adjoint tf.linalg.band_part tf.linalg.diag
    tf.linalg.diag_part tf.linalg.matrix_transpose tf.linalg.set_diag tf.linalg.tensor_diag
    tf.linalg.tensor_diag_part tf.linalg.trace tf.math.accumulate_n tf.math.add_n tf.math.conj tf.math.cumsum
    tf.math.floormod tf.math.mod tf.math.real tf.math.reduce_mean tf.math.reduce_sum tf.math.segment_sum
    tf.math.subtract tf.maximum tf.meshgrid tf.minimum tf.negative tf.nn.avg_pool1d tf.nn.bias_add
    tf.nn.scale_regularization_loss tf.pad tf.ragged.stack tf.reduce_max tf.reduce_mean tf.reduce_min tf.reduce_sum
    tf.repeat tf.reshape tf.reverse tf.roll tf.sign tf.signal.dct tf.signal.fft tf.signal.fft2d tf.signal.fftshift
    tf.signal.frame tf.signal.idct tf.signal.ifft tf.signal.ifft2d tf.signal.ifftshift tf.signal.irfft
    tf.signal.irfft2d tf.signal.rfft tf.signal.rfft2d tf.slice tf.sort tf.split tf.squeeze tf.stack tf.subtract
    tf.tensor_scatter_nd_add tf.tensor_scatter_nd_update tf.tile tf.transpose tf.unstack tf.where keras.layers.Add
    keras.layers.Average keras.layers.Flatten keras.layers.Maximum keras.layers.Minimum keras.layers.Subtract
    keras.ops.fmax keras.ops.fmin keras.ops.nan_to_num keras.ops.nanmax keras.ops.nanmin
    """.split()
) | {BY_NUMBER}
# In the two modules that are spelled like NumPy.
LINEAR |= {
    f"{module}.{name}"
    for module in ("keras.ops", "tf.experimental.numpy")
    for name in """
    add amax amin append array concatenate conj conjugate copy cumsum deg2rad diag diagflat diagonal flip fliplr
    flipud full_like heaviside hstack max maximum mean meshgrid min minimum mod nanmean nansum negative nextafter ptp
    rad2deg ravel real remainder reshape rot90 sign sort squeeze stack subtract sum trace transpose tril triu vstack
    """.split()
}
# The gradient by one factor reads the other.
PRODUCTS = frozenset(
    """
    * @ tf.multiply tf.matmul tf.math.multiply tf.math.multiply_no_nan tf.math.scalar_mul tf.scalar_mul
    tf.linalg.matmul tf.linalg.matvec tf.tensordot tf.einsum tf.nn.conv1d tf.nn.conv2d
    """.split()
) | {
    f"{module}.{name}"
    for module in ("keras.ops", "tf.experimental.numpy")
    for name in "cross dot inner kron matmul multiply outer tensordot vdot".split()
}


def read_by_gradient(query: Query, source: int) -> tuple[int, ...] | None:
    """Return the values that the gradient with respect to the source reads, None when that is not known."""
    graph = query.graph
    if graph.kinds[source] in (Kind.ALIAS, Kind.OPAQUE):
        return None
    on_path, read = {source}, dict[int, None]()
    for node in query.in_order:
        inputs = graph.inputs[node]
        if on_path.isdisjoint(inputs):
            continue
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
    if label == QUOTIENT and positions == [0]:
        return [inputs[1]]
    return [*inputs, node]
