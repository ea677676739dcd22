"""What a user types and what says nothing new: nothing runs again, and the answer is the one from scratch."""

from __future__ import annotations

from typing import Any

import pytest
from edits import EDITS, EXAMPLES, LINE, TEXTS, WORD, edited, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tapelens.check import Session
from tapelens.machine.machine import UNITS

NAMES = st.sampled_from(["q", "qa", "qab", "tf", "len", "gradient", "loss", "x"])


@settings(
    deadline=None, max_examples=EXAMPLES, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    st.sampled_from(range(len(TEXTS))), LINE, LINE, st.lists(st.one_of(NAMES, EDITS), min_size=2, max_size=10)
)
def test_names_that_are_typed(number: int, first: int, second: int, edits: list[Any]) -> None:
    lines = [line for line in TEXTS[number].split("\n") if line.startswith("    ") and WORD.search(line)]
    line = lines[first % len(lines)]
    words = list(WORD.finditer(line))
    start, end = words[second % len(words)].span()
    session, text = Session(), TEXTS[number]
    session.check(text)
    for edit in edits:
        if isinstance(edit, str):
            typed = line[:start] + edit + line[end:]
            text, line, end = text.replace(line, typed, 1), typed, start + len(edit)
        else:
            text = edited(text, edit)
        same(session, text)


SCRIPT = """\
import tensorflow as tf

x = tf.Variable(1.0)


def step(y):
    with tf.GradientTape() as tape:
        loss = tf.round(x * y)

    return tape.gradient(loss, x)


with tf.GradientTape() as tape:
    y = x.numpy() * 2.0

grad = tape.gradient(y, x)
"""


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("        loss = tf.round(x * y)\n", ["        # a\n", "        lo\n", "        tape\n", "\n"]),
        ("y)\n", ["\n", "\n\n"]),
        ("loss = tf", ["loss =  tf"]),
        ("x = tf.Variable(1.0)\n", ["# a\n", "tf\n", "tf\nx\n", "\n", "tf  # c\n"]),
        ("grad = tape.gradient(y, x)\n", ["tape\n", "tape  \n"]),
        ("grad = tape", ["grad  =  tape"]),
    ],
)
def test_typing_what_says_nothing_runs_nothing_again(place: str, typed: list[str]) -> None:
    session = Session()
    session.check(SCRIPT)
    machine = session._work._run.machine  # type: ignore[union-attr]
    for piece in (*typed, *typed[::-1]):
        keeps = place if place.endswith("\n") else ""
        text = SCRIPT.replace(place, keeps + piece, 1)
        same(session, text)
        assert machine.steps_left == machine.steps_per_unit * UNITS
        assert session._work._run.machine is machine  # type: ignore[union-attr]
    same(session, SCRIPT)
    same(session, SCRIPT.replace("x.numpy()", "x"))


UNKNOWN = """\
import tensorflow as tf

x = tf.Variable(1.0)


def helper(y):
    return y * qq


def step(y):
    with tf.GradientTape() as tape:
        loss = tf.round(x * y)
        loss = loss + q
        other = helper(y)

    return tape.gradient(loss, x), tape.gradient(other, x)
"""


@pytest.mark.parametrize(
    ("names", "held"),
    [
        (["qa", "qab", "q"], True),
        (["qq"], False),  # which another function reads too: then it is the same value
        (["len"], False),
        (["x"], False),
        (["y"], False),
        (["gradient"], False),
    ],
)
def test_an_unknown_name_is_typed(names: list[str], held: bool) -> None:
    session = Session()
    session.check(UNKNOWN)
    machine = session._work._run.machine  # type: ignore[union-attr]
    for name in names:
        same(session, UNKNOWN.replace("loss + q\n", f"loss + {name}\n"))
        assert (machine.steps_left == machine.steps_per_unit * UNITS) is held
    same(session, UNKNOWN)
    same(session, UNKNOWN.replace("y * qq", "y * q"))
    same(session, "qq = q\n" + UNKNOWN)
