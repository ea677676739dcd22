"""The table says what this TensorFlow does, every row of it; both versions are compared by one command:

python -m tools.measure --check path/to/old/python path/to/new/python
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tools.measure import __main__ as measuring
from tools.measure.__main__ import differences, measure

PYTHON = os.environ.get("TAPELENS_TENSORFLOW_PYTHON", sys.executable)
CHANGED = "tf.sinh(x: carry, name) -> float"


@pytest.mark.tensorflow
def test_the_table_is_what_is_measured() -> None:
    measured, _ = measure(PYTHON)
    assert len(measured.rows) > 2500
    assert differences(measured, ("",)) == []


@pytest.mark.tensorflow
def test_a_row_that_says_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "table"
    shutil.copytree(measuring.FOLDER, table)
    text = (table / "tf.txt").read_text("utf-8")
    assert CHANGED in text
    (table / "tf.txt").write_text(text.replace(CHANGED, CHANGED.replace("carry", "none")), "utf-8")
    monkeypatch.setattr(measuring, "FOLDER", table)
    measured, _ = measure(PYTHON, ("tf.sinh",))
    assert [line[0] for line in differences(measured, ("tf.sinh",))] == ["-", "+"]
