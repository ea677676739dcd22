"""Hostile texts end in a partial answer that says so; what stands beside them is answered all the same."""

from __future__ import annotations

import pytest
from tapelens.check import Session, check
from tapelens.options import Options

HEAD = "import tensorflow as tf\nx = tf.Variable(1.0)\n"
BROKEN = "z = x * 2.0\nwith tf.GradientTape() as tape:\n    y = z + 1.0\nprint(tape.gradient(y, x))\n"
LOOPS = (
    "def slow{n}(a):\n{loops}{pad}a = a * x\n    with tf.GradientTape() as tape:\n        b = a * x\n"
    "    return tape.gradient(b, x)\n"
)
OPTIONS = Options(steps=5_000)


def loops(number: int, depth: int) -> str:
    """Return a function whose loops are that deep."""
    heads = "".join("    " * (i + 1) + f"for i{i} in range(10):\n" for i in range(depth))
    return LOOPS.format(n=number, loops=heads, pad="    " * (depth + 1))


def doubling(height: int) -> str:
    """Return functions each of which calls the one below twice."""
    calls = "".join(f"def f{i}(a):\n    return f{i - 1}(a) + f{i - 1}(a)\n" for i in range(1, height))
    return f"def f0(a):\n    return a * 2.0\n{calls}top = f{height - 1}(x)\n"


def meeting(height: int) -> str:
    """Return classes each of which inherits from two that have the same base."""
    three = "class L{0}(D{1}):\n    pass\nclass R{0}(D{1}):\n    pass\nclass D{0}(L{0}, R{0}):\n    pass\n"
    classes = "".join(three.format(i, i - 1) for i in range(1, height))
    return f"class D0:\n    pass\n{classes}lowest = D{height - 1}()\n"


HOSTILE = {
    "loops in loops": loops(0, 17),
    "many of them": "".join(loops(n, 14) for n in range(12)),
    "a tree of calls that doubles": doubling(60),
    "a chain of operators": f"long = x{' + x' * 6_000}\n",
    "brackets in brackets": f"deep = {'(' * 150}x{')' * 150}\n",
    "brackets beyond what Python takes": f"deep = {'[' * 5_000}x{']' * 5_000}\n",
    "branches": "w = x\n" + "".join(f"if a{i}:\n    w = w * {i}.0\nelse:\n    w = w + x\n" for i in range(500)),
    "branches in one block": "if b:\n    w = x\n"
    + "".join(f"    if a{i}:\n        w = w * {i}.0\n    else:\n        w = w + x\n" for i in range(800)),
    "a function that calls itself in all ways": "def g(a, n):\n    return g(a, n - 1) + g(a * g(a, n), n)\nr = g(x, 9)\n",
    "classes whose bases meet again": meeting(40),
    "a very long list": f"many = [{'x, ' * 20_000}]\nsum_of = tf.add_n(many)\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_stands_beside_it_is_answered(name: str) -> None:
    for text in (HEAD + HOSTILE[name] + BROKEN, HEAD + BROKEN + HOSTILE[name]):
        found = [finding.name for finding in check(text, OPTIONS).findings]
        assert found.count("computed-outside-tape") == 1


def test_a_partial_answer_says_so_and_where() -> None:
    notes = check(HEAD + BROKEN + loops(0, 17), OPTIONS).notes
    assert notes == ("line 7: too many steps; the answer for this statement is partial",)


def test_all_units_together_have_a_bound_too() -> None:
    text = HEAD + "".join(loops(n, 17) for n in range(40))
    session = Session(OPTIONS)
    notes = session.check(text).notes
    assert len(notes) == 40
    # Without a bound for all, forty functions would make forty times what one makes.
    alone = Session(OPTIONS)
    alone.check(HEAD + loops(0, 17))
    assert session.size < 10 * alone.size


def test_the_same_after_an_edit() -> None:
    text = HEAD + loops(0, 17) + BROKEN
    session = Session(OPTIONS)
    session.check(text)
    edited = text.replace("z + 1.0", "z + 2.0")
    assert session.check(edited).findings == check(edited, OPTIONS).findings


def test_bases_that_meet_again_are_asked_in_the_order_of_python() -> None:
    text = (
        HEAD + "class Base:\n    def f(self, v):\n        return v\nclass A(Base):\n    pass\n"
        "class B(Base):\n    def f(self, v):\n        return tf.round(v)\nclass C(A, B):\n    pass\n"
        "with tf.GradientTape() as tape:\n    y = C().f(x)\nprint(tape.gradient(y, x))\n"
    )
    names: dict[str, type] = {}
    exec("class Base: pass\nclass A(Base): pass\nclass B(Base): pass\nclass C(A, B): pass", names)
    assert [owner.__name__ for owner in names["C"].__mro__[:-1]] == ["C", "A", "B", "Base"]
    assert [finding.name for finding in check(text).findings] == ["non-differentiable-op"]
