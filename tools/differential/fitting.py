"""Runs inside an interpreter that has TensorFlow: which callables random programs can call with plain tensors.

Input: names of callables, one a line (`tf.sin`, `layer keras.layers.ReLU`). Output: one line for each call that
works whatever the values are, as `rank result where call`: the rank of the arguments, of the result, whether
it works in a tf.function too, and the call's text with {0} and {1}.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
tf: Any = importlib.import_module("tensorflow")
np: Any = importlib.import_module("numpy")
MODULES = {"tf": tf, "np": np, "keras": importlib.import_module("keras")}
DATA = ([0.3, 0.7, 0.2, 0.9], [1.5, -2.0, 3.0, -0.5], [40.0, 40.0, 40.0, 40.0], [0.0, 0.0, 0.0, 0.0])
ARGUMENTS = ("{0}", "{0}, {1}", "[{0}, {1}]")
SECONDS = 3
BATCH = 20


def values(rank: int) -> Iterator[tuple[Any, Any]]:
    """Give pairs of variables, of ordinary and of awkward values."""
    for data in DATA:
        shaped = np.array(data[: 2**rank], np.float32).reshape([2] * rank)
        yield tf.Variable(shaped), tf.Variable(shaped[::-1] * 0.5 if rank else shaped)


def as_float(result: Any, text: str) -> tuple[str, Any] | None:
    """Return the text that makes a float tensor of the result, and the tensor; None where there is none."""
    if isinstance(result, (np.ndarray, np.generic)) and result.dtype.kind in "fiub":
        return f"tf.constant({text}, tf.float32)", tf.constant(result, tf.float32)
    if not tf.is_tensor(result) or isinstance(result, (tf.Variable, tf.RaggedTensor, tf.SparseTensor)):
        return None
    if result.dtype == tf.float32:
        return text, result
    if result.dtype.is_complex:
        return f"tf.math.real(tf.cast({text}, tf.complex64))", tf.math.real(result)
    if result.dtype.is_floating or result.dtype.is_integer or result.dtype.is_bool:
        return f"tf.cast({text}, tf.float32)", tf.cast(result, tf.float32)
    return None


def outputs(result: Any, text: str) -> Iterator[tuple[str, Any]]:
    """Give each output of a call as a float tensor."""
    parts = (
        [(f"{text}[{i}]", one) for i, one in enumerate(result)]
        if isinstance(result, (tuple, list))
        else [(text, result)]
    )
    for part, one in parts[:3]:
        found = as_float(one, part)
        if found is not None:
            yield found


def ranks(text: str, rank: int) -> dict[str, int]:
    """Return the ranks of a call's outputs, by the text that gives them, where the values do not matter."""
    found: list[dict[str, int]] = []
    for one, two in values(rank):
        result = eval(text.format("one", "two"), {**MODULES, "one": one, "two": two})
        shapes = {part: tuple(tensor.shape) for part, tensor in outputs(result, text)}
        found.append({part: len(s) for part, s in shapes.items() if set(s) <= {2} and len(s) <= 2})
    return found[0] if all(one == found[0] for one in found) else {}


def traced(text: str, rank: int) -> bool:
    """Return whether the call works in a tf.function."""
    one, two = next(values(rank))
    space = {**MODULES, "one": one, "two": two}
    try:
        tf.function(lambda: tf.reduce_sum(eval(text.format("one", "two"), space)), autograph=False)()
    except Exception:  # whatever it says, it does not work there
        return False
    return True


def calls(line: str) -> Iterator[str]:
    """Give the lines of one callable: for each rank the first arguments that it takes."""
    kind, _, name = line.rpartition(" ")
    for rank in (1, 0, 2):
        for arguments in ARGUMENTS:
            text = f"{name}{'()' if kind else ''}({arguments})"
            try:
                found = ranks(text, rank)
            except Exception:  # not its arguments
                continue
            for part, result in found.items():
                yield f"{rank} {result} {'anywhere' if traced(part, rank) else 'eager'} {part}"
            if found:
                break


def main() -> None:
    """Try the callables of standard input in children, as some of them end the process."""
    names = sys.stdin.read().splitlines()
    warnings.simplefilter("ignore")
    for start in range(0, len(names), BATCH):
        if os.fork() == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            for name in names[start : start + BATCH]:
                signal.alarm(SECONDS * 10)
                for line in calls(name):
                    print(line, flush=True)
            os._exit(0)
        os.wait()


if __name__ == "__main__":
    main()
