"""The methods, metrics and classes to measure, each with the object and the arguments it is called with."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Call = Callable[..., Any]

UNARY = [
    "__abs__",
    "__neg__",
    "__pos__",
    "__round__",
    "__bool__",
    "__float__",
    "__int__",
    "__index__",
    "__complex__",
    "__len__",
    "__iter__",
    "__array__",
    "__copy__",
    "__deepcopy__",
    "__tf_tensor__",
    "numpy",
    "get_shape",
    "cpu",
    "eval",
    "value",
    "read_value",
    "read_value_no_copy",
    "is_initialized",
    "ref",
    "experimental_ref",
]
BINARY = [
    "__add__",
    "__sub__",
    "__mul__",
    "__truediv__",
    "__div__",
    "__floordiv__",
    "__mod__",
    "__pow__",
    "__matmul__",
    "__radd__",
    "__rsub__",
    "__rmul__",
    "__rtruediv__",
    "__rdiv__",
    "__rfloordiv__",
    "__rmod__",
    "__rpow__",
    "__rmatmul__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "assign",
    "assign_add",
    "assign_sub",
]
SCATTER = [
    "scatter_add",
    "scatter_div",
    "scatter_max",
    "scatter_min",
    "scatter_mul",
    "scatter_sub",
    "scatter_update",
]
SCATTER_ND = ["scatter_nd_add", "scatter_nd_max", "scatter_nd_min", "scatter_nd_sub", "scatter_nd_update"]
# Methods that tensors have after `tf.experimental.numpy.experimental_enable_numpy_behavior()`.
NUMPY_LIKE = [
    "astype",
    "clip",
    "max",
    "mean",
    "min",
    "ravel",
    "reshape",
    "transpose",
    "tolist",
    "sum",
    "any",
    "all",
]
NUMPY_ARGUMENTS = {"astype": ("float32",), "clip": (0.0, 1.0), "reshape": (-1,)}
SCALAR = ("__float__", "__int__", "__bool__", "__index__", "__complex__")


@dataclass(frozen=True)
class Specimen:
    """One call to measure: `make` gives the float tensors by parameter, `state` what the call may change."""

    path: str
    call: Call
    make: Callable[[int], dict[str, Any]]
    state: Call = lambda floats: None
    kind: str = "method"
    params: tuple[str, ...] = ()


def all_of(prober: Any) -> Iterator[Specimen]:
    """Give every specimen that this TensorFlow has."""
    tf = prober.tf

    def tensor(point: int, shape: tuple[int, ...] = (2, 2)) -> Any:
        return prober.value(shape, False, point, -0.9 if point == 1 else 0.1)

    yield from owner("tensorflow.Tensor", tensor, tensor)
    yield from owner("tensorflow.Variable", lambda *a: tf.Variable(tensor(*a)), tensor)
    if hasattr(prober.keras, "Variable"):
        yield from owner("keras.Variable", lambda *a: prober.keras.Variable(tensor(*a)), tensor)
    yield from scattered(tf, tensor)
    yield from sparse_and_ragged(tf, tensor)
    yield from classes(tf, tensor)
    yield from metrics(prober.keras, tensor)
    yield from models(prober.keras, tensor)
    yield from numpy_like(tf, tensor)


def _value(floats: dict[str, Any]) -> str:
    return repr(floats["self"].numpy().tolist())


def owner(path: str, make: Call, other: Call) -> Iterator[Specimen]:
    """Give the methods and operators of tensors or variables."""
    cls = type(make(0))
    for name in (n for n in (*UNARY, "__getitem__", *BINARY) if hasattr(cls, n)):
        function = getattr(cls, name)
        if name in BINARY:
            second = "other" if name.startswith("__") else "value"

            def both(point: int, second: str = second) -> dict[str, Any]:
                return {"self": make(point), second: other(point + 20)}

            def two(f: Call = function, second: str = second, **floats: Any) -> Any:
                return f(floats["self"], floats[second])

            yield Specimen(f"{path}.{name}", two, both, _value, params=("self", second))
            continue
        shape = () if name in SCALAR else (2, 2)

        def alone(point: int, shape: tuple[int, ...] = shape) -> dict[str, Any]:
            return {"self": make(point, shape)}

        arguments = {"__getitem__": (0,), "__deepcopy__": ({},)}.get(name, ())

        def one(self: Any, f: Call = function, arguments: Any = arguments) -> Any:
            found = f(self, *arguments)
            return list(found) if inspect.isgenerator(found) or hasattr(found, "__next__") else found

        params = ("self", "key") if name == "__getitem__" else ("self",)
        yield Specimen(f"{path}.{name}", one, alone, _value, params=params)


def scattered(tf: Any, tensor: Call) -> Iterator[Specimen]:
    """Give the methods of variables that write or read parts."""

    def make(point: int, name: str, shape: tuple[int, ...]) -> dict[str, Any]:
        return {"self": tf.Variable(tensor(point)), name: tensor(point + 9, shape)}

    for name in (n for n in SCATTER if hasattr(tf.Variable, n)):
        yield Specimen(
            f"tensorflow.Variable.{name}",
            lambda self, sparse_delta, n=name: getattr(self, n)(tf.IndexedSlices(sparse_delta, [0])),
            lambda point: make(point, "sparse_delta", (1, 2)),
            _value,
            params=("self", "sparse_delta", "use_locking", "name"),
        )
    for name in (n for n in SCATTER_ND if hasattr(tf.Variable, n)):
        yield Specimen(
            f"tensorflow.Variable.{name}",
            lambda self, updates, n=name: getattr(self, n)([[0]], updates),
            lambda point: make(point, "updates", (1, 2)),
            _value,
            params=("self", "indices", "updates", "name"),
        )
    for name, index in (("gather_nd", [[0]]), ("sparse_read", [0])):
        yield Specimen(
            f"tensorflow.Variable.{name}",
            lambda self, n=name, index=index: getattr(self, n)(index),
            lambda point: {"self": tf.Variable(tensor(point))},
            params=("self", "indices", "name"),
        )


def sparse_and_ragged(tf: Any, tensor: Call) -> Iterator[Specimen]:
    """Give the ways into and out of ragged tensors and tensor arrays."""
    ragged = "tensorflow.RaggedTensor"
    makers: dict[str, Any] = {
        "from_row_splits": [0, 1, 4],
        "from_row_lengths": [1, 3],
        "from_row_starts": [0, 1],
        "from_row_limits": [1, 4],
        "from_value_rowids": [0, 1, 1, 1],
    }
    for name, rows in makers.items():
        yield Specimen(
            f"{ragged}.{name}",
            lambda values, n=name, rows=rows: getattr(tf.RaggedTensor, n)(values, rows),
            lambda point: {"values": tensor(point, (4,))},
            params=("values", name.removeprefix("from_"), "name", "validate"),
            kind="function",
        )
    yield Specimen(
        f"{ragged}.from_tensor",
        lambda tensor: tf.RaggedTensor.from_tensor(tensor),
        lambda point: {"tensor": tensor(point)},
        params=("tensor", "lengths", "padding", "ragged_rank", "name"),
        kind="function",
    )


def classes(tf: Any, tensor: Call) -> Iterator[Specimen]:
    """Give classes whose constructors take tensors."""
    keras = tf.keras
    yield Specimen(
        "tensorflow.Variable",
        lambda initial_value: tf.Variable(initial_value),
        lambda point: {"initial_value": tensor(point)},
        kind="class",
        params=tuple(n for n in inspect.signature(tf.Variable.__init__).parameters if n != "self"),
    )
    if hasattr(keras, "Variable"):
        yield Specimen(
            "keras.Variable",
            lambda initializer: keras.Variable(initializer),
            lambda point: {"initializer": tensor(point)},
            kind="class",
            params=tuple(n for n in inspect.signature(keras.Variable.__init__).parameters if n != "self"),
        )
    yield Specimen(
        "tensorflow.IndexedSlices",
        lambda values: tf.IndexedSlices(values, [0, 1]).values,
        lambda point: {"values": tensor(point)},
        kind="class",
        params=("values", "indices", "dense_shape"),
    )
    yield Specimen(
        "tensorflow.SparseTensor",
        lambda values: tf.SparseTensor([[0], [1]], values, [4]).values,
        lambda point: {"values": tensor(point, (2,))},
        kind="class",
        params=("indices", "values", "dense_shape"),
    )


def metrics(keras: Any, tensor: Call) -> Iterator[Specimen]:
    """Give every metric class: calling one with tensors, and what its methods give."""

    def shown(one: Any) -> Call:
        return lambda floats: repr([w.numpy().tolist() for w in one.variables])

    for name, cls in sorted(vars(keras.metrics).items()):
        if not (inspect.isclass(cls) and issubclass(cls, keras.metrics.Metric)) or name == "Metric":
            continue
        for shape in ((2, 2), (4,), (2, 1)):
            made = _metric(cls, tensor, shape)
            if made is not None:
                one, floats, params = made
                yield Specimen(f"keras.metrics.{name}", one, floats, shown(one), kind="metric", params=params)
                break


METRIC_ARGUMENTS: tuple[dict[str, Any], ...] = (
    {},
    {"num_classes": 2},
    {"num_classes": 2, "target_class_ids": [0]},
    {"precision": 0.5},
    {"recall": 0.5},
    {"sensitivity": 0.5},
    {"specificity": 0.5},
    {"fn": lambda y_true, y_pred: y_true - y_pred},
    {"normalizer": [0.5, 0.5]},
)


def _metric(cls: Any, tensor: Call, shape: tuple[int, ...]) -> Any:
    """Return a metric that runs, its float tensors and its parameters, or None."""
    for arguments in METRIC_ARGUMENTS:
        try:
            one = cls(**arguments)
            params = tuple(n for n in inspect.signature(cls.update_state).parameters if n != "self")
            first = [n for n in params if n != "sample_weight" and n not in ("args", "kwargs")]

            def floats(point: int, first: list[str] = first) -> dict[str, Any]:
                given = {n: abs(tensor(point + 7 * i, shape)) for i, n in enumerate(first)}
                if len(given) == 2:  # labels are zeros and ones
                    given[first[0]] = given[first[0]].numpy().round() + 0 * given[first[0]]
                return given

            one(**floats(0))
            one.reset_state()
            return one, floats, params
        except Exception:  # these arguments do not fit this metric
            continue
    return None


def models(keras: Any, tensor: Call) -> Iterator[Specimen]:
    """Give the methods of a model that leave the tape."""
    model = keras.Sequential([keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    model(tensor(0))

    def weights(floats: dict[str, Any]) -> str:
        return repr([w.numpy().tolist() for w in model.weights])

    def of(name: str, *params: str) -> Specimen:
        def call(x: Any, **others: Any) -> Any:
            quiet = {} if name.endswith("_on_batch") else {"verbose": 0}
            return getattr(model, name)(x, *others.values(), **quiet)

        def make(point: int) -> dict[str, Any]:
            return {n: tensor(point + i) for i, n in enumerate(params)}

        return Specimen(f"keras.Model.{name}", call, make, weights, params=("self", *params))

    for name in ("predict", "predict_on_batch"):
        yield of(name, "x")
    for name in ("evaluate", "test_on_batch", "train_on_batch", "fit"):
        yield of(name, "x", "y")


def numpy_like(tf: Any, tensor: Call) -> Iterator[Specimen]:
    """Give the NumPy-like methods, last: switching them on changes all tensors of the process."""
    tf.experimental.numpy.experimental_enable_numpy_behavior()
    cls = type(tensor(0))
    for name in (n for n in NUMPY_LIKE if hasattr(cls, n)):
        yield Specimen(
            f"tensorflow.Tensor.{name}",
            lambda self, n=name: getattr(self, n)(*NUMPY_ARGUMENTS.get(n, ())),
            lambda point: {"self": tensor(point)},
            params=(
                "self",
                *(p for p in inspect.signature(getattr(cls, name)).parameters if p not in ("self", "a")),
            ),
        )
