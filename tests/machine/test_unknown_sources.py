"""A source that unknown code gave may be whatever that code was given: nothing is said of it."""

import pytest
from tapelens.check import check

PROGRAM = """
import tensorflow as tf
from somewhere import unknown

v = tf.Variable(2.0)
made = {made}
with tf.GradientTape() as tape:
    y = {target}
tape.gradient(y, {source})
"""


def rules(made: str, target: str, source: str) -> list[str]:
    text = PROGRAM.format(made=made, target=target, source=source)
    return [finding.name for finding in check(text).findings]


@pytest.mark.parametrize("source", ["made", "made.w", "made[0]", "made.layers[1].w"])
def test_it_may_be_what_the_target_comes_from(source: str) -> None:
    assert rules("unknown(v)", "v * 2.0", source) == []


def test_what_could_not_carry_in_any_case_is_said() -> None:
    assert rules("unknown(v)", "tf.round(v)", "made.w") != []
    assert rules("unknown(tf.constant(1.0))", "v * 2.0", "made.w") == ["no-path"]


AROUND = """
import tensorflow as tf
from somewhere import Base, unknown, keep

v = tf.Variable(2.0)
{code}
with tf.GradientTape() as tape:
    y = v * 2.0
tape.gradient(y, {source})
"""
CLASS = "class Net(Base):\n    def __init__(self, v):\n        {does}\nnet = Net(v)"


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("made = unknown()\nkeep(made, v)", "made.w"),
        ("made = unknown()\nmade.keep(v)", "made.w"),
        ("made = unknown()\nmade.v = v", "made.parameters()"),
        ("class Net(Base): pass\nnet = Net([v])", "net.variables"),
        (CLASS.format(does="super().__init__(v)"), "net.variables"),
        (CLASS.format(does="Base.__init__(self, v)"), "net.variables"),
        (CLASS.format(does="self.v = v"), "net.trainable_variables"),
        (CLASS.format(does="self.register(v)"), "net.trainable_variables"),
    ],
)
def test_what_unknown_code_was_given_it_may_give_back(code: str, source: str) -> None:
    assert check(AROUND.format(code=code, source=source)).findings == ()


@pytest.mark.parametrize(
    "typed", ["def call(self, x", "def call", "x = self.dense(", "", "return self.dense(x"]
)
def test_half_typed_code_may_build_and_give_anything(typed: str) -> None:
    text = f"""
import tensorflow as tf
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(3)
    def call(self, x):
        {typed}
net = Net()
with tf.GradientTape() as tape:
    y = tf.reduce_sum(net(tf.ones((2, 2))))
tape.gradient(y, net.trainable_variables)
"""
    if "def" in typed:
        text = text.replace("    def call(self, x):\n        ", "    ").replace(
            "\nnet", "\n        return self.dense(x)\nnet"
        )
    assert check(text).findings == ()


@pytest.mark.parametrize(
    "made",
    [
        "tf.keras.Sequential([tf.keras.layers.Dense(3)])",
        "Net()",
        "[tf.keras.layers.Dense(3)][0]",
    ],
)
@pytest.mark.parametrize(("call", "empty"), [("somewhere.warm_up(model)", False), ("print(model)", True)])
def test_unknown_code_may_build_what_it_is_given(made: str, call: str, empty: bool) -> None:
    text = f"""
import tensorflow as tf
import somewhere
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(3)
    def call(self, x):
        return self.dense(x)
model = {made}
{call}
variables = model.trainable_variables
with tf.GradientTape() as tape:
    y = tf.reduce_sum(model(tf.ones((2, 2))))
tape.gradient(y, variables)
"""
    assert [finding.name for finding in check(text).findings] == ["empty-sources"] * empty


@pytest.mark.parametrize(
    "typed", ["with tf.Grad", "with tf.GradientTape(", "with", 'with tf."GradientTape() as tape']
)
def test_a_tape_that_is_being_typed_may_have_any_name(typed: str) -> None:
    text = f"""
import tensorflow as tf
x = tf.Variable(1.0)
with tf.GradientTape() as tape:
    y = x * x
first = tape.gradient(y, x)
{typed}
    y = x * x * x
second = tape.gradient(y, x)
"""
    assert check(text).findings == ()


def test_it_does_not_hold_the_target_itself() -> None:
    code = """
import tensorflow as tf
def step(network, x, y, cost):
    loss = cost(network(x), y)
    with tf.GradientTape() as tape:
        pass
    return tape.gradient(loss, network.trainable_weights)
"""
    assert [finding.name for finding in check(code).findings] == ["computed-outside-tape"]


@pytest.mark.parametrize("cut", [True, False])
def test_lists_of_several_lengths_agree_where_all_of_them_do(cut: bool) -> None:
    code = f"""
import tensorflow as tf
def step(weights):
    with tf.GradientTape() as tape:
        loss = tf.add_n(weights)
        loss = {"tf.stop_gradient(loss)" if cut else "loss"}
    return tape.gradient(loss, weights)
step([tf.Variable(1.0)])
step([tf.Variable(1.0), tf.Variable(2.0)])
"""
    assert [finding.name for finding in check(code).findings] == ["stop-gradient"] * cut


@pytest.mark.parametrize("same", ["tf.cast({}, tf.float32)", "tf.convert_to_tensor({})"])
@pytest.mark.parametrize("unknown", ["compute(v)", "compute(v) + compute(v)", "compute(v)[0]"])
def test_what_may_give_an_unknown_tensor_back_is_no_step_outside(same: str, unknown: str) -> None:
    text = (
        "import tensorflow as tf\nfrom somewhere import compute\nv = tf.Variable([1.0, 2.0])\n"
        f"with tf.GradientTape() as tape:\n    loss = {unknown}\n"
        f"loss = {same.format('loss')}\ntape.gradient(loss, v)\n"
    )
    assert check(text).findings == ()
