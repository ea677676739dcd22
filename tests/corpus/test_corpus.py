"""The corpus of realistic broken programs: how many are found, explained rightly, and silent once mended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the judge also runs as a script

from judge import broken_programs, judge, marks, record, twin, twin_noise  # noqa: E402

PROGRAMS = broken_programs()
SHARE = 0.95
each_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)


@each_program
def test_marks_agree_with_tensorflow(program: Path) -> None:
    (mark,) = marks(program.read_text(encoding="utf-8").splitlines())
    kept = record(program)
    calls = [call for call in kept["calls"] if call["line"] == mark.line]
    if mark.verdict == "raises":
        assert kept["error"]["line"] == mark.line
    elif mark.verdict == "empty":
        assert [call["results"] for call in calls] == [[]]
    else:
        assert {mark.verdict, "mixed"} & set(calls[0]["results"])


@each_program
def test_the_twin_has_every_gradient(program: Path) -> None:
    kept = record(twin(program))
    results = [call["results"] for call in kept["calls"]]
    assert kept["error"] is None
    assert results
    assert all(result and set(result) == {"gradient"} for result in results)


def test_broken_calls_are_found_and_explained() -> None:
    judged = [judge(program) for program in PROGRAMS]
    found = [judgement for judgement in judged if judgement.found]
    wrong = [judgement.name for judgement in found if not judgement.right]
    missed = [judgement.name for judgement in judged if not judgement.found]
    assert len(judged) >= 60
    assert len(found) >= SHARE * len(judged), missed
    assert len(found) - len(wrong) >= SHARE * len(found), wrong


@each_program
def test_nothing_else_is_said(program: Path) -> None:
    assert judge(program).alarms == ()


@each_program
def test_the_twin_is_silent(program: Path) -> None:
    assert twin_noise(program) == ()


@pytest.mark.tensorflow
def test_the_records_are_what_tensorflow_does() -> None:
    python = os.environ.get("TAPELENS_TENSORFLOW_PYTHON", sys.executable)
    again = subprocess.run(
        [python, str(HERE / "record.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (again.returncode, again.stdout) == (0, ""), again.stderr[-2000:]
