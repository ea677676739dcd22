"""Runs inside an interpreter that has TensorFlow: calls NumPy functions and their twins with the same values.

Input: one JSON object a line, {"name", "twin", and the fields of `Twin`}. Output: one JSON object a line,
{"name", "wrong": what differs, or nothing}.
"""

from __future__ import annotations

import importlib
import json
import sys
from ast import literal_eval
from typing import Any

np: Any = importlib.import_module("numpy")
VALUE = np.random.default_rng(1).uniform(0.1, 0.9, (3, 3)).astype("float32")
OTHER = np.random.default_rng(2).uniform(0.1, 0.9, (3, 3)).astype("float32")
# The value of an argument by its name, and by the function where a name means several things.
VALUES: dict[str, Any] = {
    **dict.fromkeys(("a", "x", "x1", "m", "v", "object", "A"), VALUE),
    **dict.fromkeys(("b", "y", "x2"), OTHER),
    "axis": 0,
    "keepdims": True,
    "axes": 1,
    "subscripts": "ij,jk->ik",
    "operands": (VALUE, OTHER),
    "shape": (9,),
    "arrays": [VALUE, OTHER],
    "tup": [VALUE, OTHER],
    "reps": (2, 1),
    "repeats": 2,
    "condition": VALUE > 0.5,
    "a_min": 0.3,
    "a_max": 0.6,
    "ord": 1,
    "shift": 1,
    "axis1": 0,
    "axis2": 1,
    "source": 0,
    "destination": 1,
}
SPECIAL: dict[str, dict[str, Any]] = {
    "numpy.transpose": {"axes": (1, 0)},
    "numpy.linalg.cholesky": {"a": VALUE @ VALUE.T + np.eye(3, dtype="float32")},
    "numpy.squeeze": {"a": VALUE[None]},
}
VARIADIC = ("operands", "inputs")


def resolve(dotted: str) -> Any:
    """Return the object of a dotted path."""
    module, *rest = dotted.split(".")
    found: Any = importlib.import_module(module)
    for part in rest:
        found = getattr(found, part)
    return found


def pairs(task: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Return the arguments that both functions have: name in NumPy, in TensorFlow, and a value."""
    values = {**VALUES, **SPECIAL.get(task["name"], {})}
    return [(name, other, values[name]) for name, other in task["renamed"].items()]


def wrong(task: dict[str, Any]) -> str | None:
    """Return what is wrong with a twin, called with each number of arguments that NumPy accepts."""
    function, twin = resolve(task["name"]), resolve(task["twin"])
    given = pairs(task)
    accepted = 0
    for count in range(1, len(given) + 1):
        some = given[:count]
        if not set(task["required"]) <= {name for name, *_ in some}:
            continue
        try:
            expected = called(function, task, [(name, value) for name, _, value in some])
        except (TypeError, ValueError):
            continue  # NumPy needs more arguments
        accepted += 1
        added = {name: literal_eval(text) for name, text in task["added"].items()}
        rest = {name: value for name, value in added.items() if name not in {other for _, other, _ in some}}
        found = called(twin, task, [(other, value) for _, other, value in some], rest)
        if not np.allclose(found, expected, atol=1e-5):
            return f"gives other values for {[name for name, *_ in some]}"
    return None if accepted else "NumPy accepted no arguments"


def called(function: Any, task: dict[str, Any], given: list[tuple[str, Any]], rest: Any = None) -> Any:
    """Return what the function gives with the arguments that may be positional so, and the others named."""
    leading = given[: task["positional"]]
    flat = [one for name, value in leading for one in (value if name in VARIADIC else [value])]
    return function(*flat, **dict(given[task["positional"] :]), **(rest or {}))


def main() -> None:
    """Compare the twins on standard input."""
    for line in sys.stdin:
        task = json.loads(line)
        try:
            found = wrong(task)
        except Exception as error:  # whatever happens is what is wrong
            found = f"{type(error).__name__}: {error}"
        print(json.dumps({"name": task["name"], "wrong": found}), flush=True)


if __name__ == "__main__":
    main()
