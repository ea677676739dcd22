"""Random programs: no false alarm, and hardly a None missed.

Hypothesis shrinks a failing program. Two sets are run: one that is always the same and one that is fresh.
Where a condition depends on the data, the None of one run is not said, so that not all of them are found.
The longer run is one command, and prints the figures:

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.run --count 3000 --out folder
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tapelens.check import check

from tools.differential.compare import compare, tally
from tools.differential.programs import program, programs
from tools.differential.real import RealTape

CALM = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def false_alarms(text: str, tape: RealTape) -> list[str]:
    return [c.sentence for c in compare(tape.record(text), check(text)) if c.judgement == "false alarm"]


@pytest.mark.tensorflow
@settings(**CALM, max_examples=150, derandomize=True)
@given(text=programs)
def test_the_same_programs_each_time(text: str, real_tape: RealTape) -> None:
    assert false_alarms(text, real_tape) == []


@pytest.mark.tensorflow
@settings(**CALM, max_examples=50)
@given(text=programs)
def test_fresh_programs(text: str, real_tape: RealTape) -> None:
    assert false_alarms(text, real_tape) == []


@pytest.mark.tensorflow
def test_nearly_every_none_is_found(real_tape: RealTape) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    early = 0
    for number in range(120):
        text = program(Random(f"found/{number}"))
        record = real_tape.record(text)
        raised = any(call["raises"] for call in record.get("calls", ()))
        early += "died" in record or bool(record["error"] and not raised)
        counts += tally(compare(record, check(text)))
    nones = sum(count for (real, _), count in counts.items() if real == "none")
    assert counts["none", "agree"] >= 0.97 * nones > 100
    assert early <= 12, "programs that end early show little"


@settings(**CALM, max_examples=100)
@given(text=programs)
def test_every_program_is_analysed(text: str) -> None:
    compile(text, "program.py", "exec")
    assert check(text).gradients


@given(st.integers())
@settings(max_examples=20)
def test_a_seed_names_a_program(seed: int) -> None:
    assert program(Random(seed)) == program(Random(seed))
