"""`tapelens flow --svg`: every step once, in order, linked to its line, the break marked."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tapelens.cli.main import main

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(capsys: pytest.CaptureFixture[str], place: str) -> ElementTree.Element:
    assert main(["flow", str(ROOT / "examples" / place), "--svg"]) == 0
    return ElementTree.fromstring(capsys.readouterr().out)


def rows(picture: ElementTree.Element) -> list[str]:
    return [
        re.sub(r"\s+", " ", "".join(link.find(f"{SVG}text").itertext())).strip()
        for link in picture.iter(f"{SVG}a")
    ]


def test_the_break_and_the_verdicts_are_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    picture = drawn(capsys, "stopped.py:11")
    assert rows(picture) == [
        "line 5 x = tf.Variable(2.0) ✓",
        "line 6 y = tf.Variable(4.0) None",
        "line 9 x * y",
        "line 9 tf.stop_gradient(x * y) ends here stop-gradient",
        "line 9 result = tf.stop_gradient(x * y) + x",
    ]
    links = [link.get("href") for link in picture.iter(f"{SVG}a")]
    assert links == [f"stopped.py#L{line}" for line in (5, 6, 9, 9, 9)]
    ends = [circle for circle in picture.iter(f"{SVG}circle") if circle.get("class") == "end"]
    assert len(ends) == 1


def test_a_step_of_several_sources_is_drawn_once(capsys: pytest.CaptureFixture[str]) -> None:
    told = rows(drawn(capsys, "keras_custom_loop.py:102"))
    assert sum("predict" in row for row in told) == 1
    assert sum(row.endswith("None") for row in told) >= 3


def test_every_line_of_the_picture_leads_down(capsys: pytest.CaptureFixture[str]) -> None:
    picture = drawn(capsys, "keras_custom_loop.py:80")
    for path in picture.iter(f"{SVG}path"):
        numbers = [float(number) for number in re.findall(r"[\d.]+", path.get("d", ""))]
        assert numbers[1] < numbers[-1]
