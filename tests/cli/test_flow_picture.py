"""`tapelens flow --svg`: every step once, in order, linked to its line, the break marked."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tapelens.cli.main import main

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


LOOP = """\
import tensorflow as tf
ws = [tf.Variable(float(i)) for i in range(3)]
frozen = tf.Variable(1.0, trainable=False)
with tf.GradientTape() as tape:
    h = tf.constant(1.0)
    for w in ws:
        h = tf.tanh(h * w)
    loss = h * frozen
tape.gradient(loss, [*ws, frozen])
"""
MAPPED = """\
import tensorflow as tf
x = tf.Variable([[1.0, 2.0]])
with tf.GradientTape() as tape:
    y = tf.map_fn(lambda row: tf.floor(row), x)
tape.gradient(y, x)
"""
DICT = """\
import tensorflow as tf
params = {"重み": tf.Variable(2.0), "unused": tf.Variable(3.0), "data": tf.constant(1.0)}
with tf.GradientTape() as tape:
    損失 = params["重み"] * params["data"]
tape.gradient(損失, params)
"""


def drawn(capsys: pytest.CaptureFixture[str], place: str) -> ElementTree.Element:
    assert main(["flow", str(ROOT / "examples" / place), "--svg"]) == 0
    return ElementTree.fromstring(capsys.readouterr().out)


def drawn_text(capsys: pytest.CaptureFixture[str], file: Path, text: str) -> ElementTree.Element:
    """Draw the gradient call on the last line of a program."""
    file.write_text(text, encoding="utf-8")
    return drawn(capsys, f"{file}:{text.count(chr(10))}")


def heading(picture: ElementTree.Element) -> str:
    plain = [text for text in picture.findall(f"{SVG}text") if text.get("class") in ("good", "bad", "dim")]
    return str(plain[0].text)


def lead_down(picture: ElementTree.Element) -> bool:
    """Return whether every line leads from a row to one below it."""
    ways = [
        [float(n) for n in re.findall(r"[\d.]+", path.get("d", ""))] for path in picture.iter(f"{SVG}path")
    ]
    return all(way[1] <= way[-1] for way in ways)


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
    assert lead_down(drawn(capsys, "keras_custom_loop.py:80"))


def test_the_turns_of_a_loop_are_told_one_below_the_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    picture = drawn_text(capsys, tmp_path / "loop.py", LOOP)
    assert lead_down(picture)
    assert heading(picture) == "3 of 4 sources get a gradient"
    turns = [row for row in rows(picture) if row.startswith("line 7 h = ")]
    assert len(turns) == 3
    assert [row.split(" = ")[0] for row in rows(picture) if row.endswith("✓")] == [
        f"line 2 ws[{i}]" for i in range(3)
    ]


def test_a_place_that_a_path_passes_twice_has_two_rows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    picture = drawn_text(capsys, tmp_path / "mapped.py", MAPPED)
    assert lead_down(picture)
    mapped = "tf.map_fn(lambda row: tf.floor(row), x)"
    assert rows(picture)[1:] == [
        f"line 4 {mapped}",
        "line 4 tf.floor(row) ends here non-differentiable-op",
        f"line 4 y = {mapped}",
    ]


def test_sources_of_a_dict_have_names_and_reasons(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = drawn_text(capsys, tmp_path / "parameters.py", DICT)
    assert heading(picture) == "1 of 3 sources gets a gradient"
    assert 'line 2 params["data"] = tf.constant(1.0) None source-not-watched' in rows(picture)
    assert 'line 5 params["unused"] None no-path' in rows(picture)


def test_letters_that_are_two_wide_get_their_room(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    name = "重みの行列の平均の値"
    widths = [
        int(drawn_text(capsys, tmp_path / "wide.py", LOOP.replace("frozen", other)).get("width", 0))
        for other in (name, "w" * len(name), "w" * 2 * len(name))
    ]
    assert widths[1] < widths[0] == widths[2]


def test_a_long_path_keeps_its_target(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    steps = "".join(f"    h{i + 1} = tf.sin(h{i})\n" for i in range(300))
    begin = "import tensorflow as tf\nx = tf.Variable(1.0)\nwith tf.GradientTape() as tape:\n    h0 = tf.round(x)\n"
    told = rows(drawn_text(capsys, tmp_path / "long.py", f"{begin}{steps}tape.gradient(h300, x)\n"))
    assert "ends here" in told[1]
    assert told[-1] == "line 304 h300 = tf.sin(h299)"
    assert len(told) < 250


def test_steps_in_other_files_are_followed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    helper = "import numpy as np\ndef f(value):\n    return np.tanh(value)\n"
    (tmp_path / "helper.py").write_text(helper, encoding="utf-8")
    text = (
        "import tensorflow as tf\nfrom helper import f\nx = tf.Variable(1.0)\n"
        "with tf.GradientTape() as tape:\n    y = tf.sin(f(x))\ntape.gradient(y, x)\n"
    )
    picture = drawn_text(capsys, tmp_path / "main.py", text)
    assert "helper.py:3 np.tanh(value) ends here left-tensorflow" in rows(picture)
    assert main(["flow", f"{tmp_path / 'main.py'}:6"]) == 0
    assert "helper.py line 3  np.tanh(value)" in capsys.readouterr().out


def test_what_is_not_known_is_not_said_to_flow(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (
        "import tensorflow as tf\nfrom elsewhere import f\nx = tf.Variable(1.0)\n"
        "with tf.GradientTape() as tape:\n    y = tf.sin(f(x))\ntape.gradient(y, x)\n"
    )
    picture = drawn_text(capsys, tmp_path / "main.py", text)
    assert heading(picture) == "no break is known"
    assert rows(picture)[1] == "line 5 f(x) not known"
