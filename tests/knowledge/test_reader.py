"""The reader finds rows by every spelling of a name, for every version, and loads no more than it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tapelens
from tapelens.knowledge.table import area, canonical, known_prefix, lookup, parse, rows, versions

from tools.measure.files import FOLDER

LINES = [
    (file.stem, line)
    for file in sorted(FOLDER.glob("*.txt"))
    if file.stem not in ("aliases", "namespaces", "versions", "unmeasured")
    for line in file.read_text("utf-8").splitlines()
]
ALIASES = [line.split(" = ") for line in (FOLDER / "aliases.txt").read_text("utf-8").splitlines()]


def test_every_line_of_the_table_is_a_row_in_the_file_of_its_area() -> None:
    wrong = [line for stem, line in LINES if (row := parse(line)) is None or area(row.name) != stem]
    assert wrong == []


def test_every_effect_has_a_parameter_and_one_word_or_one_per_output() -> None:
    found = [row for _, line in LINES if (row := parse(line))]
    wrong = [
        row.name
        for row in found
        for name, words in row.effects.items()
        if name not in row.params or len(words) not in (1, len(row.outputs))
    ]
    assert wrong == []


def test_every_row_is_found_by_its_name() -> None:
    assert [row.name for _, line in LINES if (row := parse(line)) and row not in rows(row.name)] == []


def test_no_callable_has_two_rows_for_one_version() -> None:
    seen = [(row.name, row.version) for _, line in LINES if (row := parse(line))]
    assert sorted(seen, key=str) == sorted(set(seen), key=str)


def test_an_alias_leads_to_a_name_that_is_no_alias() -> None:
    assert [alias for alias, name in ALIASES if canonical(canonical(name)) != canonical(name)] == []


@pytest.mark.parametrize(
    "path",
    [
        "tensorflow.round",
        "tensorflow.math.round",
        "tensorflow.compat.v2.math.round",
        "tensorflow.python.ops.math_ops.round",
        "tf.round",
    ],
)
def test_a_function_is_found_by_all_its_names(path: str) -> None:
    assert canonical(path) == "tensorflow.round"
    found = lookup(path)
    assert found is not None
    assert found.effects["x"] == ("none",)


@pytest.mark.parametrize(
    "path", ["keras.layers.Dense", "tensorflow.keras.layers.Dense", "tensorflow.python.keras.layers.Dense"]
)
def test_a_layer_is_found_by_all_its_names(path: str) -> None:
    found = lookup(path)
    assert found is not None
    assert (found.name, found.kind, found.weights) == ("keras.layers.Dense", "layer", (2, 0))


def test_outputs_have_their_own_words() -> None:
    found = lookup("tensorflow.math.top_k")
    assert found is not None
    assert (found.effects["input"], found.outputs) == (("carry", "none"), ("same", "int"))
    assert found.target == {"input": ("carry", "zero")}


def test_an_argument_may_change_the_effects() -> None:
    found = lookup("tensorflow.image.resize")
    assert found is not None
    assert found.effects["images"] == ("carry",)
    assert (found.case, found.when) == ("method=area", {"images": ("error",)})


def test_a_tf_function_may_change_the_effects() -> None:
    found = lookup("keras.backend.rnn")
    assert found is not None
    assert found.effects["initial_states"][:2] == ("none", "none")
    assert found.graph == {"inputs": ("carry",), "initial_states": ("carry",)}
    array = lookup("numpy.sin")
    assert array is not None
    assert (array.eager, array.graph) == (True, None)


def test_versions_between_the_measured_ones_are_like_the_next_measured_one() -> None:
    old, new = versions()
    predict = "keras.Model.predict"
    assert lookup(predict, old) == lookup(predict, (2, 9)) != lookup(predict, new)
    assert lookup(predict, (2, 16)) == lookup(predict, new) == lookup(predict, (99, 0)) == lookup(predict)


def test_a_callable_of_one_version_is_known_for_all() -> None:
    found = lookup("keras.ops.round", (2, 15))
    assert found is not None
    assert found.version == versions()[-1]


def test_unknown_names_have_no_row_and_keep_their_path() -> None:
    assert lookup("tensorflow.no_such_function") is None
    assert lookup("mine.round") is None
    assert canonical("tensorflow.keras.no_such") == "keras.no_such"


def test_namespaces() -> None:
    assert known_prefix("tensorflow.math")
    assert known_prefix("tensorflow.keras")
    assert known_prefix("numpy.linalg")
    assert not known_prefix("tensorflow.round")
    assert not known_prefix("mine")


def test_the_first_look_up_loads_one_module_and_the_texts_that_it_needs() -> None:
    code = (
        "import __future__, functools, pathlib, re, sys, typing; before = set(sys.modules)\n"
        "from tapelens.knowledge import table\n"
        "assert table.lookup('tensorflow.math.round')\n"
        "print(*sorted(set(sys.modules) - before), table._text.cache_info().currsize)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(tapelens.__file__).parents[1])}
    told = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert told.split() == ["tapelens", "tapelens.knowledge", "tapelens.knowledge.table", "3"]
