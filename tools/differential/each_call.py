"""Programs that call one callable of the knowledge table each, in eager code and in a tf.function.

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.each_call [PART OF A NAME]

compares every call of `table_calls.txt` with the real tape, and prints where the two differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from tapelens.check import check

from tools.differential.compare import Comparison, compare
from tools.differential.definitions import NUMBERS
from tools.differential.real import RealTape
from tools.differential.table_calls import TableCall, table_calls

TOGETHER = 6  # a program costs a fork
HEAD = ["import keras", "import numpy as np", "import tensorflow as tf", "other = tf.Variable(2.0)"]


def program(calls: Sequence[TableCall]) -> tuple[str, dict[int, str]]:
    """Return a program that calls each, and the text of the call by the line of its gradients."""
    lines, at = list(HEAD), dict[int, str]()
    for i, call in enumerate(calls):
        number = NUMBERS[call.ranks[-1][0]]
        lines += [f"a{i} = tf.Variable({number})", f"b{i} = tf.Variable({number})"]
        for decorator in [""] if call.eager else ["", "@tf.function"]:
            lines += [*([decorator] if decorator else []), f"def run{i}():"]
            lines += ["    with tf.GradientTape(persistent=True) as tape:", "        start = other * 1.0"]
            lines += [f"        out = {call.text.format(f'a{i}', f'b{i}')}"]
            lines += [f"    return tape.gradient(out, [a{i}, b{i}, other])"]
            at[len(lines)] = f"{call.text} {decorator}".rstrip()
            lines += ["try:", f"    run{i}()", "except Exception:", "    pass"]
    return "\n".join(lines) + "\n", at


def compared(tape: RealTape, calls: Sequence[TableCall]) -> Iterator[tuple[str, Comparison]]:
    """Give every source of every call, with the call's text."""
    for start in range(0, len(calls), TOGETHER):
        text, at = program(calls[start : start + TOGETHER])
        for comparison in compare(tape.record(text), check(text)):
            yield at[comparison.line], comparison


def main(part: str = "") -> None:
    """Compare them all."""
    chosen = [call for call in table_calls() if part in call.text]
    with RealTape(seconds=60) as tape:
        wrong = [(text, c) for text, c in compared(tape, chosen) if c.judgement != "agree"]
    for text, c in wrong:
        print(f"{c.judgement}: {text}: {'ab-'[c.index or 0]} really {c.real}, said {c.said} {c.rule}")
    print(f"{len(chosen)} calls, {len({text for text, _ in wrong})} of them with another answer")


if __name__ == "__main__":
    main(*sys.argv[1:2])
