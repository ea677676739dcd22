"""`tapelens trace` runs a script on the user's interpreter and reports every gradient call of it."""

import os
import sys
import textwrap
from pathlib import Path

import pytest
from tapelens.trace.command import run_trace

from tools.differential.real import PYTHON_VARIABLE

PYTHON = os.environ.get(PYTHON_VARIABLE, sys.executable)
SCRIPT = """
import sys
import tensorflow as tf
from helper import loss

v = tf.Variable([1.0, 2.0], name="weight")
c = tf.constant(3.0)
with tf.GradientTape() as tape:
    y = loss(v)
tape.gradient(y, [v, c])

@tf.function
def step():
    for _ in tf.range(2):
        with tf.GradientTape() as inner:
            y = v * 2.0
        inner.gradient(y, [
            v, c])

step()
print(sys.argv[1:], __name__)
sys.exit(7)
"""


def script(folder: Path, text: str) -> str:
    (folder / "helper.py").write_text("def loss(v):\n    return v * 2.0\n")
    path = folder / "train.py"
    path.write_text(textwrap.dedent(text))
    return str(path)


@pytest.mark.tensorflow
def test_each_call_and_source_is_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = run_trace(["--python", PYTHON, script(tmp_path, SCRIPT), "--epochs", "2"])
    printed = capfd.readouterr().out
    assert code == 7
    assert "['--epochs', '2'] __main__" in printed
    assert f"{tmp_path}/train.py:10:1: gradient\n" in printed
    assert f"{tmp_path}/train.py:17:9: gradient\n" in printed
    assert printed.count(": None\n") == 2
    assert printed.count("weight") == 2


@pytest.mark.tensorflow
def test_an_error_of_the_script_is_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = run_trace(["--python", PYTHON, script(tmp_path, "import tensorflow\n1 / 0\n")])
    captured = capfd.readouterr()
    assert code == 1
    assert "recorder.py" not in captured.err
    assert "ZeroDivisionError" in captured.out


@pytest.mark.tensorflow
def test_a_script_that_does_not_parse_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = run_trace(["--python", PYTHON, script(tmp_path, "def main(:\n")])
    captured = capfd.readouterr()
    assert code == 1
    assert "SyntaxError" in captured.err
    assert "runpy" not in captured.err


@pytest.mark.tensorflow
def test_a_script_without_tensorflow_is_said_to_be_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_trace(["--python", PYTHON, script(tmp_path, "print(__file__)\n")]) == 0
    printed = capfd.readouterr().out
    assert f"traced {tmp_path}/train.py, which did not import TensorFlow." in printed
    assert "It made no gradient call of its own." in printed


RAISING = """
import tensorflow as tf

v = tf.Variable(1)
with tf.GradientTape() as tape:
    y = v * 2
tape.gradient(y, v)
tape.gradient(y, v)
"""


@pytest.mark.tensorflow
def test_each_none_and_error_comes_with_its_reason(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_trace(["--python", PYTHON, script(tmp_path, RAISING)]) == 1
    printed = capfd.readouterr().out
    assert "TL107 integer-dtype: gradient of `y` with respect to `v` is None" in printed
    assert "    raised RuntimeError: A non-persistent GradientTape" in printed
    assert "TL201 tape-reused" in printed
    assert "The script ended with RuntimeError" in printed


HELPED = """
import tensorflow as tf
from helper import rounded

v = tf.Variable(1.0)
with tf.GradientTape() as tape:
    y = rounded(v)
tape.gradient(y, v)
"""


@pytest.mark.tensorflow
def test_the_reason_may_stand_in_another_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = script(tmp_path, HELPED)
    (tmp_path / "helper.py").write_text(
        "import tensorflow as tf\n\ndef rounded(v):\n    return tf.round(v)\n"
    )
    assert run_trace(["--python", PYTHON, path]) == 0
    printed = capfd.readouterr().out
    assert "TL106 non-differentiable-op" in printed
    assert f"{tmp_path}/helper.py:4: `tf.round(v)`" in printed


TRAINING = """
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([8, 3]), tf.ones([8, 1]), verbose=0)
"""


@pytest.mark.tensorflow
def test_what_keras_does_inside_fit_is_not_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_trace(["--python", PYTHON, script(tmp_path, TRAINING)]) == 0
    assert "It made no gradient call of its own." in capfd.readouterr().out


def test_a_missing_script_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_trace(["nowhere.py"]) == 2
    assert "nowhere.py is not a file" in capsys.readouterr().err


def test_a_missing_interpreter_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_trace(["--python", "no-such-python", script(tmp_path, "")]) == 2
    assert "cannot start no-such-python" in capsys.readouterr().err


def test_a_missing_tensorflow_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S -E "$@"\n')
    bare.chmod(0o755)
    assert run_trace(["--python", str(bare), script(tmp_path, SCRIPT)]) == 2
    assert "has no TensorFlow" in capsys.readouterr().err


PACKAGE = """
import sys

import tensorflow as tf

from . import losses

v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    y = losses.rounded(v)
grads = tape.gradient(y, [v])
print(sys.argv[1:], __name__, __package__)
tf.keras.optimizers.SGD(0.1).apply_gradients(zip(grads, [v]))
"""


@pytest.mark.tensorflow
def test_a_module_runs_as_python_runs_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("import tensorflow\n")
    (package / "losses.py").write_text(
        "import tensorflow as tf\n\ndef rounded(v):\n    return tf.round(v)\n"
    )
    (package / "train.py").write_text(PACKAGE)
    monkeypatch.chdir(tmp_path)
    assert run_trace(["--python", PYTHON, "-m", "pkg.train", "--epochs", "2"]) == 1
    captured = capfd.readouterr()
    assert "['--epochs', '2'] __main__ pkg\n" in captured.out
    assert "pkg/train.py:11:9: gradient\n" in captured.out
    assert "TL106 non-differentiable-op" in captured.out
    assert "TL302 all-gradients-none" in captured.out
    assert "recorder.py" not in captured.err


@pytest.mark.tensorflow
def test_a_missing_module_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_trace(["--python", PYTHON, "-m", "no_such.module"]) == 2
    assert "finds no module no_such.module to run" in capfd.readouterr().err


REPLICAS = """
import tensorflow as tf

strategy = tf.distribute.MirroredStrategy(["CPU:0"])
v = tf.Variable(1.0)

@tf.function
def step(x):
    def replica(x):
        with tf.GradientTape() as tape:
            y = x * tf.round(v)
        return tape.gradient(y, v)
    return strategy.run(replica, args=(x,))

step(tf.constant(2.0))
"""


@pytest.mark.tensorflow
def test_calls_in_the_threads_of_a_strategy_are_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_trace(["--python", PYTHON, script(tmp_path, REPLICAS)]) == 0
    printed = capfd.readouterr().out
    assert f"{tmp_path}/train.py:12:16: gradient\n" in printed
    assert "TL106 non-differentiable-op" in printed
