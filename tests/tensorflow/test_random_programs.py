"""Random programs: no false alarm, and hardly a None missed.

Hypothesis shrinks a failing program. Two sets are run: one that is always the same and one that is fresh.
The longer run is one command, and prints the figures:

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.run --count 3000 --out folder
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tapelens.check import check

from tools.differential.compare import compare
from tools.differential.programs import program, programs
from tools.differential.real import RealTape

WRONG = ("false alarm", "miss", "missed error", "other wording")
CALM = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def disagreements(text: str, tape: RealTape) -> list[str]:
    return [c.sentence for c in compare(tape.record(text), check(text)) if c.judgement in WRONG]


@pytest.mark.tensorflow
@settings(**CALM, max_examples=150, derandomize=True)
@given(text=programs)
def test_the_same_programs_each_time(text: str, real_tape: RealTape) -> None:
    assert disagreements(text, real_tape) == []


@pytest.mark.tensorflow
@settings(**CALM, max_examples=50)
@given(text=programs)
def test_fresh_programs(text: str, real_tape: RealTape) -> None:
    assert disagreements(text, real_tape) == []


@pytest.mark.tensorflow
def test_most_programs_run_to_their_end(real_tape: RealTape) -> None:
    records = [real_tape.record(program(Random(f"valid/{number}"))) for number in range(40)]
    ended = [r for r in records if "died" in r or (r["error"] and not any(c["raises"] for c in r["calls"]))]
    assert len(ended) <= 4


@settings(**CALM, max_examples=100)
@given(text=programs)
def test_every_program_is_analysed(text: str) -> None:
    compile(text, "program.py", "exec")
    assert not [note for note in check(text).notes if "internal" in note]


@given(st.integers())
@settings(max_examples=20)
def test_a_seed_names_a_program(seed: int) -> None:
    assert program(Random(seed)) == program(Random(seed))
