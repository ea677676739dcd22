"""Runs inside an interpreter that has TensorFlow: calls that are written out, with makers of tensors."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

from prober import RANGES  # type: ignore[import-not-found]  # beside this file, which runs as part of a script

# Arguments that are whole numbers: they have no gradient, also where the caller has floats.
WHOLE = frozenset(
    ["y_true", "labels", "target", "targets", "indices", "ids", "segment_ids", "box_indices", "partitions"]
)


# The makers as the written calls name them.
LETTERS = {
    "V": "watched",
    "U": "plain",
    "P": "definite",
    "C": "complex",
    "CP": "complex_definite",
    "W": "variable",
    "S": "sparse",
    "R": "ragged",
    "B": "booleans",
    "K": "ids",
    "L": "labels",
    "Q": "quantized",
    "E": "diagonal",
    "O": "operator",
    "F": "function",
}


class Makers:
    """What the written arguments are made with; remembers the float tensors that it made and watches them."""

    def __init__(self, prober: Any, point: int, whole: bool = False) -> None:
        self.prober, self.tf, self.whole = prober, prober.tf, whole
        self.seed, self.range = 11 * point, RANGES[point]
        self.made: list[Any] = []
        self.watch: Callable[[Any], None] = lambda tensor: None

    def plain(self, *shape: int) -> Any:
        self.seed += 1
        found = self.prober.value(shape, False, self.seed, *self.range)
        return self.tf.cast(found * 10, "int32") if self.whole else found

    def watched(self, *shape: int) -> Any:
        return self._remembered(self.plain(*shape))

    def definite(self, size: int) -> Any:
        self.seed += 1
        return self._remembered(self.prober.value((size, size), True, self.seed, *self.range))

    def _remembered(self, tensor: Any) -> Any:
        self.made.append(tensor)
        self.watch(tensor)
        return tensor

    def complex(self, *shape: int) -> Any:
        return self.tf.complex(self.watched(*shape), self.watched(*shape))

    def complex_definite(self, size: int) -> Any:
        return self.tf.complex(self.definite(size), self.plain(size, size))

    def variable(self, *shape: int) -> Any:
        variable = self.tf.Variable(self.plain(*shape))
        self.made.append(variable)
        return variable

    def sparse(self) -> Any:
        return self.tf.SparseTensor([[0, 0], [0, 1], [1, 1]], self.watched(3), [2, 2])

    def ragged(self) -> Any:
        return self.tf.RaggedTensor.from_row_splits(self.watched(3), [0, 1, 3])

    def booleans(self, size: int) -> Any:
        return self.tf.constant([i % 2 == 0 for i in range(size)])

    def ids(self) -> Any:
        ids = self.tf.constant([0, 1], "int64")
        return self.tf.SparseTensor([[0, 0], [1, 0]], ids, [2, 1])

    def labels(self) -> Any:
        return self.tf.constant([[0], [1]], "int64")

    def quantized(self) -> Any:
        return self.tf.quantization.quantize(self.plain(3), 0.0, 1.0, self.tf.quint8)[0]

    def diagonal(self) -> Any:
        return self.tf.constant([[0.0] * 3, [1.0] * 3, [0.0] * 3])

    def operator(self) -> Any:
        known = {"is_positive_definite": True, "is_self_adjoint": True}
        return self.tf.linalg.LinearOperatorFullMatrix(self.definite(2), **known)

    def function(self, name: str) -> Any:
        return getattr(self.tf, name)

    def names(self) -> dict[str, Any]:
        """Return what a written argument may use."""
        letters = {letter: getattr(self, name) for letter, name in LETTERS.items()}
        return {**letters, "tf": self.tf, "keras": self.prober.keras}


Given = tuple[dict[str, Any], dict[str, list[Any]]]


def arguments(text: str, makers: Makers) -> Given:
    """Return the written keyword arguments, and the float tensors made for each."""
    call = ast.parse(f"f({text})", mode="eval").body
    assert isinstance(call, ast.Call)
    given: dict[str, Any] = {}
    floats: dict[str, list[Any]] = {}
    for keyword in call.keywords:
        makers.made = []
        code = compile(ast.Expression(keyword.value), "<written>", "eval")
        given[str(keyword.arg)] = eval(code, makers.names())
        if makers.made:
            floats[str(keyword.arg)] = makers.made
    return given, floats


def apply(function: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Return what the function gives; `_` holds what its variadic parameter takes."""
    if "_" not in given:
        return function(**given)
    first = [value for name, value in given.items() if name != "_"]
    return function(*first, *given["_"])


def star(function: Callable[..., Any]) -> str:
    """Return the name of the function's variadic parameter."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a compiled function
        return "args"
    return next((p.name for p in found if p.kind is p.VAR_POSITIONAL), "args")


def row(prober: Any, function: Callable[..., Any], text: str, dtypes: bool = True) -> dict[str, Any]:
    """Return effects and outputs of a written call."""
    effects: dict[str, list[str]] = {}
    outputs: list[str] = []
    for point in (0, 1, 2, 3):
        makers = Makers(prober, point)
        try:
            with prober.tf.GradientTape(persistent=True) as tape:
                makers.watch = tape.watch
                given, floats = arguments(text, makers)
                result = apply(function, given)
        except Exception:
            if point == 0:
                raise
            continue  # outside the function's domain
        found = prober.flat(result)[:6]
        outputs = [prober.dtype(one) for one in found]
        for name in given.keys() & WHOLE - floats.keys():
            effects[name] = ["none"] * len(found)
        for name, tensors in floats.items():
            for tensor in tensors:
                words = [prober.gradient(tape, one, tensor) for one in found]
                shown = name if name != "_" else star(function)
                effects[shown] = prober.stronger(effects.get(shown), words)
    outputs = same(prober, function, text, outputs) if dtypes else outputs
    effects = prober.plain(effects, given)
    return {"effects": effects, "outputs": outputs, "graph": graph(prober, function, text, effects)}


def graph(prober: Any, function: Callable[..., Any], text: str, eager: dict[str, list[str]]) -> Any:
    """Return the effects of the call in a tf.function where they are others."""

    def measured() -> dict[str, list[str]]:
        makers = Makers(prober, 0)
        with prober.tf.GradientTape(persistent=True) as tape:
            makers.watch = tape.watch
            given, floats = arguments(text, makers)
            result = apply(function, given)
        found = prober.flat(result)[:6]
        return {
            name if name != "_" else star(function): prober.gradient_words(tape, found, tensors)
            for name, tensors in floats.items()
        }

    return prober.traced(measured, eager)


def same(prober: Any, function: Callable[..., Any], text: str, outputs: list[str]) -> list[str]:
    """A float output that is an integer for integer inputs is `same`."""
    try:
        given, _ = arguments(text, Makers(prober, 1, whole=True))
        dtypes = [prober.dtype(one) for one in prober.flat(apply(function, given))]
    except Exception:  # integers are not accepted
        return outputs
    return [
        "same" if a == "float" and b == "int" else a
        for a, b in zip(outputs, [*dtypes, *outputs], strict=False)
    ]
