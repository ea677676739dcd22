"""Which lines are named as causes, and by which of the user's names; the lines are marked in the programs."""

from __future__ import annotations

import pytest
from tapelens.check import check

HELPER_BESIDE_THE_BLOCK = """
import tensorflow as tf
w = tf.Variable([1.0, 2.0])
def forward(x):
    h = x * w
    return tf.nn.relu(h)
def run():
    prediction = forward(tf.ones(2))  # cause
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(prediction ** 2)
    return tape.gradient(loss, w)
run()
"""

RESULT_HANDED_TO_THE_BLOCK = """
import tensorflow as tf
w = tf.Variable([1.0, 2.0])
def forward(x):
    h = x * w
    return tf.nn.relu(h)
def step(z):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(z ** 2)
    return tape.gradient(loss, w)
features = forward(tf.ones(2))  # cause
step(features)
"""

RESULT_KEPT_IN_AN_OBJECT = """
import tensorflow as tf
class Agent:
    def __init__(self):
        self.weight = tf.Variable([1.0, 2.0])
        self.kept = []
    def act(self, state):
        chance = tf.nn.softmax(state * self.weight)  # cause
        self.kept.append(chance)
    def learn(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.stack(self.kept))
        return tape.gradient(loss, self.weight)
agent = Agent()
agent.act(tf.ones(2))
agent.learn()
"""

WHOLE_NUMBERS = """
import tensorflow as tf
x = tf.Variable([1.5, 2.5])
with tf.GradientTape() as tape:
    cell = tf.cast(x, tf.int32)  # cause
    y = tf.cast(cell + 1, tf.float32) * 2.0
tape.gradient(y, x)
"""

WHOLE_SOURCE = """
import tensorflow as tf
count = tf.Variable(3)  # cause
with tf.GradientTape() as tape:
    y = tf.cast(count + 1, tf.float32) * 2.0
tape.gradient(y, count)
"""

CASES = {
    "the helper's call stands beside the block": (HELPER_BESIDE_THE_BLOCK, "`prediction` was computed by"),
    "the helper's result is handed to the block": (RESULT_HANDED_TO_THE_BLOCK, "`features` was computed by"),
    "the helper kept its result": (RESULT_KEPT_IN_AN_OBJECT, "`chance` was computed by"),
    "a cast back to floats is no second cause": (WHOLE_NUMBERS, "`cell`, made by"),
    "nor is one of a whole source": (WHOLE_SOURCE, "`count`, made by"),
}


@pytest.mark.parametrize("name", CASES)
def test_causes(name: str) -> None:
    program, said = CASES[name]
    marked = [n for n, line in enumerate(program.splitlines(), 1) if "# cause" in line]
    (finding,) = check(program).findings
    assert sorted({cause.location.range.start.line for cause in finding.causes}) == marked
    assert said in finding.message


SETS = """
import tensorflow as tf
class Net(tf.Module):
    def __init__(self):
        self.used, self.idle = tf.Variable(1.0), tf.Variable(2.0)
net = Net()
model = tf.keras.Sequential([tf.keras.layers.Input((2,)), tf.keras.layers.BatchNormalization()])
with tf.GradientTape(persistent=True) as tape:
    own = net.used * 2.0
    loss = tf.reduce_sum(model(tf.ones((4, 2)), training=True))
tape.gradient(own, net.trainable_variables)
gradients = tape.gradient(loss, model.variables)
for gradient, v in zip(gradients, model.variables):
    print(v.name)
"""


def test_sets_are_counted_where_each_variable_is_known() -> None:
    own, layers = [finding.message for finding in check(SETS).findings]
    assert "1 of the 2 in `net.trainable_variables` (`self.idle`)" in own
    assert " of the " not in layers
    assert "`v`" not in layers
