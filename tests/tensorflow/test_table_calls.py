"""Callables of the knowledge table, each in a program of its own: some of them, others on every run.

All of them are one command: python -m tools.differential.each_call
"""

from random import Random

import pytest

from tools.differential.each_call import compared
from tools.differential.real import RealTape
from tools.differential.table_calls import table_calls

COUNT = 90


@pytest.mark.tensorflow
def test_calls_of_the_table(real_tape: RealTape) -> None:
    chosen = Random().sample(table_calls(), COUNT)
    found = list(compared(real_tape, chosen))
    assert len({text for text, _ in found}) > 0.9 * COUNT, "calls that end early show nothing"
    assert [f"{text}: {c.sentence}" for text, c in found if c.judgement == "false alarm"] == []
    nones = [c.judgement for _, c in found if c.real == "none"]
    assert nones.count("agree") >= 0.97 * len(nones)


def test_every_call_of_the_list_is_a_row_of_the_table() -> None:
    assert [call.text for call in table_calls() if not call.words] == []
