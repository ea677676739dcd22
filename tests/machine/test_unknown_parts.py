"""What cannot be known of the user's own code: who overrides a method, what stars pass on, what broken lines bound."""

import pytest
from tapelens.check import check
from tapelens.machine import functions

CASES = {
    "stars of a function that nobody here calls": """
def jacobian_of(circuit):
    def inner(*args, **kwargs):
        with tf.GradientTape() as tape:
            out = circuit(*args, **kwargs)
        return tape.jacobian(out, args)
    return inner
""",
    "inputs and outputs that a constructor passes on": """
class Sharp(tf.keras.Model):
    def __init__(self, *args, rho=0.1, **kwargs):
        super().__init__(*args, **kwargs)
        self.rho = rho
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compiled_loss(y, self(x, training=True))
        return tape.gradient(loss, self.trainable_variables)
""",
    "an abstract method": """
from abc import abstractmethod
class Task(tf.keras.Model):
    @abstractmethod
    def metrics_of(self, x):
        return {"loss": tf.constant(0.0)}
    def train_step(self, x):
        with tf.GradientTape() as tape:
            found = self.metrics_of(x)
        return tape.gradient(found["loss"], self.trainable_variables)
""",
    "a method with nothing in it": """
class Task(tf.keras.Model):
    def loss_of(self, x):
        \"\"\"Return the loss: for subclasses.\"\"\"
    def train_step(self, x):
        with tf.GradientTape() as tape:
            loss = self.loss_of(x)
        return tape.gradient(loss, self.trainable_variables)
""",
    "a constant that an abstract class gives in place of its subclasses": """
from abc import ABC
class Potential(tf.keras.Model, ABC):
    def energy_of(self, positions):
        \"\"\"Return the energy.\"\"\"
        return 0.0
    def forces(self, positions):
        with tf.GradientTape() as tape:
            tape.watch(positions)
            energy = self.energy_of(positions)
        return tape.gradient(energy, positions)
""",
    "who predicts": """
def sensitivity(model, points):
    with tf.GradientTape() as tape:
        tape.watch(points)
        mean, _ = model.predict(points)
    return tape.gradient(mean, points)
""",
    "what the line that is being typed asks of a tape": """
def step(model, x):
    with tf.GradientTape() as tape:
        loss = model(x)
    grads = # to do
    return grads
""",
    "an attribute that one branch sets on something unknown": """
class Runner:
    def __init__(self, experiment):
        self.model = experiment.model()
        if not hasattr(self.model, "trainable_variables"):
            setattr(self.model, "trainable_variables", [])
    def step(self, x):
        with tf.GradientTape() as tape:
            loss = self.model(x)
        return tape.gradient(loss, self.model.trainable_variables)
""",
    "a block whose head is broken": """
v = tf.Variable(1.0)
with tf.GradientTape() as t:
    y = v * v
print(t.gradient(y, v))
def step(model, x):
    with tf.GradientTape() at t:
        loss = model(x)
    return t.gradient(loss, model.trainable_variables)
""",
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_it_is_not_guessed(code: str) -> None:
    assert check("import tensorflow as tf\n" + code).findings == ()


def test_a_call_that_is_not_followed_may_build_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
import tensorflow as tf
class Net(tf.keras.Model):
    def call(self, x):
        return self.dense(x)
def grow(net):
    net.dense = tf.keras.layers.Dense(2)
net = Net()
grow(net)
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(net(tf.ones((1, 3))))
tape.gradient(loss, net.trainable_variables)
"""
    assert check(code).findings == ()
    monkeypatch.setattr(functions, "_too_often", lambda m, function: function.name == "grow")
    assert check(code).findings == ()


def test_what_reaches_a_variable_by_hearsay_is_no_story() -> None:
    code = """
import tensorflow as tf
import somewhere
class Net(tf.Module):
    def __init__(self):
        self.w, self.unused = tf.Variable(1.0), tf.Variable(1.0)
    def loss(self, x):
        return self.w * x
net = Net()
net.w.assign(somewhere.minimize(net.loss))
with tf.GradientTape() as tape:
    loss = net.loss(2.0)
tape.gradient(loss, net.trainable_variables)
"""
    (finding,) = check(code).findings
    assert finding.name == "no-path"
    assert "`loss` does not depend on `self.unused`, but on `self.w`" in finding.message


def test_a_target_made_in_the_call_stays_in_the_block() -> None:
    code = """
import tensorflow as tf
x = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    y = x * x
    rows = [tape.gradient(y[i], x) for i in range(2)]
"""
    (finding,) = check(code).findings
    assert "compute `y[i]` in the block and take the gradient after it" in finding.message


def test_a_layer_that_keeps_statistics_is_not_called_untrainable() -> None:
    code = """
import tensorflow as tf
norm = tf.keras.layers.BatchNormalization()
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(norm(tf.ones((2, 3))))
tape.gradient(loss, norm.variables)
"""
    (finding,) = check(code).findings
    assert "keeps values that are not trained (statistics, a seed)" in finding.message


def test_a_way_that_is_known_counts_beside_one_that_is_not() -> None:
    code = """
import tensorflow as tf
import somewhere
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.start = tf.Variable(1.0)
        self.dense = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.start * x + somewhere.unknown(self.dense(x))
net = Net()
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(net(tf.ones((2, 3))))
tape.gradient(loss, net.trainable_variables)
"""
    (finding,) = check(code).findings
    assert finding.name == "untracked-variable"


@pytest.mark.parametrize(
    ("parameter", "first"),
    [
        ("model: tf.keras.Model", "pass"),
        ("path", "model = tf.keras.models.load_model(path)"),
        ("path", "model = tf.keras.applications.VGG16()"),
    ],
)
def test_a_model_of_keras_predicts_with_numpy(parameter: str, first: str) -> None:
    code = f"""
import tensorflow as tf
def sensitivity({parameter}, points):
    {first}
    with tf.GradientTape() as tape:
        tape.watch(points)
        mean = model.predict(points)
        loss = tf.reduce_sum(mean)
    return tape.gradient(loss, points)
"""
    (finding,) = check(code).findings
    assert finding.name == "left-tensorflow"


@pytest.mark.parametrize("stops", ["", "raise ValueError"])
def test_a_tape_that_only_one_way_makes_is_known_there(stops: str) -> None:
    code = f"""
import tensorflow as tf
from somewhere import flag
v = tf.Variable(1.0)
def step(x):
    if flag:
        with tf.GradientTape() as tape:
            y = x * v
        {stops or "pass"}
    else:
        y = x
    z = y * 2.0
    if flag:
        return tape.gradient(z, v)
    return None
"""
    told = [finding.message for finding in check(code).findings]
    after = "`y * 2.0` was computed on line 12, after the block of `tape` ended on line 8"
    assert told == ([] if stops else [f"gradient of `z` with respect to `v` is None: {after}"])


def test_what_may_be_a_variable_is_assigned_to() -> None:
    text = """\
import tensorflow as tf
v = tf.Variable(1.0)

def step(flag, w):
    x = w if flag else v * 1.0
    x.assign(2.0)
    with tf.GradientTape() as tape:
        y = tf.round(v)
    return tape.gradient(y, v)
"""
    assert [finding.name for finding in check(text).findings] == ["non-differentiable-op"]
    assert check(text.replace("w if flag else ", "")).findings == ()
