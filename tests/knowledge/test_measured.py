"""The table says what this TensorFlow does, for the areas measured here; all of it is one command:

python -m tools.measure --check path/to/old/python path/to/new/python
"""

import os
import sys

import pytest
from tapelens.knowledge.table import display

from tools.measure.__main__ import differences, measure

PYTHON = os.environ.get("TAPELENS_TENSORFLOW_PYTHON", sys.executable)
AREAS = ("tf.nn.", "tf.random.", "tf.Variable.", "tf.Tensor.", "keras.losses.", "keras.metrics.")


@pytest.mark.tensorflow
def test_the_table_is_what_is_measured() -> None:
    measured, _ = measure(PYTHON, AREAS)
    assert all(any(display(name).startswith(area) for name in measured.rows) for area in AREAS)
    assert differences(measured, AREAS) == []
