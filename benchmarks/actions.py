"""What the quick fixes at a position cost in a script of some size, beside the analysis of the same script."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from tapelens.check import Session

from benchmarks.corpus import script
from benchmarks.table import Row, milliseconds, ratio

BROKEN = (
    """
def penalty_{n}(weight, scale):
    scaled = weight * scale
    with tf.GradientTape() as tape:
        tape.watch(weight)
        loss = tf.reduce_sum(tf.square(scaled))
    return tape.gradient(loss, weight)
""",
    """
def sharpness_{n}(weight):
    with tf.GradientTape() as tape:
        tape.watch(weight)
        loss = tf.reduce_mean(tf.round(weight) * 2.0)
    return tape.gradient(loss, weight)
""",
    """
def norm_{n}():
    rate = tf.Variable(0.5)
    with tf.GradientTape() as tape:
        value = np.square(rate)
        loss = tf.reduce_sum(value)
    return tape.gradient(loss, rate)
""",
    """
def slope_{n}():
    point = tf.constant(3.0)
    with tf.GradientTape() as tape:
        loss = point * point
    return tape.gradient(loss, point)
""",
    """
def stopped_{n}(weight):
    with tf.GradientTape() as tape:
        tape.watch(weight)
        loss = tf.reduce_sum(tf.stop_gradient(weight) * 3.0)
    return tape.gradient(loss, weight)
""",
)
HEADS: Row = ("lines", "findings", "actions ms", "95 %", "first ms", "check ms", "ratio", "with a fix")


def compare(sizes: list[int], rounds: int) -> list[Row]:
    """Return a row per size: the actions of each finding, asked for as an editor asks for them."""
    list(timed(broken(100, "warm")))
    return [row(lines, rounds) for lines in sizes]


def row(lines: int, rounds: int) -> Row:
    """Return the medians of one size; `first ms` is the first position asked about after the text was opened."""
    checks, actions, firsts, fixed = [], [], [], 0
    for turn in range(rounds):
        whole, *asked = timed(broken(lines, f"actions {turn}"))
        checks.append(whole[0])
        actions += [took for took, _ in asked]
        firsts += [took for took, _ in asked[:1]]
        fixed += sum(found for _, found in asked)
    if not actions:
        return (str(lines), "0")
    median, check = statistics.median(actions), statistics.median(checks)
    return (
        str(lines),
        str(len(actions) // rounds),
        milliseconds(median),
        milliseconds(sorted(actions)[len(actions) * 95 // 100]),
        milliseconds(statistics.median(firsts)),
        milliseconds(check),
        ratio(median, check),
        f"{fixed} of {len(actions)}",
    )


def broken(lines: int, seed: str) -> str:
    """Return a script of that many lines in which a gradient is lost in five places, each in its own way."""
    given = script(max(lines - 40, 10), seed).splitlines(keepends=True)
    starts = [i for i, line in enumerate(given) if line.startswith(("def ", "@", "class ")) and i > 10]
    alone = [i for i in starts if not given[i - 1].startswith("@")]
    for number, template in reversed(list(enumerate(BROKEN))):
        place = alone[len(alone) * number // len(BROKEN)] if alone else len(given)
        given.insert(place, template.format(n=number).lstrip("\n") + "\n\n")
    return "".join(given)


def timed(text: str) -> Iterator[tuple[float, bool]]:
    """Yield the seconds of a whole analysis, then those of the fixes of each finding and whether there are any."""
    start = time.perf_counter()
    analysis = Session().check(text)
    yield time.perf_counter() - start, True
    for finding in analysis.findings:
        start = time.perf_counter()
        fixes = analysis.fixes(finding)
        yield time.perf_counter() - start, bool(fixes)
