"""Whole programs: what Tapelens says of each is what the real tape answered.

`surprises/` holds what one would not expect of the tape, `regressions/` every disagreement that random
programs have shown. `NAME.expect.json` beside each program is the real answer, written by

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.expect tests/tensorflow/regressions
"""

import json
from pathlib import Path

import pytest
from tapelens.check import check

from tools.differential.compare import compare
from tools.differential.expect import expectation
from tools.differential.real import RealTape

HERE = Path(__file__).parent
PROGRAMS = sorted(path for folder in ("surprises", "regressions") for path in (HERE / folder).glob("*.py"))
each_program = pytest.mark.parametrize(
    "program", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


@each_program
def test_the_answer_is_the_real_one(program: Path) -> None:
    recorded = json.loads(program.with_suffix(".expect.json").read_text(encoding="utf-8"))
    comparisons = compare(recorded, check(program.read_text(encoding="utf-8")))
    assert recorded["calls"]
    assert [c.sentence for c in comparisons if c.judgement != "agree"] == []


@each_program
@pytest.mark.tensorflow
def test_the_record_is_what_tensorflow_does(program: Path, real_tape: RealTape) -> None:
    recorded = json.loads(program.with_suffix(".expect.json").read_text(encoding="utf-8"))
    again = expectation(real_tape.record_file(program))
    assert again["calls"] == recorded["calls"]
