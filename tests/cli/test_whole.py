"""The command line with the engine that users get, on whole programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
MENDED = sorted(EXAMPLES.glob("*_mended.py"))
NOT_WATCHED = """import tensorflow as tf
x = tf.constant(1.0)
with tf.GradientTape() as tape:
    y = x * x
print(tape.gradient(y, x))
"""


@pytest.mark.parametrize("path", MENDED, ids=lambda path: path.stem)
def test_examples_are_found_and_their_mended_twins_are_clean(tapelens, path: Path) -> None:
    broken = path.with_name(path.name.replace("_mended", ""))
    assert tapelens("check", str(path))[:2] == (0, "")
    code, out, _ = tapelens("check", str(broken), "--output-format", "json")
    assert code == 1
    assert {item["path"] for item in json.loads(out)} == {str(broken)}


def test_processes_give_the_same_answer_in_the_same_order(tapelens, folder) -> None:
    for number in range(12):
        (folder / f"f{number:02}.py").write_text(NOT_WATCHED, encoding="utf-8")
    alone = tapelens("check", ".", "--jobs", "1", "--output-format", "concise")
    assert alone[1].count("\n") == 12
    assert tapelens("check", ".", "--jobs", "2", "--output-format", "concise") == alone


def test_a_suppression_silences_and_an_unused_one_is_found(tapelens, folder) -> None:
    program = NOT_WATCHED.replace("x))", "x))  # tapelens: ignore[source-not-watched, no-path] known")
    (folder / "a.py").write_text(program, encoding="utf-8")
    code, out, _ = tapelens("check", "a.py", "--output-format", "json")
    (item,) = json.loads(out)
    assert (code, item["name"], item["message"]) == (
        0, "unused-suppression", "`no-path` suppresses nothing here"
    )  # fmt: skip
    assert tapelens("check", "a.py", "--fix")[0] == 0
    assert (folder / "a.py").read_text(encoding="utf-8") == program.replace(", no-path", "")


def test_a_notebook_is_checked_cell_by_cell(tapelens, folder) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Gradients"]},
        {
            "cell_type": "code",
            "source": ["%matplotlib inline\n", "import tensorflow as tf"],
            "outputs": ["é"],
        },
        {"cell_type": "code", "source": NOT_WATCHED.splitlines(keepends=True)[1:]},
    ]
    (folder / "a.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}, indent=1), encoding="utf-8")
    code, out, _ = tapelens("check", ".", "--output-format", "json")
    (item,) = json.loads(out)
    assert (code, item["path"], item["cell"], item["range"]["start"]["line"]) == (1, "a.ipynb", 2, 4)
    assert item["gradient"]["line"] == 4
    shown = tapelens("check", "a.ipynb")[1]
    assert "a.ipynb:cell 2:4:24" in shown
    assert "on line 1 of cell 2" in shown
    assert tapelens("flow", "a.ipynb:2:4")[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"cells": "gradient', "its JSON is broken"),
        ('["gradient"]', "its JSON is no object"),
        ('{"worksheets": ["gradient"]}', "format 3"),
        ('{"worksheets": [], "nbformat": 2}', "format 2"),
        ('{"cells": [], "nbformat": 9, "m": "gradient"}', "a notebook of format 9, which is not known"),
        ('{"cells": [', "its JSON is broken"),
        ("", "its JSON is broken"),
        ("[]", "its JSON is no object"),
        ('{"metadata": "gradient"}', "it has no cells"),
        ('{"cells": ["gradient"]}', "its cells are no list of objects"),
        ('{"cells": [{"cell_type": "code", "source": {"gradient": 1}}]}', "the source of a cell"),
    ],
)
def test_an_odd_notebook_is_refused_clearly(tapelens, folder, text: str, said: str) -> None:
    (folder / "a.ipynb").write_text(text, encoding="utf-8")
    code, out, err = tapelens("check", "a.ipynb")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_explain(tapelens) -> None:
    assert "# no-path (TL110)" in tapelens("explain", "no-path")[1]
    assert tapelens("explain", "tl110") == tapelens("explain", "no-path")
    assert "gradient is None" in tapelens("explain", "tf.round")[1]
    assert "TL110  no-path" in tapelens("explain")[1]
    code, _, err = tapelens("explain", "no-pth")
    assert (code, "did you mean `no-path`" in err) == (2, True)


def test_flow_tells_the_story(tapelens, folder) -> None:
    (folder / "a.py").write_text(NOT_WATCHED, encoding="utf-8")
    code, out, _ = tapelens("flow", "a.py:5")
    assert code == 0
    assert "`x` gets None" in out
    code, _, err = tapelens("flow", "a.py:1")
    assert (code, "there are some at line 5" in err) == (2, True)
    assert tapelens("flow", "missing.py:1")[0] == 2
    assert tapelens("flow", "a.py")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["version"], 0, "tapelens "),
        (["--version"], 0, "tapelens "),
        (["--help"], 0, "Usage: tapelens"),
        (["chek"], 2, "did you mean `check`"),
        (["explain", "--hlep"], 2, "--hlep"),
        (["check", "--help"], 0, "--output-format"),
    ],
)
def test_the_front_door(tapelens, arguments, code, said) -> None:
    got, out, err = tapelens(*arguments)
    assert got == code
    assert said in out + err
