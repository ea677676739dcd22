"""Expressions of several lines are told on one, without what only the line breaks asked for."""

from __future__ import annotations

import pytest
from tapelens.source.one_line import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x + y", "x + y"),
        ("f( x,\n   y )", "f( x, y )"),
        ("f(\n    x,  # the input\n    y,\n)", "f(x, y,)"),
        ("tf.map_fn(\n    lambda row: row,  # here\n    x,\n)  # end", "tf.map_fn(lambda row: row, x,)"),
        ("[\n    '# no comment',\n]", "['# no comment',]"),
        ("(\n    a  # one\n    # two\n    + b\n)", "(a + b)"),
        ("a +  # one\n    b", "a + b"),
        ("f(\n  'half", "f('half"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
