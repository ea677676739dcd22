"""Runs inside an interpreter that has TensorFlow: measures methods, operators, metrics and classes."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import specimens  # type: ignore[import-not-found]
from prober import Prober  # type: ignore[import-not-found]

Call = Callable[..., Any]


class Measurer:
    """Calls methods of fresh objects, and sees where the gradients of the arguments went."""

    def __init__(self) -> None:
        self.prober: Any = Prober()
        self.tf: Any = self.prober.tf

    def row(
        self, path: str, kind: str, call: Call, make: Callable[[int], dict[str, Any]], state: Call
    ) -> Any:
        """Return the row of a call: `make` gives its float tensors, `state` what the call may change."""
        effects: dict[str, list[str]] = {}
        outputs: list[str] = []
        for point in range(3):
            floats = make(point)
            before = state(floats)
            found, table = self.tape(call, floats)
            changed = before != state(floats)
            outputs = [self.prober.dtype(output) for output in found] or ["none"]
            for name in floats:
                words = [self.word(one[name], changed, name) for one in table]
                effects[name] = self.prober.stronger(effects.get(name), words or self.nothing(changed, name))
        row = {"canonical": path, "names": [path], "kind": kind, "effects": effects, "outputs": outputs}
        return self.prober.settled(row)

    @staticmethod
    def word(found: str, changed: bool, name: str) -> str:
        """What came back says less than where the argument went: into the object's state."""
        if changed and name != "self" and found in ("none", "object", "zero", "leaves"):
            return "state"
        return found

    def nothing(self, changed: bool, name: str) -> list[str]:
        """The word for an argument of a call that returns nothing."""
        return ["state" if changed and name != "self" else "none"]

    def tape(self, call: Call, floats: dict[str, Any]) -> Any:
        """Return the outputs of the call, and per output the word of each float tensor."""
        with self.tf.GradientTape(persistent=True) as tape:
            for tensor in floats.values():
                if isinstance(tensor, self.tf.Tensor):  # variables are watched as they are read
                    tape.watch(tensor)
            result = call(**floats)
        found = [] if result is None else self.prober.flat(result)[:3]
        mine = floats.get("self")
        return found, [{n: self.effect(tape, out, t, mine) for n, t in floats.items()} for out in found]

    def effect(self, tape: Any, output: Any, tensor: Any, mine: Any) -> str:
        """Return what happened to one argument; a variable that comes back counts as a read of it."""
        if mine is not None and getattr(raw(output), "handle", 0) is getattr(raw(mine), "handle", 1):
            return "carry" if tensor is mine else "none"
        return str(self.prober.gradient(tape, raw(output), tensor))


def raw(value: Any) -> Any:
    """Return the TensorFlow variable inside a Keras variable, anything else as it is."""
    return value.value if type(value).__module__.startswith("keras") and hasattr(value, "value") else value


def rows(measurer: Measurer) -> Iterable[dict[str, Any]]:
    """Give the row of every specimen that runs; of the others the reason."""
    for one in specimens.all_of(measurer.prober):
        try:
            found = measurer.row(one.path, one.kind, one.call, one.make, one.state)
        except LookupError:  # the call itself asks for a gradient that an op does not have
            effects = {name: ["error"] for name in one.make(0)}
            found = {"canonical": one.path, "names": [one.path], "kind": one.kind, "effects": effects}
            found["outputs"] = ["none"]
        except Exception as error:  # one method must not cost the others
            yield {
                "canonical": one.path,
                "kind": one.kind,
                "why": f"{type(error).__name__}: {str(error)[:80]}",
            }
            continue
        yield {**found, "params": list(one.params)}


def main() -> None:
    """Print the rows."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some of the measured methods print
    for row in rows(Measurer()):
        answers.write(json.dumps(row) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
