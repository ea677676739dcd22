"""The programs of the pages on the real TensorFlow: what comes back is compared with the marks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pages import FAILING, WORKING, Program, twin_of
from tapelens.rules import catalogue
from tapelens.trace import recorder

from tools.differential.real import PYTHON_VARIABLE, RealTape

pytestmark = pytest.mark.tensorflow
SECONDS = 120


@pytest.fixture(scope="module")
def tape() -> Iterator[RealTape]:
    """A TensorFlow that was imported once and forks for every program."""
    with RealTape(seconds=SECONDS) as real:
        yield real


@pytest.fixture(scope="module")
def keras() -> int:
    """The major version of the Keras beside that TensorFlow."""
    python = os.environ.get(PYTHON_VARIABLE) or sys.executable
    code = "from importlib.metadata import version; print(version('keras'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout.split(".")[0])


def needs(program: Program, keras: int) -> None:
    rule = catalogue.get(program.rule)
    first = max(rule.keras, program.keras)
    if first > keras:
        pytest.skip(f"{program.id} is about Keras {first} and later, this is Keras {keras}")


def results_at(record: dict, line: int) -> list[str]:
    return [r for call in record["calls"] if call["line"] == line for r in call["results"] or ()]


def shown(record: dict, line: int) -> set[str]:
    """What the program shows at the line: the closed vocabulary of `Rule.shows`, without `missing`."""
    calls = [call for call in record["calls"] if call["line"] == line]
    seen = {"none" if r in ("none", "mixed") else r for r in results_at(record, line)}
    if any(call["results"] == [] for call in calls):
        seen.add("empty")
    error = record["error"]
    if any(call["raises"] for call in calls) or (error and error["line"] == line):
        seen.add("raises")
    if error is None:
        seen.add("nothing")
    return seen


@pytest.mark.parametrize("program", FAILING, ids=lambda p: p.id)
def test_failing_program_shows_what_its_rules_say(program: Program, keras: int, tape: RealTape) -> None:
    needs(program, keras)
    record = tape.record(program.text)
    for line, name in program.marks:
        expected = catalogue.get(name).shows
        if expected == "missing":
            assert len(results_at(record, line)) < most_results(program, tape)
        else:
            assert expected in shown(record, line), record
    marked = {line for line, _ in program.marks}
    for call in record["calls"]:
        if call["line"] not in marked and call["method"] in recorder.METHODS:
            assert set(call["results"]) == {"gradient"}, record
    if record["error"]:
        assert record["error"]["line"] >= min(marked), record


def most_results(program: Program, tape: RealTape) -> int:
    """Return how many gradients the mended twin's calls give."""
    return max(len(call["results"]) for call in tape.record(twin_of(program).text)["calls"])


@pytest.mark.parametrize("program", WORKING, ids=lambda p: p.id)
def test_working_program_gives_every_gradient(program: Program, keras: int, tape: RealTape) -> None:
    needs(program, keras)
    record = tape.record(program.text)
    assert record["error"] is None
    results = [call["results"] for call in record["calls"] if call["method"] in recorder.METHODS]
    assert results or catalogue.get(program.rule).shows == "nothing"
    for given in results:
        assert set(given) == {"gradient"}, record
