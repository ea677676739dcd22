"""The printed coverage is that of the table, and nearly all of the API."""

import re
import subprocess
import sys
from pathlib import Path

from tapelens.knowledge.table import Row, parse, versions

from tools.measure.files import FOLDER

ROOT = Path(__file__).parents[2]
FIGURE = re.compile(r"TensorFlow ([\d.]+): ([\d.]+)% of the callables .* \((\d+) of (\d+)\)")


def table() -> list[Row]:
    lines = (line for file in FOLDER.glob("*.txt") for line in file.read_text("utf-8").splitlines())
    return [row for line in lines if (row := parse(line))]


def test_one_command_prints_the_figure_of_each_version() -> None:
    command = [sys.executable, "-m", "tools.measure.coverage"]
    environment = {"PYTHONPATH": f"{ROOT / 'server'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found = FIGURE.findall(done.stdout)
    assert [number for number, *_ in found] == [f"{major}.{minor}" for major, minor in versions()]
    assert all(float(share) >= 95 for _, share, *_ in found)
    for (_, _, measured, _), version in zip(found, versions()):
        rows = [row for row in table() if row.effects and row.version in (None, version)]
        assert 0.99 * int(measured) <= len(rows) <= int(measured)  # some of the older are one in the newer


def test_every_callable_without_a_row_has_a_reason() -> None:
    lines = (FOLDER / "unmeasured.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if line.startswith("  ")]
    assert named
    assert [line for line in named if not re.fullmatch(r"  [\w.]+: .+", line)] == []
