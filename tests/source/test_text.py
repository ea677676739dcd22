"""Positions, edits, encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tapelens.findings import Edit, Position, Range
from tapelens.source.decoding import NotTextError, decode
from tapelens.source.edits import apply
from tapelens.source.positions import to_characters, to_units
from tapelens.source.relevance import may_matter

LINE = "aé日😀\tz"


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        ("utf-8", [0, 1, 3, 6, 10, 11, 12]),
        ("utf-16", [0, 1, 2, 3, 5, 6, 7]),
        ("utf-32", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_columns(encoding, columns) -> None:
    assert [to_units(LINE, column, encoding) for column in range(7)] == columns
    assert [to_characters(LINE, column, encoding) for column in columns] == list(range(7))


def test_a_column_inside_a_character_is_its_start() -> None:
    assert to_characters(LINE, 4, "utf-16") == 3
    assert to_characters(LINE, 2, "utf-8") == 1


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.integers(0, 50))
def test_there_and_back(line, encoding, column) -> None:
    assert to_characters(line, to_units(line, column, encoding), encoding) == column


def edit(start: tuple[int, int], end: tuple[int, int], new: str) -> Edit:
    return Edit(Range(Position(*start), Position(*end)), new)


def test_edits_keep_line_ends_and_take_them_over() -> None:
    text = "aé\r\nb\x0cc\rd"
    assert apply(text, [edit((3, 1), (3, 2), "D"), edit((1, 2), (2, 2), "X\nY")]) == "aX\r\nY\x0cc\rD"


def test_edits_at_and_past_the_end() -> None:
    assert apply("a\n", [edit((2, 1), (2, 1), "b\n")]) == "a\nb\n"
    assert apply("a", [edit((9, 1), (9, 9), "b")]) == "ab"
    assert apply("a\nb", [edit((1, 9), (1, 99), "!")]) == "a!\nb"
    assert apply("", [edit((1, 1), (1, 1), "x")]) == "x"


def test_two_inserts_at_one_place_stay_in_order() -> None:
    assert apply("x", [edit((1, 1), (1, 1), "a"), edit((1, 1), (1, 1), "b")]) == "abx"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", [edit((1, 1), (1, 3), ""), edit((1, 2), (1, 4), "")])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfx = 1\r\n", "x = 1\r\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        (
            b"#!python\n# vim: set fileencoding=cp1252 :\n'\x80'",
            "#!python\n# vim: set fileencoding=cp1252 :\n'€'",
        ),
        (b"x = 1\n\n# coding: latin-1\n", "x = 1\n\n# coding: latin-1\n"),
        (b"", ""),
    ],
)
def test_bytes_to_text_and_back(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        b"\xff",
        b"# coding: none\n",
        b"x = 1\n# \xe9",
        b"# coding: undefined\n",
        b"# coding: utf-16\nx = 1\n",
    ],
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("tape.gradient(y, x)", True),
        ("with tf.GradientTape(): pass", True),
        ("tf.gradients(y, x)", True),
        ("opt.minimize(f, v)", True),
        ("opt.apply_gradients(g)", True),
        ("t.batch_jacobian(y, x)", True),
        ("x = 1  # tapelens: ignore[no-path]", True),
        ("import tensorflow as tf", False),
    ],
)
def test_what_matters(text: str, matters: bool) -> None:
    assert may_matter(text) is matters
    assert may_matter(text.encode()) is matters
