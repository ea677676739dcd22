"""`tapelens trace` runs a script on the user's interpreter and reports every gradient call of it."""

import os
import sys
import textwrap
from pathlib import Path

import pytest
from tapelens.trace.command import run_trace

from tools.differential.real import PYTHON_VARIABLE

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
    python = os.environ.get(PYTHON_VARIABLE, sys.executable)
    code = run_trace(["--python", python, script(tmp_path, SCRIPT), "--epochs", "2"])
    printed = capfd.readouterr().out
    assert code == 7
    assert "['--epochs', '2'] __main__" in printed
    assert f"{tmp_path}/train.py:10:1: gradient\n" in printed
    assert f"{tmp_path}/train.py:17:9: gradient\n" in printed
    assert printed.count(": None\n") == 2
    assert printed.count("weight") == 2


@pytest.mark.tensorflow
def test_an_error_of_the_script_is_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    python = os.environ.get(PYTHON_VARIABLE, sys.executable)
    code = run_trace(["--python", python, script(tmp_path, "import tensorflow\n1 / 0\n")])
    captured = capfd.readouterr()
    assert code == 1
    assert "recorder.py" not in captured.err
    assert "ZeroDivisionError" in captured.out


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
