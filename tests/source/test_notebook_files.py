"""Notebooks: cells as one program, and edits that leave every other byte alone."""

from __future__ import annotations

import ast
import json

import pytest
from tapelens.findings import Edit, Position, Range
from tapelens.source.decoding import NotTextError
from tapelens.source.magics import python
from tapelens.source.notebook import Notebook, in_cells

CELLS = [
    {"cell_type": "markdown", "source": ["# Título\n", "x = 1"]},
    {"cell_type": "code", "source": ["import a\n", "%magic\n", "x = 'é'"], "outputs": [1, {"k": "é\u2028"}]},
    {"source": "y = 1\nz = 2", "cell_type": "code"},
    {"cell_type": "code", "source": []},
    {"cell_type": "raw", "source": "raw"},
]
STYLES = [{"indent": 1}, {"indent": 4}, {"indent": None}, {"indent": "\t", "ensure_ascii": True}]


def notebook(cells=CELLS, indent=1, ensure_ascii=False, **rest) -> str:
    return json.dumps({"cells": cells, "nbformat": 4, **rest}, indent=indent, ensure_ascii=ensure_ascii)


def replace(line: int, start: int, end: int, new: str) -> Edit:
    return Edit(Range(Position(line, start), Position(line, end)), new)


def test_cells_are_one_program() -> None:
    found = Notebook.parse(notebook())
    assert found.text == "import a\npass\nx = 'é'\ny = 1\nz = 2\n\n"
    assert found.starts == (0, 3, 5)


@pytest.mark.parametrize("lines", [["a = 1  # \u2028 b\n", "c = 2"], ["a = 1  # \u2028", " b\n", "c = 2"]])
def test_a_source_is_cut_into_lines_as_it_was(lines: list[str]) -> None:
    file = notebook([{"cell_type": "code", "source": lines}])
    after = Notebook.parse(file).edited([replace(1, 5, 6, "3")])
    assert after == file.replace("a = 1", "a = 3")


def test_of_two_lists_of_cells_the_last_counts() -> None:
    cells = json.dumps([{"cell_type": "code", "source": "x = 1"}])
    file = f'{{"cells": 5, "nbformat": 4, "cells": {cells}}}'
    found = Notebook.parse(file)
    assert found.text == "x = 1\n"
    assert found.edited([replace(1, 5, 6, "2")]) == file.replace("x = 1", "x = 2")


@pytest.mark.parametrize("style", STYLES)
def test_places_of_the_program_are_found_in_the_file(style) -> None:
    sources = [["a = '\\\\'\n", 'b = "é\U0001f600"; c = 1\r\n', "d = 2"], 'e = "\u2028\t"\nf = 3']
    file = notebook([{"cell_type": "code", "source": source} for source in sources], **style)
    found = Notebook.parse(file)
    lines = found.text.split("\n")
    for name in "abcdef":
        line = next(number for number, text in enumerate(lines, 1) if f"{name} = " in text)
        place = found.place(Position(line, lines[line - 1].index(f"{name} = ") + 1))
        assert file.split("\n")[place.line - 1][place.column - 1 :].startswith(f"{name} = ")


@pytest.mark.parametrize("style", STYLES)
def test_only_the_changed_cells_change(style) -> None:
    before = notebook(**style)
    after = Notebook.parse(before).edited([replace(3, 1, 2, "ñ"), replace(5, 5, 6, "3\nw = 4")])
    cells = json.loads(after)["cells"]
    assert cells[1]["source"] == ["import a\n", "%magic\n", "ñ = 'é'"]
    assert cells[2]["source"] == "y = 1\nz = 3\nw = 4"
    back = Notebook.parse(after).edited(
        [replace(3, 1, 2, "x"), Edit(Range(Position(5, 5), Position(6, 6)), "2")]
    )
    assert back == before


def test_a_line_is_deleted_at_the_end_of_a_cell() -> None:
    after = Notebook.parse(notebook()).edited([Edit(Range(Position(3, 1), Position(4, 1)), "")])
    assert json.loads(after)["cells"][1]["source"] == ["import a\n", "%magic"]
    assert json.loads(after)["cells"][2:] == CELLS[2:]


def test_a_cell_in_another_language_is_empty_and_counts() -> None:
    other = {"cell_type": "code", "source": "let x = (", "metadata": {"vscode": {"languageId": "javascript"}}}
    found = Notebook.parse(notebook([CELLS[2], other, CELLS[2]]))
    assert (found.text, found.starts) == ("y = 1\nz = 2\n\ny = 1\nz = 2\n", (0, 2, 3))


def test_another_language_has_no_cells() -> None:
    text = notebook(metadata={"kernelspec": {"language": "R"}})
    assert Notebook.parse(text).text == ""
    assert Notebook.parse(notebook(metadata={"kernelspec": {"language": "python"}})).text != ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1}', '{"cells": [1]}', "[" * 100_000])
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(NotTextError):
        Notebook.parse(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx=1", "pass\nx=1"),
        ("!pip install \\\n  foo\nx=2", "pass\n\nx=2"),
        ("%%bash\nls\nfoo", "\n\n"),
        ("\n%%time\nx=1", "\n\nx=1"),
        ("%time y = f(x)", "if 1: y = f(x)"),
        ("x = (a\n% b)", "x = (a\n% b)"),
        ("x?\ny??\nz='a?'\n?foo", "pass\npass\nz='a?'\npass"),
        ("files = !ls\nq = %who", "files = __broken__()\nq = __broken__()"),
        ("if a:\n    !ls\n    %time z=1", "if a:\n    pass\n    if 1: z=1"),
        ("s='''\n%foo\n!bar\n'''\n%baz", "s='''\n%foo\n!bar\n'''\npass"),
        ("a = b % c\n#what?\nprint('x?')", "a = b % c\n#what?\nprint('x?')"),
        ("!echo it's (\nx=1", "pass\nx=1"),
        ("await foo()", "await foo()"),
    ],
)
def test_magics(cell: str, expected: str) -> None:
    assert python(cell) == expected
    ast.parse(python(cell))


def test_lines_in_messages_are_counted_in_cells() -> None:
    said = (
        "`line 3` was computed by `f('line 4')` on line 3, before it started on line 5; line 4 of helper.py"
    )
    assert in_cells(said, (0, 2, 4)) == (
        "`line 3` was computed by `f('line 4')` on line 1 of cell 2, before it started on line 1 of cell 3; "
        "line 4 of helper.py"
    )
    assert in_cells("on line 2", (0, 2, 4)) == "on line 2 of cell 1"
