"""The table says what this TensorFlow does, for the areas measured here; all of it is one command:

python -m tools.measure --check path/to/old/python path/to/new/python
"""

import os
import sys

import pytest

from tools.measure.__main__ import differences, measure

PYTHON = os.environ.get("TAPELENS_TENSORFLOW_PYTHON", sys.executable)


@pytest.mark.tensorflow
@pytest.mark.parametrize("only", ["tf.nn.", "tf.random.", "keras.losses.", "tf.Variable."])
def test_the_table_is_what_is_measured(only: str) -> None:
    measured, _ = measure(PYTHON, only)
    assert measured.rows
    assert differences(measured, only) == []
