"""The programs of the pages on the real TensorFlow: what comes back is compared with the marks."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from pathlib import Path

import pytest
from pages import FAILING, WORKING, Program, twin_of
from tapelens.rules import catalogue
from tapelens.trace import recorder

pytestmark = pytest.mark.tensorflow
SECONDS = 120


@pytest.fixture(scope="module")
def keras() -> int:
    """Import TensorFlow and Keras once, for every fork; return the Keras version."""
    tensorflow = pytest.importorskip("tensorflow", reason="needs the TensorFlow environment")
    version = getattr(tensorflow.keras, "__version__", tensorflow.__version__)
    return int(version.split(".")[0])


def observe(program: Program) -> dict:
    """Run the program in a fork and return the recorder's record of it."""
    with tempfile.TemporaryDirectory() as folder:
        script, target = Path(folder) / "program.py", Path(folder) / "record.json"
        script.write_text(program.text, encoding="utf-8")
        child = os.fork()
        if child == 0:
            _record(script, target)
        os.waitpid(child, 0)
        return json.loads(target.read_text(encoding="utf-8"))


def _record(script: Path, target: Path) -> None:
    try:
        signal.alarm(SECONDS)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        answer, _ = recorder.record(str(script))
        target.write_text(json.dumps(answer), encoding="utf-8")
    finally:
        os._exit(0)


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
def test_failing_program_shows_what_its_rules_say(program: Program, keras: int) -> None:
    needs(program, keras)
    record = observe(program)
    for line, name in program.marks:
        expected = catalogue.get(name).shows
        if expected == "missing":
            assert len(results_at(record, line)) < most_results(program)
        else:
            assert expected in shown(record, line), record
    marked = {line for line, _ in program.marks}
    for call in record["calls"]:
        if call["line"] not in marked and call["method"] in recorder.METHODS:
            assert set(call["results"]) == {"gradient"}, record
    if record["error"]:
        assert record["error"]["line"] >= min(marked), record


def most_results(program: Program) -> int:
    """Return how many gradients the mended twin's calls give."""
    return max(len(call["results"]) for call in observe(twin_of(program))["calls"])


@pytest.mark.parametrize("program", WORKING, ids=lambda p: p.id)
def test_working_program_gives_every_gradient(program: Program, keras: int) -> None:
    needs(program, keras)
    record = observe(program)
    assert record["error"] is None
    results = [call["results"] for call in record["calls"] if call["method"] in recorder.METHODS]
    assert results or catalogue.get(program.rule).shows == "nothing"
    for given in results:
        assert set(given) == {"gradient"}, record
