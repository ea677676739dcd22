"""NumPy functions and their TensorFlow twins."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tapelens.knowledge.table import lookup
from tapelens.knowledge.twins import Twin, names, twin

COMPARE = Path(__file__).parents[2] / "tools" / "measure" / "compare.py"
PYTHON = os.environ.get("TAPELENS_TENSORFLOW_PYTHON", sys.executable)


def task(name: str, found: Twin) -> dict[str, object]:
    return {
        "name": name,
        "twin": found.name,
        "renamed": dict(found.renamed),
        "positional": found.positional,
        "added": dict(found.added),
        "required": sorted(found.required),
    }


@pytest.mark.parametrize("name", names())
def test_a_twin_carries_the_gradient(name: str) -> None:
    found = twin(name)
    assert found is not None
    row = lookup(found.name)
    assert row is not None
    assert any({"carry", "itself"} & set(words) for words in row.effects.values())
    assert set(found.renamed.values()) <= {parameter.lstrip("*") for parameter in row.params}


def test_mean() -> None:
    found = twin("np.mean")
    assert found == twin("numpy.mean")
    assert found is not None
    assert found.name == "tensorflow.reduce_mean"
    assert found.renamed == {"a": "input_tensor", "axis": "axis", "keepdims": "keepdims"}
    assert (found.positional, found.added, found.required) == (2, {}, frozenset())


def test_what_must_be_added_or_given() -> None:
    dot, where = twin("numpy.dot"), twin("numpy.where")
    assert dot is not None
    assert where is not None
    assert dot.added == {"axes": "1"}
    assert where.required == {"x", "y"}


def test_functions_without_a_twin() -> None:
    assert twin("numpy.argmax") is None
    assert twin("numpy.round") is None
    assert twin("tensorflow.reduce_mean") is None


@pytest.mark.tensorflow
def test_twins_give_the_same_values() -> None:
    tasks = [json.dumps(task(name, found)) for name in names() if (found := twin(name))]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run(
        [PYTHON, str(COMPARE)], input="\n".join(tasks), capture_output=True, text=True, env=environment
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(tasks), done.stderr
    assert [answer for answer in answers if answer["wrong"]] == []
