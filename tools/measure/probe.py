"""Runs inside an interpreter that has TensorFlow: measures the names on standard input, one row each.

Input: one JSON object a line, {"name": dotted, "canonical": dotted, "kind": ...}.
Output: one JSON object a line, the row or why there is none.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import written  # type: ignore[import-not-found]
from calls import CALLS, VARIANTS  # type: ignore[import-not-found]
from guess import Guesser, NotMeasuredError, shown  # type: ignore[import-not-found]
from layers import LAYERS, NOT_MEASURED  # type: ignore[import-not-found]
from prober import Prober  # type: ignore[import-not-found]

SECONDS = 90
INPUTS = ("V(2,3)", "V(2,4,3)", "V(1,8,8,3)", "V(1,4,4,4,2)", "[V(2,3), V(2,3)]")
LABELS = (
    "y_true=tf.nn.softmax(V(2,3)), y_pred=tf.nn.softmax(V(2,3))",
    "y_true=tf.constant([0,1]), y_pred=tf.nn.softmax(V(2,3))",
    "y_true=tf.constant([[1,2]]), y_pred=V(1,6,4)",
    "y_true=tf.constant([0,0,1,1]), y_pred=V(4,3)",
)
SHORT = {"tensorflow": "tf", "numpy": "np"}
Row = dict[str, Any]


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


def function_row(prober: Any, function: Any, canonical: str) -> Row:
    """Return the row of a function: called as written, or as guessed."""
    root, _, rest = canonical.partition(".")
    short = f"{SHORT.get(root, root)}.{rest}"
    if short in CALLS:
        row: Row = written.row(prober, function, CALLS[short])
    else:
        row = Guesser(prober, function).row()
    if "stop_gradient" in canonical:  # a None that is meant
        row["effects"] = {name: ["stop" for _ in words] for name, words in row["effects"].items()}
    when = {
        case: prober.settled(written.row(prober, function, text))["effects"]
        for case, text in VARIANTS.get(short, {}).items()
    }
    return {**row, "params": shown(function), **({"when": when} if when else {})}


def layer_row(prober: Any, cls: type) -> Row:
    """Return the row of a layer: what its call does, and its variables after it."""
    if cls.__name__ in NOT_MEASURED:
        raise NotMeasuredError(NOT_MEASURED[cls.__name__])
    if cls.__name__ in LAYERS:
        made, called = LAYERS[cls.__name__]
        return layer_called(prober, cls, made, called)
    failures = []
    for inputs in INPUTS:
        for made in ("", "units=3", "filters=2, kernel_size=2", "rate=0.3", "factor=0.2", "size=2"):
            try:
                return layer_called(prober, cls, made, f"inputs={inputs}")
            except Exception as error:  # any failure only means that this input does not fit
                failures.append(f"{type(error).__name__}: {' '.join(str(error).split())[:90]}")
    raise NotMeasuredError(failures[0])


def layer_called(prober: Any, cls: type, made: str, called: str) -> Row:
    """Return the row of a layer that is made and called as written."""
    makers = written.Makers(prober, 0)
    layer: Any = cls(**written.arguments(made, makers)[0])
    params = [name for name in shown(layer.call) if not name.startswith("**")]
    first, rest = called.split("=", 1)
    text = f"{params[0]}={rest}" if first == "inputs" else called  # the first parameter has many names

    def call(**given: Any) -> Any:
        values = list(given.values())
        rest = dict(list(given.items())[1:])
        if not layer.built:
            layer(values[0], **rest)
            for variable in layer.trainable_variables:  # some begin with zeros
                variable.assign(variable + makers.plain(*variable.shape))
        return layer(values[0], **rest)

    row: Row = written.row(prober, call, text, dtypes=False)
    counts = [len(layer.trainable_variables), len(layer.non_trainable_variables)]
    effects = prober.new(row["effects"])  # in training no layer gives its input back
    return {**row, "effects": effects, "params": params, "weights": counts}


def loss_row(prober: Any, cls: type) -> Row:
    """Return the row of a loss: what calling its object does."""
    last: Exception = NotMeasuredError("")
    found: list[Row] = []
    for text in LABELS:
        try:
            row: Row = written.row(prober, cls(), text, dtypes=False)
        except Exception as error:  # other labels may fit
            last = error
            continue
        found.append({**row, "params": ["y_true", "y_pred", "sample_weight"]})
        if row["effects"]["y_pred"] == ["carry"]:
            return found[-1]
    if not found:
        raise NotMeasuredError(f"{type(last).__name__}: {str(last)[:90]}")
    return found[0]


def one(prober: Any, task: dict[str, str]) -> Row:
    """Return the row of one task, or why there is none."""
    prober.start()
    try:
        found = resolve(task["name"])
        if task["kind"] == "layer":
            row = layer_row(prober, found)
        elif task["kind"] == "loss":
            row = loss_row(prober, found)
        else:
            row = function_row(prober, found, task["canonical"])
        settled: Row = prober.settled({**task, **row})
        return settled
    except NotMeasuredError as error:
        return {**task, "why": str(error)}
    except Exception as error:  # one callable must not cost the others
        return {**task, "why": f"{type(error).__name__}: {' '.join(str(error).split())[:90]}"}


def main() -> None:
    """Measure the tasks in children, so that a crash costs one row."""
    tasks = [json.loads(line) for line in sys.stdin]
    warnings.simplefilter("ignore")
    prober = Prober()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some of the measured functions print
    os.chdir(tempfile.mkdtemp())  # and some write files
    batches = [tasks[i : i + 40] for i in range(0, len(tasks), 40)]
    while batches:
        batch = batches.pop(0)
        done = in_child(prober, batch)
        answers.writelines(json.dumps(row) + "\n" for row in done)
        answers.flush()
        left = batch[len(done) :]
        if left:  # the first one left ended the child
            answers.write(json.dumps({**left[0], "why": "crashed or took too long"}) + "\n")
            batches[:0] = [left[1:]] if left[1:] else []


def in_child(prober: Any, batch: list[dict[str, str]]) -> list[Row]:
    """Return the rows that a forked child measured before it ended."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writer, "w") as out:
            for task in batch:
                signal.alarm(SECONDS)
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
