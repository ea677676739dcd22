"""After any sequence of edits the answer is the one that an analysis from scratch gives."""

from __future__ import annotations

import pytest
from edits import EDITS, EXAMPLES, FILES, ROOT, TEXTS, edited, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tapelens.check import Session, check
from tapelens.machine.machine import UNITS
from tapelens.project.files import Files


@settings(
    deadline=None, max_examples=EXAMPLES, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.sampled_from(range(len(TEXTS))), st.lists(EDITS, min_size=1, max_size=12), st.booleans())
def test_random_edits(number: int, edits: list[tuple[str, int, int, str]], undo: bool) -> None:
    text, session = TEXTS[number], Session()
    session.check(text)
    for edit in edits:
        before, text = text, edited(text, edit)
        same(session, text)
        if undo:
            same(session, before)
            text = before


BY_HAND = """\
import tensorflow as tf

class Hand:
    def __init__(self):
        self.w = tf.Variable(1.0)
        self.tape = tf.GradientTape()

    def begin(self):
        self.tape.__enter__()

    def end(self):
        self.tape.__exit__(None, None, None)

hand = Hand()
hand.begin()
loss = hand.w * 2.0
hand.end()
print(hand.tape.gradient(loss, [hand.w]))
"""


def test_a_tape_that_is_entered_by_hand_records_as_before() -> None:
    session = Session()
    session.check(BY_HAND)
    for old, new in (("loss = hand.w", "loss = 3.0 * hand.w"), ("hand.end()\n", "hand.end()\n\n")):
        same(session, BY_HAND.replace(old, new))


@pytest.mark.parametrize("name", ["helper", "renamed"])
def test_a_helper_that_callers_read_is_followed_anew(name: str) -> None:
    text = (
        "import tensorflow as tf\nx = tf.Variable(1.0)\ndef helper(v):\n    return v * 2.0\n"
        "def step():\n    with tf.GradientTape() as tape:\n        y = helper(x)\n    return tape.gradient(y, x)\n"
    )
    session = Session()
    assert not session.check(text).findings
    broken = text.replace("return v * 2.0", "return tf.round(v)").replace("def helper", f"def {name}")
    same(session, broken)
    assert bool(session.check(broken).findings) == (name == "helper")


MOVED = """\
import tensorflow as tf
class Scale(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = tf.keras.layers.Dense(2)
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.scale = Scale()
def train(model, loss_of, data):
    with tf.GradientTape() as tape:
        loss = loss_of(model(data))
    return tape.gradient(loss, model.scale.trainable_variables)
train(Net(), lambda y: tf.reduce_sum(y), tf.ones((3, 2)))
"""


def test_an_import_that_moves_behind_what_reads_it() -> None:
    session = Session()
    session.check(MOVED)
    line, rest = MOVED.split("\n", 1)
    lines = rest.splitlines()
    same(session, "\n".join([*lines[:-1], line, lines[-1]]) + "\n")


def test_modules_are_as_old_as_their_imports_whenever_they_were_read() -> None:
    main = "/project/train.py"
    text = (
        "import tensorflow as tf\nimport shared\n"
        "with tf.GradientTape() as tape:\n    steps = tf.cast(shared.STEPS, tf.float32) * shared.RATE\n"
        "print(tape.gradient(steps, [shared.RATE, shared.STEPS]))\n"
    )
    module = "import tensorflow as tf\nSTEPS = tf.Variable(3)\nRATE = tf.Variable(0.5)\n"
    texts = {main: text, "/project/shared.py": module}
    session = Session(path=main, project=Files(texts.get))
    session.check(text)
    half = text.replace("tf.cast(shared.STEPS, tf.float32) * shared.RATE", "known(")
    after, fresh = session.check(half), check(half, path=main, project=Files(texts.get))
    assert (after.findings, after.gradients) == (fresh.findings, fresh.gradients)
    assert not [f for f in fresh.findings if f.name == "no-path"]


PROJECT = ROOT / "tests" / "fixtures" / "project"
MODULES = sorted(PROJECT.rglob("*.py"))


@settings(
    deadline=None, max_examples=EXAMPLES // 5, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    st.lists(st.tuples(st.sampled_from(range(len(MODULES))), EDITS, st.booleans()), min_size=1, max_size=8)
)
def test_random_edits_anywhere_in_a_project(edits: list[tuple[int, tuple[str, int, int, str], bool]]) -> None:
    main = PROJECT / "train.py"
    texts = {str(file): file.read_text("utf-8") for file in MODULES}
    session = Session(path=str(main), project=Files(texts.get))
    session.check(texts[str(main)])
    for number, edit, undo in edits:
        path = str(MODULES[number])
        texts[path] = MODULES[number].read_text("utf-8") if undo else edited(texts[path], edit)
        session.outdate()
        after = session.check(texts[str(main)])
        fresh = check(texts[str(main)], path=str(main), project=Files(texts.get))
        assert (after.findings, after.gradients, after.tapes) == (
            fresh.findings,
            fresh.gradients,
            fresh.tapes,
        )


HELPER = """\
import tensorflow as tf
from registry import LOSSES, keep

BASE = tf.constant(2.0) * tf.constant(3.0)

def scale(v):
    return v * BASE

@keep
def loss_of(v):
    return tf.reduce_sum(scale(v))

class Penalty:
    def __call__(self, v):
        return tf.reduce_sum(v) * 0.1
"""
REGISTRY = "LOSSES = []\ndef keep(function):\n    LOSSES.append(function)\n    return function\n"
USER = """\
import tensorflow as tf
import helper
from helper import LOSSES, Penalty, loss_of

w = tf.Variable(1.0)
with tf.GradientTape() as tape:
    loss = loss_of(w) + Penalty()(w) + sum(one(w) for one in LOSSES)
print(tape.gradient(loss, [w, helper.BASE]))

def step(v):
    with tf.GradientTape() as tape:
        tape.watch(v)
        y = helper.scale(v)
    return tape.gradient(y, v)
"""


class Texts:
    """A script and its modules, edited here and there."""

    def __init__(self) -> None:
        self.texts = {"/p/train.py": USER, "/p/helper.py": HELPER, "/p/registry.py": REGISTRY}
        self.session = Session(path="/p/train.py", project=Files(self.texts.get))
        self.session.check(USER)

    def same(self, name: str, old: str, new: str) -> bool:
        """Edit a file and compare with an analysis from scratch; return whether there are findings."""
        path = f"/p/{name}.py"
        assert old in self.texts[path]
        self.texts[path] = self.texts[path].replace(old, new)
        self.session.outdate()
        after = self.session.check(self.texts["/p/train.py"])
        fresh = check(self.texts["/p/train.py"], path="/p/train.py", project=Files(self.texts.get))
        assert (after.findings, after.gradients, after.tapes) == (
            fresh.findings,
            fresh.gradients,
            fresh.tapes,
        )
        return bool(after.findings)


def test_an_edit_in_a_module_runs_again_what_it_touched() -> None:
    texts = Texts()
    texts.same("train", USER[USER.index("w = ") : USER.index("def step")], "")
    sizes = []
    for number in range(20):
        broken = number % 2 == 0
        old, new = ("v * BASE", "tf.round(v) * BASE") if broken else ("tf.round(v)", "v")
        assert texts.same("helper", old, new) == broken
        sizes.append(texts.session.size)
    assert len(set(sizes[::2])) == len(set(sizes[1::2])) == 1


def test_what_a_module_says_nothing_with_runs_nothing_again() -> None:
    texts = Texts()
    machine = texts.session._work._run.machine  # type: ignore[union-attr]
    assert texts.same("helper", "v * BASE", "tf.round(v) * BASE")
    for old, new in (
        ("    return tf.round(v) * B", "\n    # c\n    v\n    return tf.round(v) * B"),
        ("tf.round(v) * BASE", "tf.round(v)*BASE"),
    ):
        assert texts.same("helper", old, new)
        assert machine.steps_left == machine.steps_per_unit * UNITS
        assert texts.same("helper", "\n@keep", "\ntf\n\n@keep")
    texts.same("helper", "tf.round(v)", "v")
    assert machine.steps_left < machine.steps_per_unit * UNITS


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("helper", "class Penalty:", "class Penalty(Base):"),
        ("helper", "def scale(v):", "def scaled(v):"),
        ("helper", "def scale(v):", "\n\ndef scale(v, BASE=BASE):"),
        ("helper", "def scale(v):\n    return v * BASE\n", ""),
        ("helper", "class Penalty:", "def scale(v):\n    return tf.round(v)\n\nclass Penalty:"),
        ("helper", "import tensorflow as tf\n", "import tensorflow as tf\nBASE = loss_of = None\n"),
        ("helper", "tf.constant(2.0)", "tf.Variable(2.0)"),
        ("helper", "@keep\n", ""),
        ("registry", "LOSSES.append(function)", "pass"),
        ("registry", "LOSSES = []", "LOSSES = ()"),
        ("registry", "", "from helper import scale\n"),
        ("train", "w = tf", "helper.scale = tf.round\nw = tf"),
        ("train", "w = tf", "helper.LOSSES.append(tf.round)\nw = tf"),
    ],
)
def test_edits_of_modules_in_turn(name: str, old: str, new: str) -> None:
    texts = Texts()
    for _ in range(2):
        text = texts.texts[f"/p/{name}.py"]
        texts.same(name, old, new) if old else texts.same(name, text, new + text)
        texts.same("helper", "* 0.1", "* 0.1 * 1.0")
        texts.same("helper", "v * BASE", "v * BASE * 1.0") if "v * BASE" in texts.texts[
            "/p/helper.py"
        ] else None
        for one, other in (("return function", "return  function"), ("return  function", "return function")):
            texts.same("registry", one, other)
        texts.same(name, texts.texts[f"/p/{name}.py"], text)


def test_the_graph_does_not_grow_without_end() -> None:
    text = TEXTS[0] + "\nvalue = NUMBER" + " * tf.constant(2.0)" * 100 + "\n"
    session = Session()
    sizes = []
    for number in range(600):
        session.check(text.replace("NUMBER", str(number)))
        sizes.append(session.size)
    assert max(sizes[300:]) <= max(sizes[:300])


def test_typing_in_one_function_leaves_nothing_behind() -> None:
    text = FILES[0].read_text("utf-8")
    line = next(line for line in text.split("\n") if line.startswith("    ") and ".gradient(" in line)
    session = Session()
    sizes = []
    for number in range(20):
        same(session, text.replace(line, f"{line}  # {number}"))
        sizes.append(session.size)
    assert len(set(sizes[1:])) == 1


def test_a_pause_frees_what_edits_here_and_there_left_behind() -> None:
    step = "def step_{0}(x):\n    with tf.GradientTape() as tape:\n        tape.watch(x)\n{1}    tape.gradient(x, x)\n"
    names = ["a", "b"]
    texts = {name: step.format(name, "        x = x * 2.0\n" * 40) for name in names}
    session = Session()
    session.check("import tensorflow as tf\n" + "".join(texts.values()))
    fresh = session.size
    assert not session.renew()
    for number in range(40):
        name = names[number % 2]
        texts[name] += f"    print({number})\n"
        same(session, "import tensorflow as tf\n" + "".join(texts.values()))
    assert session.size > fresh
    assert session.renew()
    assert session.size == fresh
    assert not session.renew()
    same(session, "import tensorflow as tf\n" + "".join(texts.values()))


def test_names_of_values_go_with_them() -> None:
    use = (
        "def use_{0}(w{0}):\n    with tf.GradientTape() as tape:\n        tape.watch(w{0})\n        y = helper(w{0})\n"
        "    return tape.gradient(y, w{0})\n"
    )
    helper = "import tensorflow as tf\ndef helper(v):\n{0}    total = tf.reduce_sum(v)\n    return total\n"
    users = "".join(use.format(number) for number in range(4))
    session = Session()
    for more in ("", "    v = v * 2.0\n", "    v = v * 2.0\n    print(v)\n", "    print(v)\n", ""):
        same(session, helper.format(more) + users)
