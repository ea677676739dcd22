"""The real tape, for the tests marked `tensorflow`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.differential.real import RealTape


@pytest.fixture(scope="session")
def real_tape() -> Iterator[RealTape]:
    with RealTape() as tape:
        yield tape
