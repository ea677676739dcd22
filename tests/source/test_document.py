"""Documents: units, tolerance for what is no Python, and edits that cost what they touch."""

from __future__ import annotations

import ast
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tapelens.findings import Position, Range
from tapelens.source.document import Document

PROGRAM = '''"""Doc
string at column 0
"""
import tensorflow as tf


@tf.function
def step(x, y):
    a = 1
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(x * y)
        for i in range(3):
            loss += i
    try:
        g = tape.gradient(loss, x)
    except ValueError:
        pass
    return g


z = (
1,
)
if z:
    pass
else:
    z = 3
def g(): return 4
'''


def shape(doc: Document) -> list[object]:
    return [
        (unit.start, unit.text, [ast.dump(s, include_attributes=True) for s in unit.tree], unit.damage)
        for unit in doc.units
    ]


def code(doc: Document) -> str:
    return ast.unparse(ast.Module([statement for unit in doc.units for statement in unit.tree], []))


def text_of(doc: Document, span: Range) -> str:
    assert span.start.line == span.end.line
    return doc.line(span.start.line)[span.start.column - 1 : span.end.column - 1]


def test_units_are_the_top_level_statements() -> None:
    doc = Document.parse(PROGRAM)
    assert [type(s).__name__ for unit in doc.units for s in unit.tree] == [
        type(s).__name__ for s in ast.parse(PROGRAM).body
    ]
    assert all(len(unit.tree) == 1 for unit in doc.units)
    assert "".join(unit.text for unit in doc.units) == PROGRAM
    assert doc.problems == ()


def test_trees_equal_those_of_the_whole_file() -> None:
    doc = Document.parse(PROGRAM)
    assert code(doc) == ast.unparse(ast.parse(PROGRAM))


def test_lines_count_from_the_unit() -> None:
    doc = Document.parse(PROGRAM)
    for unit in doc.units:
        for statement in unit.tree:
            assert doc.range(unit, statement).start.line == unit.start + statement.lineno


@pytest.mark.parametrize("name", ["é", "变量", "𝑥", "e\u0301"])
def test_columns_are_characters(name: str) -> None:
    doc = Document.parse(f'"😀😀"; \t{name} = foo({name}, "日本") + bar\n')
    unit = doc.units[0]
    assignment = unit.tree[1]
    assert isinstance(assignment, ast.Assign)
    assert isinstance(assignment.value, ast.BinOp)
    for node, expected in ((assignment.targets[0], name), (assignment.value.right, "bar")):
        assert text_of(doc, doc.range(unit, node)) == expected
        assert doc.segment(unit, node) == expected


def test_segment_over_several_lines() -> None:
    doc = Document.parse("x = 1\nyé = foo(\n  'é',\n  b)\n")
    unit = doc.units[1]
    assert doc.segment(unit, unit.tree[0].value) == "foo(\n  'é',\n  b)"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    doc = Document.parse(PROGRAM.replace("\n", end))
    assert shape(doc) == shape(Document.parse(PROGRAM))


def test_a_byte_order_mark_is_a_column_of_the_first_line_only() -> None:
    doc = Document.parse("\ufeffx = 1\ny = 2\n")
    starts = [doc.range(unit, unit.tree[0]).start for unit in doc.units]
    assert starts == [Position(1, 2), Position(2, 1)]
    assert doc.line(1) == "\ufeffx = 1"


@pytest.mark.parametrize(
    "broken",
    [
        "x = foo(", "x = foo(a,", "if x", "if x:", "def", "def foo(a", "for i in", "with tf.G", '"""', '"abc',
        "x.", "x = ", "x = a +", "try:", "else:", "@", "@foo", "lambda", "return (", "[", "}", " y = 3",
        "class A", "import", "from a import", 'print "x"', "x == = 3", 'f"{', "tape.watch(", "a b c", "\0",
        "x = (1,\n         2,\n         3", "x = [1,\n      2 3,\n     4]", "while True", "\ud800",
        "elif x:\n        y=1", "match x:\n       case 1", "with a as b, c as\n        q = 2", "if x:\n  y=2",
    ],
)  # fmt: skip
def test_only_the_broken_statement_is_lost(broken: str) -> None:
    doc = Document.parse(PROGRAM.replace("a = 1", f"a = 1\n    {broken}"))
    kept = code(doc)
    for line in code(Document.parse(PROGRAM)).splitlines():
        if line.strip() != "a = 1":
            assert line in kept
    assert doc.problems


def test_what_a_broken_statement_binds_is_bound_to_something_unknown() -> None:
    doc = Document.parse("def f(w):\n    w = w +\n    return w\n")
    assert ast.unparse(doc.units[0].tree[0]) == "def f(w):\n    w = __broken__(w)\n    return w"


@pytest.mark.parametrize(
    "broken",
    ["    def __init__(self, ", "    d", "    def", "    x = ", "    def __init__(self):\n        x ="],
)
def test_a_class_that_lost_a_member_may_have_any(broken: str) -> None:
    doc = Document.parse(f"class A(Base):\n{broken}\n        self.a = 1\n\n    def f(self): pass\n")
    (cls,) = doc.units[0].tree
    assert isinstance(cls, ast.ClassDef)
    lost = "def __init__(self):" not in broken
    assert [ast.unparse(base) for base in cls.bases] == ["Base", "__broken__"][: 1 + lost]
    assert isinstance(cls.body[-1], ast.FunctionDef)


@pytest.mark.parametrize(
    ("header", "name"), [("def f(a, b=", "__broken__def"), ("def f(a, b)", "f"), ("def f", "__broken__def")]
)
def test_a_function_without_its_parameters_is_unknown(header: str, name: str) -> None:
    (function,) = Document.parse(f"{header}\n    return a\n").units[0].tree
    assert isinstance(function, ast.FunctionDef)
    assert function.name == name
    assert ast.unparse(function.body[0]) == "return a"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("def f(a):\nx = (", "def f(a):\n    return __broken__(f, a)"),
        ("class A(Base):\nx = (", "class A(__broken__):\n    pass"),
        ("with tape() as t:\nx = (", "with __broken__(tape, t) as t:\n    __broken__(tape, t)"),
        ("if a:\nx = (", "if a:\n    __broken__(a)"),
        (
            "def f():\n    a = 1\n      b = c\n      return d",
            "def f():\n    a = 1\n    return __broken__(b, c, d)",
        ),
        ("if a:\n    b = 1\n  c = d", "if a:\n    b = 1\n    c = __broken__(c, d)"),
        ("if a:\n      b = e\n    c = 1\n    d = 1", "if a:\n    b = __broken__(b, e)\n    c = 1\n    d = 1"),
        ('wi"th tape() as t:\n    x = 1', "with __broken__(wi, th, tape, t) as t:\n    x = 1"),
    ],
)
def test_lines_that_are_given_up_leave_their_names(text: str, mended: str) -> None:
    assert ast.unparse(Document.parse(text).units[0].tree[0]) == mended


@pytest.mark.parametrize("header", ["def f(*units, a=1)", "def f(*units, a=1):.", "def f(*units, a=1) -> "])
def test_parameters_that_are_whole_stay(header: str) -> None:
    (function,) = Document.parse(f"{header}\n    return a\n").units[0].tree
    assert ast.unparse(function) == "def f(*units, a=1):\n    return a"


def test_a_problem_stands_where_python_says() -> None:
    (problem,) = Document.parse("a = 1\n\nb = foo(\n").problems
    assert problem.range.start == Position(3, 8)
    assert "never closed" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000, "x=" + "(" * 3000 + ")" * 3000, "x=" + "-" * 100_000 + "1", "x=a" + ".b" * 50_000,
        "x=" + "+".join(["1"] * 20_000), "".join(" " * i + "if x:\n" for i in range(150)), '"""\n' * 2001,
        bytes(range(256)).decode("latin-1") * 20, "\0" * 100, " " * 10_000, "if x:\n\ty\n        z\n \tq",
        "@" * 1000, "@a\n" * 500, "else:\n" * 300, 'f"{' * 200, "\\\n" * 500, 'x="\ud800"\ny=(', "", "\ufeff",
        "\r", "\x0c\x0cx = 1\n\x0cdef f(): pass", "x = (\n" * 500,
    ],
    ids=range(22),
)  # fmt: skip
def test_nothing_raises(text: str) -> None:
    doc = Document.parse(text)
    assert [problem.range.start.line >= 1 for problem in doc.problems].count(False) == 0
    again, fresh = doc.updated(text + "\nx = 1"), Document.parse(text + "\nx = 1")
    assert [(u.start, u.text, u.damage) for u in again.units] == [
        (u.start, u.text, u.damage) for u in fresh.units
    ]


def test_an_edit_parses_only_what_it_touches() -> None:
    doc = Document.parse(PROGRAM)
    before = list(doc.units)
    after = doc.updated(PROGRAM.replace("a = 1", "a = 1\n    b = 2"))
    changed = [unit for unit in after.units if unit not in before]
    assert [unit.tree[0].name for unit in changed] == ["step"]
    assert after.units[-1].start == before[-1].start
    assert shape(after) == shape(Document.parse(after.text))


def test_an_edit_in_a_block_parses_one_statement_again() -> None:
    doc = Document.parse(PROGRAM)
    newest = doc.updated(PROGRAM.replace("loss += i", "loss += i * 2"))
    assert shape(newest) == shape(Document.parse(newest.text))
    old, new = (one.unit_at(6).tree[0] for one in (doc, newest))  # type: ignore[union-attr]
    assert [a is b for a, b in zip(old.body, new.body)] == [True, False, True, True]
    assert [a is b for a, b in zip(old.body[1].body, new.body[1].body)] == [True, False]


TYPED = ["", "l", "loss", "loss ", "# c", "   # c", "lo  # c", ""]


@pytest.mark.parametrize(
    "above", ["a = 1", "loss += i", "pass", "with tf.GradientTape() as tape:", "return g"]
)
def test_what_says_nothing_leaves_the_unit_as_it_was(above: str) -> None:
    lines = PROGRAM.split("\n")
    at = next(i for i, line in enumerate(lines) if line.endswith(above)) + 1
    margin = lines[at - 1][: -len(above)] + "    " * above.endswith(":")
    doc = Document.parse(PROGRAM)
    step = doc.unit_at(6)
    for typed in TYPED:
        doc = doc.updated("\n".join([*lines[:at], margin + typed, *lines[at:]]))
        assert doc.unit_at(6) is step
        assert shape(doc) == shape(Document.parse(doc.text))
    assert shape(doc.updated(PROGRAM)) == shape(Document.parse(PROGRAM))


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("    a = 1", ["    a = 1 ", "    a =  1", "    a = 0x1", "    a = 1  # c"]),
        ("    a = 1", ["    a =", "    a = ", "    a = "]),
        ("z = 3", ["z =  3", "z = 3 ", "z = 0b11"]),
        ("    a = 1", ["    'a'", "    'ab'", '    """ab"""', '    """ab c"""', "    ..."]),
        ("z = 3", ["'z'", "'zz'", '"zz "']),
    ],
)
def test_what_means_the_same_leaves_the_unit_as_it_was(line: str, typed: list[str]) -> None:
    text = PROGRAM.replace("else:\n    z = 3\n", "z = 3\n")
    doc = Document.parse(text.replace(line, typed[0]))
    unit = doc.unit_at(text.split("\n").index(line))
    for piece in typed[1:]:
        doc = doc.updated(text.replace(line, piece))
        assert unit in doc.units
        assert shape(doc) == shape(Document.parse(doc.text))


@pytest.mark.parametrize(
    "more",
    [
        ("    a = 1", "    a = 1\n        lo"),  # an unexpected indent
        ("    a = 1", "    a = 1 \\\n    lo"),
        ("def step(x, y):", "def step(x, y):\n  lo"),
        ("    try:", "    try:\n            lo"),
        ("    except ValueError:", "    lo\n    except ValueError:"),
        ("@tf.function", "@tf.function\nlo"),
        ("    a = 1", "    a = 1\n    lo\n  lo"),
        ("    a = 1", "    a = 1\n    raise"),
        ("x * y)", "x * y\n    lo\n    )"),
        ("        pass", "        lo"),  # alone in its block
    ],
)
def test_a_name_that_says_more_does_not(more: tuple[str, str]) -> None:
    doc = Document.parse(PROGRAM)
    step = doc.unit_at(6)
    newest = doc.updated(PROGRAM.replace(*more, 1))
    assert step not in newest.units
    assert shape(newest) == shape(Document.parse(newest.text))


LINES = [
    "x", " ", "    ", ":", ";", "; b = 2", "# c", "\\", "(", ")", "'", '"""', " = 1", " * 2", "if x:", "else:",
    "return", "pass", "é", "yield", "lambda: 0", ",", "\t", "@", "1 if x else 2", "async ", "del a", "\x0c",
    "\n", "\n    ", "\n    a", "\n        lo", "\n# c",
]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(LINES), min_size=1, max_size=8))
def test_edits_of_single_lines_equal_those_from_scratch(seed: int, pieces: list[str]) -> None:
    chance = random.Random(seed)
    lines = PROGRAM.split("\n")
    doc = Document.parse(PROGRAM)
    at = chance.randrange(6, 18)
    for piece in pieces:
        at = min(at, len(lines) - 1) if chance.random() < 0.6 else chance.randrange(len(lines))
        column = chance.randrange(len(lines[at]) + 1)
        until = column + chance.choice([0, 0, 1, 2, 30])
        lines[at : at + 1] = (lines[at][:column] + piece + lines[at][until:]).split("\n")
        doc = doc.updated("\n".join(lines))
        assert shape(doc) == shape(Document.parse(doc.text))


def test_a_backslash_goes_on_behind_blank_lines() -> None:
    doc = Document.parse("import a\nname\\\n\n\nx = 1\n").updated("import a\nname\\\nx = 1\n")
    assert shape(doc) == shape(Document.parse(doc.text))


def test_equal_statements_are_different_units() -> None:
    doc = Document.parse("x = 1\ny = 2\n").updated("x = 1\nx = 1\ny = 2\nx = 1\n")
    assert len({id(unit) for unit in doc.units}) == 4
    assert [unit.start for unit in doc.units] == [0, 1, 2, 3]


def test_unit_at() -> None:
    doc = Document.parse("x = 1\n\ndef f():\n    pass\n")
    assert [doc.units.index(doc.unit_at(line)) for line in range(4)] == [0, 0, 1, 1]
    assert Document.parse("").unit_at(0) is None


PIECES = [
    "(", ")", '"""', "'''", '"', "\n", "\n\n", "else:\n", "@", "x = 1\n", "def f():\n", "    ", "\\",
    "[", "]", "#", "\t", "import a\n", "elif", "\r", "é", "\ufeff", "\\\n", "'", "class A:\n", "\x0c", "", "",
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_an_edited_document_equals_one_from_scratch(seed: int, pieces: list[str]) -> None:
    chance = random.Random(seed)
    text = PROGRAM
    doc = Document.parse(text)
    for piece in pieces:
        at = chance.randrange(len(text) + 1)
        until = min(len(text), at + chance.choice([0, 0, 1, 3, 30, 200]))
        text = PROGRAM if chance.random() < 0.1 else text[:at] + piece + text[until:]
        doc = doc.updated(text)
        assert shape(doc) == shape(Document.parse(text))


@pytest.mark.parametrize(
    "after", ["", "\n\n", "# more\n", "   \n  # more\n\n#: and more\n", "  # behind\n# below\n"]
)
def test_comments_and_blank_lines_behind_a_statement_leave_it_as_it_was(after: str) -> None:
    before = Document.parse("x = [1,\n 2]\n# a\ny = 'é' ;\nz = 3\n")
    middle = before.units[1]
    newest = before.updated(f"x = [1,\n 2]\n# a\ny = 'é'{after or chr(10)}z = 3\n")
    assert newest.units[1] is middle
    fresh = Document.parse(newest.text)
    assert [(u.text, u.start, u.height) for u in newest.units] == [
        (u.text, u.start, u.height) for u in fresh.units
    ]
    assert newest.line(newest.height - 1) == fresh.line(fresh.height - 1)


@pytest.mark.parametrize("after", ["; w = 1\n", " + 1\n", " # a\n  b\n"])
def test_what_is_no_comment_does_not(after: str) -> None:
    before = Document.parse("x = 1\ny = 2\nz = 3\n")
    middle = before.units[1]
    assert before.updated(f"x = 1\ny = 2{after}z = 3\n").units[1] is not middle
