"""Runs inside an interpreter that has TensorFlow: `tf.raw_ops`, by what the gradient registry says of each.

An operation without a gradient function raises LookupError; one that is registered as not differentiable
gives None; one with a function is called, and its row is what was measured.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import recipes  # type: ignore[import-not-found]
import written  # type: ignore[import-not-found]
from calls import CALLS  # type: ignore[import-not-found]
from prober import RANGES, Prober  # type: ignore[import-not-found]

FLOAT, INTEGERS = 1, frozenset({3, 4, 5, 6, 9, 17, 22, 23})  # as `types.proto` numbers them
WORDS = {FLOAT: "float", 2: "float", 7: "string", 8: "complex", 10: "bool", 18: "complex"}
SHAPES = ((3,), (2, 2), (2, 3), (), (1, 4, 4, 2), (1, 4, 4, 4, 2), (2, 3, 3))
Row = dict[str, Any]


class Raw:
    """Measures one raw operation."""

    def __init__(self, prober: Any, name: str, definition: Any) -> None:
        self.prober, self.name, self.definition = prober, name, definition
        self.function: Callable[..., Any] = getattr(prober.tf.raw_ops, name)
        self.attributes = {one.name: one for one in definition.attr}
        self.floats = [one.name for one in definition.input_arg if FLOAT in self.types(one)]

    def types(self, argument: Any) -> set[int]:
        """Return the types that an input or output may have; without a list of them, nearly any."""
        if argument.type:
            return {argument.type}
        if argument.type_attr:
            allowed = set(self.attributes[argument.type_attr].allowed_values.list.type)
            return allowed or {FLOAT, 3}
        return set()  # a list of several types

    def outputs(self) -> list[str]:
        return [self.word(one) for one in self.definition.output_arg] or ["none"]

    def word(self, output: Any) -> str:
        shared = output.type_attr and any(
            output.type_attr == one.type_attr for one in self.definition.input_arg
        )
        types = self.types(output)
        if FLOAT in types:
            return "same" if shared and types & INTEGERS else "float"
        if types and types <= INTEGERS:
            return "int"
        return WORDS.get(next(iter(types), 0), "object")

    def row(self, registered: str) -> Row:
        """Return the row, from the registry alone where that says all."""
        names = list(inspect.signature(self.function).parameters)
        if (text := CALLS.get(f"tf.raw_ops.{self.name}")) is not None:
            found = self.prober.settled(written.row(self.prober, self.function, text))
        elif registered == "function":
            found = self.called()
        else:
            effects = {name: [registered for _ in self.outputs()] for name in self.floats}
            found = self.prober.settled({"effects": effects, "outputs": self.outputs()})
        path = f"tensorflow.raw_ops.{self.name}"
        return {"canonical": path, "names": [path], "kind": "function", "params": names, **found}

    def called(self) -> Row:
        """Return effects and outputs of the first call that runs."""
        failures: list[str] = []
        for shape in SHAPES:
            for choice in (0, 1):
                try:
                    return self.called_with(shape, choice)
                except Exception as error:  # any failure only means that these arguments do not fit
                    failures.append(f"{type(error).__name__}: {' '.join(str(error).split())[:90]}")
        raise ValueError(failures[0])

    def called_with(self, shape: tuple[int, ...], choice: int) -> Row:
        effects: dict[str, list[str]] = {}
        found: list[Any] = []
        for point in range(len(RANGES)):
            given = self.given(shape, point, choice)
            tensors = {name: given[name] for name in self.floats}
            with self.prober.tf.GradientTape(persistent=True) as tape:
                for tensor in tensors.values():
                    tape.watch(tensor)
                found = self.prober.flat(self.function(**given))
            for name, tensor in tensors.items():
                words = [self.prober.gradient(tape, one, tensor) for one in found]
                effects[name] = self.prober.stronger(effects.get(name), words)
        words = [self.prober.dtype(one) for one in found]
        known = self.outputs()
        outputs = known if len(known) == len(words) and "object" not in known else words
        settled: Row = self.prober.settled({"effects": effects, "outputs": outputs})
        return settled

    def given(self, shape: tuple[int, ...], point: int, choice: int) -> dict[str, Any]:
        """Return guessed arguments: tensors by their types, the rest by their names."""
        given: dict[str, Any] = {}
        inputs = {one.name: one for one in self.definition.input_arg}
        for i, p in enumerate(inspect.signature(self.function).parameters.values()):
            if p.name in self.floats:
                one = self.prober.value(
                    shape, len(shape) > 1 and shape[-1] == shape[-2], i + 9 * point, *RANGES[point]
                )
                given[p.name] = [one, one] if inputs[p.name].number_attr else one
            elif p.default is inspect.Parameter.empty:
                options = recipes.PLAIN.get(p.name.lower(), [[0, 1]])
                given[p.name] = options[choice % len(options)]
        return given


def registered(registry: Any, name: str) -> str:
    """Return what the gradient registry says of an operation, as an effect word or `function`."""
    try:
        return "none" if registry.lookup(name) is None else "function"
    except LookupError:
        return "error"


def measured(raw: Raw, word: str) -> Row:
    """Return the row of an operation, or why there is none."""
    try:
        return raw.row(word)
    except Exception as error:  # one operation must not cost the others
        return {"canonical": f"tensorflow.raw_ops.{raw.name}", "kind": "function", "why": str(error)}


def in_child(raw: Raw, word: str) -> str:
    """Return the row as text, measured in a child since some operations end the process."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        signal.alarm(20)
        with os.fdopen(writer, "w") as out:
            out.write(json.dumps(measured(raw, word)))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as text:
        found = text.read()
    os.waitpid(pid, 0)
    path = f"tensorflow.raw_ops.{raw.name}"
    return found or json.dumps({"canonical": path, "kind": "function", "why": "crashed or took too long"})


def main() -> None:
    """Print a row for every raw operation that takes a float tensor."""
    prober = Prober()
    definitions = importlib.import_module("tensorflow.python.framework.op_def_registry")
    registry = importlib.import_module("tensorflow.python.framework.ops")._gradient_registry
    for name in sorted(n for n in dir(prober.tf.raw_ops) if not n.startswith("_")):
        definition = definitions.get(name)
        if definition is None or not (raw := Raw(prober, name, definition)).floats:
            continue
        word = registered(registry, name)
        print(in_child(raw, word) if word == "function" else json.dumps(measured(raw, word)), flush=True)


if __name__ == "__main__":
    main()
