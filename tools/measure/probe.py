"""Runs inside an interpreter that has TensorFlow: measures names given on standard input, one row each.

Input: one JSON object a line, {"name": dotted, "kind": ...}. Output: one JSON object a line, the row or why there is none.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import signal
import sys
import tempfile
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import recipes  # type: ignore[import-not-found]  # noqa: E402  this file runs as a script

POINTS = 3


class NotMeasured(Exception):
    """No arguments were found with which the callable runs."""


def resolve(dotted: str) -> Any:
    """Return the object of a dotted path."""
    parts = dotted.split(".")
    found = importlib.import_module(parts[0])
    for i, part in enumerate(parts[1:], 1):
        try:
            found = getattr(found, part)
        except AttributeError:
            found = importlib.import_module(".".join(parts[: i + 1]))
    return found


class Prober:
    """Measures one callable at a time."""

    def __init__(self) -> None:
        import numpy
        import tensorflow

        self.tf: Any = tensorflow
        self.np: Any = numpy
        self.keras: Any = tensorflow.keras

    # -- arguments -----------------------------------------------------------------------------

    def value(self, shape: tuple[int, ...], spd: bool, seed: int, positive: bool) -> Any:
        rng = self.np.random.default_rng(seed)
        low = 0.1 if positive else -0.9
        data = rng.uniform(low, 0.9, shape)
        if spd:
            data = data @ data.T + self.np.eye(shape[-1])
        return self.tf.constant(data, "float32")

    def arguments(
        self, parameters: list[inspect.Parameter], profile: Any, seed: int, positive: bool, choice: int
    ) -> Any:
        """Return (keyword arguments, the float tensors among them by parameter)."""
        kind, shape, spd = profile
        given: dict[str, Any] = {}
        floats: dict[str, Any] = {}
        for i, p in enumerate(parameters):
            name = p.name.lower()
            if name in recipes.CONV and kind == "image":
                floats[p.name] = given[p.name] = self.value(recipes.CONV[name], False, seed + i, positive)
            elif name in recipes.PLAIN and recipes.PLAIN[name]:
                if p.default is inspect.Parameter.empty:
                    options = recipes.PLAIN[name]
                    given[p.name] = options[choice % len(options)]
            elif p.default is inspect.Parameter.empty or (choice == 0 and name in recipes.OPTIONAL and p.default is None):
                tensor = self.value(shape, spd, seed + i, positive)
                if kind == "complex":
                    tensor = self.tf.cast(tensor, "complex64")
                floats[p.name] = tensor
                given[p.name] = tensor
                if name in recipes.LISTS:
                    other = self.value(shape, spd, seed + 50 + i, positive)
                    given[p.name] = [tensor, other]
        return given, floats

    # -- one measurement -----------------------------------------------------------------------

    def call(
        self, function: Any, positional: list[str], given: dict[str, Any], floats: dict[str, Any]
    ) -> Any:
        """Return (outputs, gradients per output per float parameter)."""
        tf = self.tf
        with tf.GradientTape(persistent=True) as tape:
            for tensor in floats.values():
                tape.watch(tensor)
            args = [given[n] for n in positional]
            rest = {k: v for k, v in given.items() if k not in positional}
            result = function(*args, **rest)
        outputs = self.flat(result)
        table = []
        for output in outputs:
            row = {}
            for name, tensor in floats.items():
                row[name] = self.gradient(tape, output, tensor)
            table.append(row)
        return outputs, table

    def flat(self, result: Any) -> list[Any]:
        if isinstance(result, (list, tuple)):
            return [r for item in result for r in self.flat(item)]
        if isinstance(result, dict):
            return [r for key in sorted(result) for r in self.flat(result[key])]
        return [result]

    def gradient(self, tape: Any, output: Any, tensor: Any) -> str:
        tf = self.tf
        if isinstance(output, (self.np.ndarray, self.np.generic)):
            return "leaves"
        if isinstance(output, (bool, int, float)):
            return "leaves"
        if isinstance(output, (tf.RaggedTensor, tf.SparseTensor)):
            output = output.values
        if not tf.is_tensor(output) and not isinstance(output, tf.Variable):
            return "object"
        if isinstance(output, tf.Variable):
            return "variable"
        try:
            found = tape.gradient(output, tensor, output_gradients=self.weights(output))
        except LookupError:
            return "error"
        if found is None:
            return "none"
        values = found.values if isinstance(found, tf.IndexedSlices) else found
        return "carry" if self.np.any(values.numpy() != 0) else "zero"

    def weights(self, output: Any) -> Any:
        """Return random weights of an output, since the plain sum of a softmax is constant."""
        if not output.dtype.is_floating:
            return None
        data = self.np.random.default_rng(3).uniform(0.5, 1.5, tuple(self.tf.shape(output).numpy()))
        return self.tf.cast(data, output.dtype)

    def dtype(self, output: Any) -> str:
        tf = self.tf
        if output is None:
            return "none"
        if isinstance(output, (self.np.ndarray, self.np.generic)):
            return "array"
        if isinstance(output, (bool, int, float, str)):
            return "number"
        if hasattr(output, "dtype"):
            dtype = tf.as_dtype(output.dtype)
            if dtype == tf.bool:
                return "bool"
            if dtype == tf.string:
                return "string"
            if dtype.is_complex:
                return "complex"
            return "float" if dtype.is_floating else "int" if dtype.is_integer else "object"
        return "object"

    def measure(self, name: str, function: Any) -> dict[str, Any]:
        parameters = signature(function)
        required = [p.name for p in parameters if p.default is inspect.Parameter.empty]
        last: Exception | None = None
        for profile in recipes.PROFILES:
            for choice in range(3):
                try:
                    return self.rows(function, parameters, required, profile, choice)
                except NotMeasured as error:
                    last = error
                except Exception as error:  # any failure only means that these arguments do not fit
                    last = error
                if not any(p.name.lower() in recipes.PLAIN or p.name.lower() in recipes.OPTIONAL for p in parameters):
                    break
        raise NotMeasured(f"{type(last).__name__}: {str(last)[:80]}")

    def rows(
        self, function: Any, parameters: Any, required: list[str], profile: Any, choice: int
    ) -> dict[str, Any]:
        effects: dict[str, list[str]] = {}
        outputs: list[str] = []
        for point in range(POINTS):
            positive = point != 1
            given, floats = self.arguments(parameters, profile, 7 * point, positive, choice)
            if not floats:
                result = self.flat(function(**given))
                return {"effects": {}, "outputs": [self.dtype(o) for o in result]}
            try:
                found, table = self.call(function, required, given, floats)
            except (self.tf.errors.InvalidArgumentError, ValueError):
                if point == 0:
                    raise
                continue
            outputs = [self.dtype(o) for o in found]
            for parameter in floats:
                words = [row[parameter] for row in table]
                effects[parameter] = merge(effects.get(parameter), words)
        if not outputs or all(w == "object" for words in effects.values() for w in words):
            raise NotMeasured("returns no tensor")
        if len(outputs) > 6:
            outputs, effects = outputs[:1], {k: v[:1] for k, v in effects.items()}
        return {"effects": effects, "outputs": self.same(function, given, floats, outputs)}

    def same(
        self, function: Any, given: dict[str, Any], floats: dict[str, Any], outputs: list[str]
    ) -> list[str]:
        """A float output that is an integer for integer inputs is `same`."""
        if outputs[:1] != ["float"]:
            return outputs
        tf = self.tf
        try:
            whole = {k: self.integers(v) for k, v in given.items()}
            found = self.flat(function(**whole))
        except Exception:  # integers are not accepted
            return outputs
        dtypes = [self.dtype(o) for o in found]
        del tf
        return ["same" if a == "float" and b == "int" else a for a, b in zip(outputs, [*dtypes, *outputs])]

    def integers(self, value: Any) -> Any:
        if isinstance(value, list) and value and self.tf.is_tensor(value[0]):
            return [self.integers(v) for v in value]
        if self.tf.is_tensor(value) and value.dtype == self.tf.float32:
            return self.tf.cast(value * 10, "int32")
        return value

    # -- Keras objects -------------------------------------------------------------------------

    def construct(self, cls: type) -> Any:
        parameters = signature(cls)
        given = {
            p.name: recipes.LAYERS[p.name]
            for p in parameters
            if p.name in recipes.LAYERS and p.default is inspect.Parameter.empty
        }
        required = [p.name for p in parameters if p.default is inspect.Parameter.empty]
        if any(name not in given for name in required):
            inner = {"layer": self.keras.layers.Dense(3), "cell": self.keras.layers.SimpleRNNCell(3)}
            given.update({n: inner[n] for n in required if n in inner})
        return cls(**given)

    def layer(self, cls: type) -> dict[str, Any]:
        failures: list[str] = []
        for pair in (False, True):
            for profile in recipes.PROFILES:
                if len(profile[1]) < 2:
                    continue
                try:
                    return self.layer_at(cls, profile, pair)
                except Exception as error:  # any failure only means that this input does not fit
                    failures.append(f"{type(error).__name__}: {str(error)[:80]}")
        raise NotMeasured(" | ".join(dict.fromkeys(failures[:4])))

    def layer_at(self, cls: type, profile: Any, pair: bool) -> dict[str, Any]:
        words: list[str] | None = None
        layer = self.construct(cls)
        called = [p.name for p in signature(layer.call)][:1] or ["inputs"]
        outputs: list[str] = []
        for point in range(POINTS):
            x = self.value(profile[1], False, point, point != 1)
            other = self.value(profile[1], False, point + 9, point != 1)
            given = {called[0]: [x, other] if pair else x}
            found, table = self.call(lambda v: layer(v), [called[0]], given, {called[0]: x})
            words = merge(words, [row[called[0]] for row in table])
            outputs = [self.dtype(o) for o in found]
        counts = [len(layer.trainable_variables), len(layer.non_trainable_variables)]
        return {"effects": {called[0]: words}, "outputs": outputs, "weights": counts}

    def loss(self, cls: type) -> dict[str, Any]:
        made = cls()
        last: Exception | None = None
        for sparse in (False, True):
            try:
                y_pred = self.tf.nn.softmax(self.value((2, 3), False, 3, False))
                y_true = self.tf.nn.softmax(self.value((2, 3), False, 5, False))
                floats = {"y_true": y_true, "y_pred": y_pred}
                if sparse:
                    y_true = self.tf.constant([0, 1])
                    floats = {"y_pred": y_pred}
                found, table = self.call(
                    made, ["y_true", "y_pred"], {"y_true": y_true, "y_pred": y_pred}, floats
                )
                effects = {k: [row[k] for row in table] for k in floats}
                if sparse:
                    effects = {"y_true": ["none"] * len(table), **effects}
                return {"effects": effects, "outputs": [self.dtype(o) for o in found]}
            except Exception as error:  # try integer labels
                last = error
        raise NotMeasured(f"{type(last).__name__}: {str(last)[:80]}")


def merge(old: list[str] | None, new: list[str]) -> list[str]:
    """A gradient that is not zero at one point carries."""
    if old is None:
        return new
    order = ["carry", "error", "leaves", "variable", "object", "none", "zero"]
    return [min(a, b, key=order.index) for a, b in zip(old, new)]


def signature(function: Any) -> list[inspect.Parameter]:
    """Return the named parameters, without `self`, `name` and stars."""
    found = list(inspect.signature(function).parameters.values())
    return [p for p in found if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL) and p.name not in ("self",)]


def names(function: Any) -> list[str]:
    """Return all parameters as the table writes them."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [stars.get(p.kind, "") + p.name for p in found if p.name != "self"]


def one(prober: Prober, task: dict[str, str]) -> dict[str, Any]:
    """Return the row of one task, or why there is none."""
    found = resolve(task["name"])
    kind = task["kind"]
    try:
        if kind == "layer":
            row = prober.layer(found)
            first = next(iter(row["effects"]))
            return {**task, **row, "params": [first, "training"]}
        if kind == "loss":
            return {**task, **prober.loss(found), "params": ["y_true", "y_pred"]}
        return {**task, **prober.measure(task["name"], found), "params": names(found)}
    except NotMeasured as error:
        return {**task, "why": str(error)}
    except Exception as error:  # one callable must not cost the others
        return {**task, "why": f"{type(error).__name__}: {str(error)[:80]}"}


def main() -> None:
    """Measure every task in a child of its own, a few at a time."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    tasks = [json.loads(line) for line in sys.stdin]
    import warnings

    warnings.simplefilter("ignore")
    prober = Prober()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some of the measured functions print
    os.chdir(tempfile.mkdtemp())  # and some write files
    size = 40
    batches = [tasks[i : i + size] for i in range(0, len(tasks), size)]
    while batches:
        batch = batches.pop(0)
        done = in_child(prober, batch)
        for row in done:
            answers.write(json.dumps(row) + "\n")
        answers.flush()
        left = batch[len(done) :]
        if left:  # the first one left killed the child
            answers.write(json.dumps({**left[0], "why": "crashed or took too long"}) + "\n")
            if left[1:]:
                batches.insert(0, left[1:])


def in_child(prober: Prober, batch: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the rows that a forked child measured before it ended."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  the child ends with it
        with os.fdopen(writer, "w") as out:
            for task in batch:
                signal.alarm(20)
                out.write(json.dumps(one(prober, task)) + "\n")
                out.flush()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as lines:
        rows = [json.loads(line) for line in lines]
    os.waitpid(pid, 0)
    return rows


if __name__ == "__main__":
    main()
