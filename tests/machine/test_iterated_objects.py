"""Objects of the user's that are iterated: by `__iter__`, by `__next__`, by `__getitem__`."""

from __future__ import annotations

import pytest
from tapelens.check import check

CODE = """
import tensorflow as tf

w = tf.Variable(2.0)

class Count:
    def __init__(self, n):
        self.n, self.i = n, 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return w * float(self.i)

class Items:
    def __len__(self):
        return 2
    def __getitem__(self, i):
        if i >= 2:
            raise IndexError
        return w * w

class Pairs:
    def __iter__(self):
        for i in range(3):
            yield tf.stop_gradient(w)

with tf.GradientTape() as tape:
    total = tf.add_n([v for v in {made}])
tape.gradient(total, w)
"""


@pytest.mark.parametrize(
    ("made", "rules"), [("Count(2)", []), ("Items()", []), ("Pairs()", ["stop-gradient"])]
)
def test_elements_are_what_the_methods_give(made: str, rules: list[str]) -> None:
    assert [finding.name for finding in check(CODE.replace("{made}", made)).findings] == rules
