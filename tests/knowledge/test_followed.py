"""What is said of the functions that the analysis follows itself, and the names that people use for callables."""

import re

import pytest
from tapelens.check import check
from tapelens.knowledge.explain import explain_row
from tapelens.knowledge.spelling import FOLLOWED, followed, known
from tapelens.knowledge.table import display, lookup
from tapelens.machine import load
from tapelens.machine.library.external import HOOKS

from tools.differential.compare import compare
from tools.differential.real import RealTape

HEAD = "import math\nimport numpy as np\nimport tensorflow as tf\nv = tf.Variable([1.5, 2.5])\n"
TAPE = "with tf.GradientTape() as tape:\n    y = {}\ntape.gradient(y, v)\n"
WORDS = {"carries": "gradient", "(None)": "none", "is None": "none", "a silent 0.0": "zero"}
CALLS = {
    "float": ("tf.constant([float(e) for e in v]) * 2.0", "is None"),
    "math.sin": ("tf.constant(math.sin(tf.reduce_sum(v))) * 2.0", "is None"),
    "tf.numpy_function": ("tf.numpy_function(lambda a: a, [v], tf.float32)", "is None"),
    "tf.py_function": ("tf.py_function(lambda a: a * 2.0, [v], tf.float32)", "carries"),
    "tf.py_function ": ("tf.py_function(lambda a: a.numpy() * 2.0, [v], tf.float32)", "a silent 0.0"),
    "tf.cond": ("tf.cond(True, lambda: v * 2.0, lambda: v * 3.0)", "carries"),
    "tf.case": ("tf.case([(tf.constant(True), lambda: v * 2.0)], default=lambda: v * 3.0)", "carries"),
    "tf.while_loop": (
        "tf.while_loop(lambda i, x: i < 2, lambda i, x: (i + 1, x * v), [0, v * 1.0])[1]",
        "carries",
    ),
    "tf.map_fn": ("tf.map_fn(lambda e: e * 2.0, v)", "carries"),
    "tf.vectorized_map": ("tf.vectorized_map(lambda e: e * 2.0, v)", "carries"),
    "tf.scan": ("tf.scan(lambda a, e: a + e, v)", "carries"),
    "tf.foldl": ("tf.foldl(lambda a, e: a + e, v)", "carries"),
    "tf.nest.map_structure": ("tf.nest.map_structure(lambda e: e * 2.0, [v])[0]", "carries"),
    "tf.grad_pass_through": ("tf.grad_pass_through(tf.round)(v * 1.0)", "carries"),
    "tf.recompute_grad": ("tf.recompute_grad(lambda e: e * 2.0)(v)", "carries"),
    "tf.data.Dataset.from_tensors": ("next(iter(tf.data.Dataset.from_tensors(v * 1.0)))", "(None)"),
    "tf.keras.metrics.Mean.result": ("tf.keras.metrics.Mean()(v)", "(None)"),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_said_is_what_is_found(name: str) -> None:
    call, words = CALLS[name]
    assert words in (explain_row(name.strip()) or "")
    found = check(HEAD + TAPE.format(call)).findings
    verdicts = [finding.gradient.verdict for finding in found if finding.gradient]
    assert verdicts == {"gradient": [], "none": ["none"], "zero": ["zero"]}[WORDS[words]]


@pytest.mark.tensorflow
def test_what_is_said_is_what_tensorflow_does() -> None:
    text = HEAD + "".join(TAPE.format(call) for call, _ in CALLS.values())
    with RealTape() as tape:
        record = tape.record(text)
    assert [call["results"] for call in record["calls"]] == [[WORDS[words]] for _, words in CALLS.values()]
    assert {c.judgement for c in compare(record, check(text))} == {"agree"}


def test_every_function_of_tensorflow_that_is_followed_is_explained() -> None:
    assert load
    quiet = ("autograph", "distribute", "bitwise", "logical", "nest", "tree", "edit_distance", "permutation")
    roots = ("tensorflow.", "keras.")
    silent = [
        display(path)
        for path in HOOKS
        if path.startswith(roots)
        and not any(word in path for word in quiet)
        and not re.search(r"\.(get|load_model|models\.\w+|layers\.Input\w*)$", path)
        and lookup(path) is None
        and followed(path) is None
    ]
    assert silent == []


def test_the_list_is_in_order() -> None:
    lines = FOLLOWED.read_text("utf-8").splitlines()
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("K.round", "keras.backend.round"),
        ("ops.round", "keras.ops.round"),
        ("layers.Dense", "keras.layers.Dense"),
        ("losses.MeanSquaredError", "keras.losses.MeanSquaredError"),
        ("Model.predict", "keras.Model.predict"),
        ("model.predict", "keras.Model.predict"),
        ("Tensor.numpy", "tf.Tensor.numpy"),
        ("variable.assign_add", "tf.Variable.assign_add"),
        ("optimizer.minimize", "keras.optimizers.Optimizer.minimize"),
        ("tape.jacobian", "tf.GradientTape.jacobian"),
        ("tnp.floor", "tf.experimental.numpy.floor"),
        ("tensorflow.compat.v2.round", "tensorflow.compat.v2.round"),
        ("np.mean", "np.mean"),
        ("model.no_such_method", None),
        ("no_such_name", None),
    ],
)
def test_names_as_people_say_them(written: str, full: str | None) -> None:
    assert known(written) == full
