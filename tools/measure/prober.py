"""Runs inside an interpreter that has TensorFlow: what one call did to the gradients of its arguments."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

# What an argument does at some points and some outputs: the first of these that was seen.
# The range of the arguments at each point: a function is flat at all of them before it is called zero.
RANGES = ((0.1, 0.9), (-0.9, 0.9), (0.1, 0.9), (-6.0, 6.0))
STRENGTH = ("carry", "itself", "error", "variable", "state", "leaves", "object", "none", "zero")

Effects = dict[str, list[str]]


GIVES = ("carry", "itself", "zero")


def differ(graph: list[str], eager: list[str]) -> bool:
    """Return whether there is a gradient, be it zero, for one float output and not for its twin."""
    return any((a in GIVES) != (b in GIVES) for a, b in zip(graph, eager, strict=False) if a != "whole")


SEED = 1  # with which random layers draw what leaves their inputs within the range that they clip to


class Prober:
    """Makes float tensors, and names what became of their gradients."""

    def __init__(self) -> None:
        self.np: Any = importlib.import_module("numpy")
        self.tf: Any = importlib.import_module("tensorflow")
        self.keras: Any = self.tf.keras

    def value(self, shape: tuple[int, ...], spd: bool, seed: int, low: float = 0.1, high: float = 0.9) -> Any:
        """Return a float tensor, the same for the same seed."""
        data = self.np.random.default_rng(seed).uniform(low, high, shape)
        if spd:
            data = data @ data.T + self.np.eye(shape[-1])
        return self.tf.constant(data, "float32")

    def start(self) -> None:
        """Let all that draws at random draw the same, whatever was measured before."""
        self.keras.utils.set_random_seed(SEED)

    def flat(self, result: Any) -> list[Any]:
        """Return the outputs of a call one by one."""
        if isinstance(result, (list, tuple)):
            return [one for item in result for one in self.flat(item)]
        if isinstance(result, dict):
            return [one for key in sorted(result) for one in self.flat(result[key])]
        return [result]

    def gradient(self, tape: Any, output: Any, tensor: Any) -> str:
        """Return the effect word of one argument for one output."""
        tf = self.tf
        if isinstance(output, (self.np.ndarray, self.np.generic, bool, int, float)):
            return "leaves"
        while isinstance(output, (tf.RaggedTensor, tf.SparseTensor, tf.IndexedSlices)):
            output = output.values
        if isinstance(output, tf.Variable):
            return "variable"
        if not tf.is_tensor(output):
            return "object"
        if output is tensor:
            return "itself"
        if not (tf.executing_eagerly() or output.dtype.is_floating or output.dtype.is_complex):
            return "whole"
        try:
            found = tape.gradient(output, tensor, output_gradients=self.weights(output))
        except (LookupError, TypeError):  # no gradient, or one that is registered and broken
            return "error"
        if found is None:
            return "none"
        values = found.values if isinstance(found, tf.IndexedSlices) else found
        if not tf.executing_eagerly():
            return "carry"
        return "carry" if self.np.any(values.numpy() != 0) else "zero"

    def gradient_words(self, tape: Any, outputs: list[Any], tensors: list[Any]) -> list[str]:
        """Return the strongest word of some tensors, per output."""
        words: list[str] | None = None
        for tensor in tensors:
            words = self.stronger(words, [self.gradient(tape, one, tensor) for one in outputs])
        return words or []

    def weights(self, output: Any) -> Any:
        """Return random weights of an output, since the plain sum of a softmax is constant."""
        if not (output.dtype.is_floating or output.dtype.is_complex) or not self.tf.executing_eagerly():
            return None
        data = self.np.random.default_rng(3).uniform(0.5, 1.5, tuple(self.tf.shape(output).numpy()))
        return self.tf.cast(data * (1 + 1j) if output.dtype.is_complex else data, output.dtype)

    def dtype(self, output: Any) -> str:
        """Return the dtype word of an output."""
        if output is None:
            return "none"
        if isinstance(output, (self.np.ndarray, self.np.generic)):
            return "array"
        if isinstance(output, (bool, int, float, str)):
            return "number"
        try:
            dtype = self.tf.as_dtype(output.dtype)
        except (AttributeError, TypeError):
            return "object"
        for word, fits in (
            ("bool", dtype == self.tf.bool),
            ("string", dtype == self.tf.string),
            ("complex", dtype.is_complex),
            ("float", dtype.is_floating),
            ("int", dtype.is_integer or dtype.is_quantized),
        ):
            if fits:
                return word
        return "object"

    def traced(self, measured: Callable[[], dict[str, list[str]]], eager: Effects) -> Effects:
        """Return the effects of the same call in a `tf.function`, by parameter, where they are others.

        Arrays and new variables are only made in eager code: there it "raises".
        """
        found: Effects = {}

        def run() -> None:
            found.update(measured())

        try:
            self.tf.function(run, autograph=False)()
        except Exception:  # symbolic tensors are not accepted, or not these arguments
            only = any(word in ("leaves", "variable") for words in eager.values() for word in words)
            return {name: ["raises"] for name in eager} if only else {}
        return {name: words for name, words in found.items() if differ(words, eager[name])}

    @staticmethod
    def stronger(old: list[str] | None, new: list[str]) -> list[str]:
        """Return per output what an argument does at some of the points."""
        return [min(pair, key=STRENGTH.index) for pair in zip(old or new, new, strict=False)]

    @staticmethod
    def plain(effects: Effects, given: dict[str, Any]) -> Effects:
        """Return the effects with `carry` for what only came back as it is because of other arguments."""
        return effects if len(given) == 1 else Prober.new(effects)

    @staticmethod
    def new(effects: Effects) -> Effects:
        """Return the effects of a call whose output is a new tensor."""
        return {n: ["carry" if word == "itself" else word for word in ws] for n, ws in effects.items()}

    @staticmethod
    def settled(row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with None for integers, and apart from it what an integer as the target gives."""
        numbers = [word in ("int", "bool", "string") for word in row["outputs"]]
        effects: dict[str, list[str]] = {}
        target: dict[str, list[str]] = {}
        for name, words in row["effects"].items():
            pairs = list(zip(words, numbers, strict=False))
            effects[name] = ["none" if whole else word for word, whole in pairs]
            if any(whole and word in ("error", "zero", "carry") for word, whole in pairs):
                target[name] = words
        return {**row, "effects": effects, **({"target": target} if target else {})}
