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

KEPT_BY_A_CONSTRUCTOR = """
import tensorflow as tf
class Plant:
    def __init__(self):
        self.raw = tf.Variable(0.5)
        self.damping = tf.nn.softplus(self.raw)  # cause
plant = Plant()
with tf.GradientTape() as tape:
    loss = plant.damping * 2.0
tape.gradient(loss, plant.raw)
"""

TAPES_IN_A_LIST = """
import tensorflow as tf
w = tf.Variable(1.0)
def accumulate(parts):
    tapes, losses = [], []
    for part in parts:
        with tf.GradientTape() as tape:
            losses.append(w * part)
        tapes.append(tape)
    total = tf.add_n(losses)  # cause
    return tapes[-1].gradient(total, w)
accumulate([1.0, 2.0])
"""

MADE_BY_A_MANAGER = """
import contextlib
import tensorflow as tf
w = tf.Variable(3.0)
@contextlib.contextmanager
def recorded():
    output = w * 2.0  # cause
    with tf.GradientTape() as tape:
        yield tape, output
with recorded() as (tape, output):
    loss = output * output
tape.gradient(loss, w)
"""

CASES = {
    "the helper's call stands beside the block": (HELPER_BESIDE_THE_BLOCK, "`prediction` was computed by"),
    "the helper's result is handed to the block": (RESULT_HANDED_TO_THE_BLOCK, "`features` was computed by"),
    "the helper kept its result": (RESULT_KEPT_IN_AN_OBJECT, "`chance` was computed by"),
    "an object was set up with it": (KEPT_BY_A_CONSTRUCTOR, "`self.damping` was computed by"),
    "a context manager made it": (MADE_BY_A_MANAGER, "`output` was computed by"),
    "which of the tapes is not known": (TAPES_IN_A_LIST, "`total` was computed by"),
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


MODELS = """
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential, layers
def build():
    start = Input((3,))
    return Model(start, layers.Dense(2)(start))
used, idle = build(), Sequential([Input((3,)), layers.Dense(2)])
members = [build() for _ in range(2)]
x = tf.ones((2, 3))
with tf.GradientTape(persistent=True) as tape:
    one = tf.reduce_sum(used(x))
    other = tf.reduce_sum(idle(x))
    first = tf.reduce_sum(members[0](x))
tape.gradient(one, idle.trainable_variables)
tape.gradient(other, used.trainable_variables)
tape.gradient(first, [v for member in members for v in member.trainable_variables])
"""


def test_layers_without_a_name_are_called_by_their_models() -> None:
    one, other, first = [finding.message for finding in check(MODELS).findings]
    assert one.endswith("`one` does not depend on `idle.trainable_variables`, but on `used`")
    assert other.endswith("`other` does not depend on `used.trainable_variables`, but on `idle`")
    assert first.endswith("`first` does not depend on `members[1]`, but on `members[0]`")


TWO_NETWORKS = """
import tensorflow as tf
a, b = tf.Variable(1.0), tf.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    loss = tf.round(a) * b
for source in (a, b):
    tape.gradient(loss, source)
"""


def test_a_loop_that_fails_in_its_first_turn_alone_says_so() -> None:
    (finding,) = check(TWO_NETWORKS).findings
    assert "`source` is None in the first turn of the loop: `tf.round(a)`" in finding.message
