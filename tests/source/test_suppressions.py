"""Suppression comments: what they cover, and what is said of those that silence nothing."""

from __future__ import annotations

import pytest
from tapelens.check import check
from tapelens.findings import Position, Range
from tapelens.source.document import Document
from tapelens.source.edits import apply
from tapelens.source.suppressions import Suppressions, suppressions


def of(text: str) -> Suppressions:
    return suppressions(Document.parse(text))


def at(line: int, column: int = 1) -> Range:
    return Range(Position(line, column), Position(line, column + 1))


def covered(text: str, rule: str = "no-path", code: str = "TL110") -> list[int]:
    found = of(text)
    return [line for line in range(1, text.count("\n") + 2) if found.covers(rule, code, at(line))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb  # tapelens: ignore[no-path]\nc", [2]),
        ("a\nb  # tapelens: ignore[TL110]\nc", [2]),
        ("a\nb  # tapelens: ignore[TL1]\nc", [2]),
        ("a\nb  # tapelens: ignore[tl]\nc", [2]),
        ("a\nb  # tapelens: ignore[TL2]\nc", []),
        ("a\nb  # tapelens: ignore[stop-gradient, no-path] a reason\nc", [2]),
        ("a\nb  # noqa # tapelens:ignore[ no-path ]\nc", [2]),
        ("a\nb  # tapelens: ignore\nc", [2]),
        ("a\nb  # tapelens: ignore[stop-gradient]\nc", []),
        ("a\nb  # tapelens: ignored[no-path]\nc", []),
        ("a\nb = '# tapelens: ignore[no-path]'\nc", []),
        ("a\nb = foo(\n  1,  # tapelens: ignore[no-path]\n  2)\nc", [2, 3, 4]),
        ("a\nb = foo(\n  1,\n  2)  # tapelens: ignore[no-path]\nc", [2, 3, 4]),
        ("a\n# tapelens: ignore[no-path]\n\nb = foo(\n  2)\nc", [4, 5]),
        ("def f():\n    # tapelens: ignore[no-path]\n    a\n    b\n", [3]),
        ("def f():  # tapelens: ignore[no-path]\n    a\n    b\nc", [1, 2, 3]),
        ("a\n# tapelens: ignore[no-path]\n@d\ndef f():\n    a\n    b\nc", [3, 4, 5, 6]),
        ("class A:\n  def f(self,\n    x):  # tapelens: ignore[no-path]\n    a\n\n  b = 1\n", [2, 3, 4]),
        ("with a:  # tapelens: ignore[no-path]\n    b\nc", [1, 2]),
        ("try:\n    a  # tapelens: ignore[no-path]\nexcept E:\n    b\n", [2]),
        ("if a:\n    b\nelse:\n    c  # tapelens: ignore[no-path]\n    d\n", [4]),
        ("a\nb\n# tapelens: ignore-file[no-path]\nc", [1, 2, 3, 4]),
        ("a\nb = (  # tapelens: ignore[no-path]\nc = 3\n", [2]),
        ("é = '日'; b  # tapelens: ignore[no-path]\nc", [1]),
    ],
)  # fmt: skip
def test_what_is_covered(text: str, lines: list[int]) -> None:
    assert covered(text) == lines


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("b  # tapelens: ignore[no-path]\nc", "b\nc"),
        ("b  # tapelens: ignore[no-path] a reason\nc", "b\nc"),
        ("b  # tapelens: ignore[no-path]  # noqa\nc", "b  # noqa\nc"),
        ("b  # noqa  # tapelens: ignore[no-path]\nc", "b  # noqa\nc"),
        ("a\n    # tapelens: ignore[no-path]\nc", "a\nc"),
        ("b  # tapelens: ignore\nc", "b\nc"),
        ("# tapelens: ignore-file[no-path]\nc", "c"),
        ("\ufeffb  # tapelens: ignore[no-path]", "\ufeffb"),
        ("é = '日'  # tapelens: ignore[no-path]\r\nc", "é = '日'\r\nc"),
    ],
)
def test_an_unused_one_is_removed(before: str, after: str) -> None:
    (unused,) = of(before).unused()
    assert apply(before, [unused.edit]) == after
    assert unused.text in before


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("stop-gradient, no-path", "no-path"),
        ("no-path, stop-gradient", "no-path"),
        ("wrong-tape,no-path ,stop-gradient", "no-path"),
    ],
)
def test_only_the_unused_name_is_removed(names: str, left: str) -> None:
    text = f"b  # tapelens: ignore[{names}]"
    found = of(text)
    assert found.covers("no-path", "TL110", at(1))
    edits = [unused.edit for unused in found.unused()]
    for edit in reversed(edits):
        text = apply(text, [edit])
    assert text == f"b  # tapelens: ignore[{left}]"


def test_a_used_one_is_not_reported() -> None:
    found = of("b  # tapelens: ignore[no-path]")
    assert found.covers("no-path", "TL110", at(1))
    assert found.unused() == ()


def test_one_for_a_rule_that_did_not_run_is_not_reported() -> None:
    found = of("b  # tapelens: ignore[no-path]\nc  # tapelens: ignore[no-pth]")
    assert [unused.text for unused in found.unused({("no-path", "TL110")})] == ["# tapelens: ignore[no-pth]"]
    group = of("b  # tapelens: ignore[TL11]")
    assert group.unused({("no-path", "TL110")}) == ()
    assert len(group.unused({("left-tensorflow", "TL105")})) == 1


def test_a_blanket_one_that_silences_gets_its_names() -> None:
    text = "b  # tapelens: ignore because\nc"
    found = of(text)
    assert found.covers("no-path", "TL110", at(1))
    assert not found.covers("unused-suppression", "TL403", at(1))
    (unused,) = found.unused()
    assert unused.blanket
    assert apply(text, [unused.edit]) == "b  # tapelens: ignore[no-path] because\nc"


def test_positions_survive_an_edit_above() -> None:
    doc = Document.parse("a\nb  # tapelens: ignore[no-path]\n")
    moved = suppressions(doc.updated("a\n\n\nb  # tapelens: ignore[no-path]\n"))
    assert moved.covers("no-path", "TL110", at(4))


@pytest.mark.parametrize("typed", ["x = tf.constant(", "def f(", "y = ("])
def test_nothing_is_called_unused_while_something_is_half_typed(typed: str) -> None:
    text = "import tensorflow as tf\n{}\nx = 1  # tapelens: ignore[no-path]\n"
    assert [f.name for f in check(text.format("")).findings] == ["unused-suppression"]
    assert check(text.format(typed)).findings == ()
