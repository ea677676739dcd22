"""Calls of the knowledge table's callables with plain tensors, as `table_calls.txt` lists them.

    python -m tools.differential.table_calls PYTHON

writes the list anew, with an interpreter that has TensorFlow: every call of the table that works with one or
two values of one rank, whatever the values are, and whose result is a value of a rank again.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tapelens.knowledge.table import lookup, parse, versions

from tools.measure.files import FOLDER

FILE = Path(__file__).with_suffix(".txt")
NOT_CALLED = ("aliases", "namespaces", "versions", "unmeasured", "tf_raw_ops", "tf_tensor", "tf_variable")
KINDS = ("function", "layer", "loss")


@dataclass(frozen=True, slots=True)
class TableCall:
    """A call as text with {0} and {1}, the rank of its result by the rank of its arguments, and where it works."""

    text: str
    ranks: tuple[tuple[int, int], ...]
    eager: bool

    @property
    def arity(self) -> int:
        return 1 + ("{1}" in self.text)

    @property
    def words(self) -> frozenset[str]:
        """Return what the table says of the arguments, for whatever output."""
        row = lookup(re.findall(r"[\w.]+(?=\()", self.text)[-1])  # what stands around it makes a float of it
        return frozenset(word for words in row.effects.values() for word in words) if row else frozenset()


def table_calls() -> tuple[TableCall, ...]:
    """Return the calls of the list."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        ranks, where, text = line.split(" ", 2)
        pairs = tuple((int(pair[0]), int(pair[2])) for pair in ranks.split(","))
        found.append(TableCall(text, pairs, where == "eager"))
    return tuple(found)


def names() -> list[str]:
    """Return the callables of the table that take a float tensor, each with its kind before it."""
    texts = [file.read_text("utf-8") for file in sorted(FOLDER.glob("*.txt")) if file.stem not in NOT_CALLED]
    rows = [row for text in texts for line in text.splitlines() if (row := parse(line))]
    wanted = [r for r in rows if r.effects and r.kind in KINDS and r.version in (None, versions()[-1])]
    return [r.name if r.kind == "function" else f"{r.kind} {r.name}" for r in wanted]


def main(python: str) -> None:
    """Write the list."""
    script = str(Path(__file__).with_name("fitting.py"))
    done = subprocess.run(
        [python, script], input="\n".join(names()), stdout=subprocess.PIPE, text=True, check=True
    )
    ranks: dict[str, list[str]] = {}
    eager: set[str] = set()
    for line in done.stdout.splitlines():
        before, after, where, text = line.split(" ", 3)
        ranks.setdefault(text, []).append(f"{before}>{after}")
        eager |= {text} if where == "eager" else set()
    lines = [f"{','.join(sorted(r))} {'eager' if t in eager else 'anywhere'} {t}" for t, r in ranks.items()]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
