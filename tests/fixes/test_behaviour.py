"""How fixes behave: small edits, the file's own spelling, names bound before they are read, the order of effects."""

from __future__ import annotations

import pytest
from tapelens.check import check
from tapelens.findings import Fix
from tapelens.source.edits import apply

HEAD = "import tensorflow as tf\n\n"
PARTLY = "one of "


def fixes(text: str) -> tuple[Fix, ...]:
    """Return the fixes of the only finding that is no hint."""
    analysis = check(text)
    (finding,) = (f for f in analysis.findings if f.severity != "hint")
    return analysis.fixes(finding)


def first(text: str) -> tuple[Fix, str]:
    """Return the first fix and the text with it."""
    fix = fixes(text)[0]
    return fix, apply(text, fix.edits)


MOVED = """\
x = tf.Variable(2.0)
y = x * 3.0  # kept
with tf.GradientTape() as tape:
    loss = y * y  # here too
print(tape.gradient(loss, x))
"""


@pytest.mark.parametrize(
    ("ending", "indent"), [("\n", "    "), ("\r\n", "    "), ("\n", "\t"), ("\r\n", "  ")]
)
def test_line_ends_and_indentation_are_the_files_own(ending: str, indent: str) -> None:
    text = (HEAD + MOVED).replace("    ", indent).replace("\n", ending)
    fix, new = first(text)
    line = f"y = x * 3.0  # kept{ending}"
    at = f"with tf.GradientTape() as tape:{ending}"
    assert new == text.replace(line, "").replace(at, f"{at}{indent}{line}")
    assert fix.applicability == "safe"


def test_a_file_without_a_last_line_end() -> None:
    text = (HEAD + MOVED).rstrip("\n")
    assert first(text)[1] == first(HEAD + MOVED)[1].rstrip("\n")


def test_the_alias_of_the_file_is_used() -> None:
    text = "import numpy as xp\nimport tensorflow as flow\n\nx = flow.Variable([1.0])\n"
    text += "with flow.GradientTape() as tape:\n    y = flow.reduce_sum(xp.square(x))\nprint(tape.gradient(y, x))\n"
    assert first(text)[1] == text.replace("xp.square", "flow.square")


def test_an_import_is_added_where_there_is_none() -> None:
    text = '"""A script."""\n\nimport numpy as np\nfrom tensorflow import GradientTape, Variable\n\n'
    text += "x, v = Variable([1.0]), Variable([2.0])\n"
    text += "with GradientTape() as tape:\n    y = np.square(v)\n    z = x * y\nprint(tape.gradient(z, v))\n"
    analysis = check(text)
    offered = [apply(text, fix.edits) for finding in analysis.findings for fix in analysis.fixes(finding)]
    with_import = [new for new in offered if "tf." in new]
    assert with_import
    assert all("import GradientTape, Variable\nimport tensorflow as tf\n" in new for new in with_import)


def test_what_a_moved_statement_needs_moves_along() -> None:
    text = HEAD + "x = tf.Variable(2.0)\nwith tf.GradientTape() as tape:\n    y = x * x\n"
    text += "scale = 3.0\nloss = y * scale\nprint(tape.gradient(loss, x))\n"
    new = first(text)[1]
    assert "    y = x * x\n    scale = 3.0\n    loss = y * scale\nprint" in new


def test_a_target_that_the_call_computes_moves_with_what_it_reads() -> None:
    text = HEAD + "x = tf.Variable([2.0])\nwith tf.GradientTape() as tape:\n    y = x * x\n"
    text += "z = y * 2.0\nprint(tape.gradient(tf.reduce_sum(z), x))\n"
    new = first(text)[1]
    assert "    z = y * 2.0\n    target = tf.reduce_sum(z)\nprint(tape.gradient(target, x))" in new


def test_an_order_that_can_be_seen_makes_a_fix_unsafe() -> None:
    text = HEAD + "x = tf.Variable(2.0)\ny = x * tf.random.normal([])\nprint('now')\n"
    text += "with tf.GradientTape() as tape:\n    loss = y * y\nprint(tape.gradient(loss, x))\n"
    fix, _ = first(text)
    assert fix.applicability == "unsafe"
    assert "order" in fix.reason


def test_the_helper_that_prints_is_looked_into() -> None:
    text = (
        HEAD
        + "def noisy(v):\n    print(v)\n    return v * 3.0\n\n\nx = tf.Variable(2.0)\ny = noisy(x)\nprint('now')\n"
    )
    text += "with tf.GradientTape() as tape:\n    loss = y * y\nprint(tape.gradient(loss, x))\n"
    assert first(text)[0].applicability == "unsafe"


def test_a_text_of_several_lines_keeps_its_content() -> None:
    text = HEAD + 'x = tf.Variable(2.0)\ny = tf.identity(x * 3.0, name="""a\n  b""".strip())\n'
    text += "with tf.GradientTape() as tape:\n    loss = y * y\nprint(tape.gradient(loss, x))\n"
    assert '    y = tf.identity(x * 3.0, name="""a\n  b""".strip())\n' in first(text)[1]


def test_two_statements_on_a_line_stay() -> None:
    text = (
        HEAD + "x = tf.Variable(2.0)\ny = x * 3.0; z = 1\nwith tf.GradientTape() as tape:\n    loss = y * y\n"
    )
    text += "print(tape.gradient(loss, x))\n"
    assert not any("Move" in fix.title for fix in fixes(text))


def test_a_persistent_tape_is_deleted_in_a_function() -> None:
    text = (
        HEAD + "def both(x):\n    with tf.GradientTape() as tape:\n        tape.watch(x)\n        y = x * x\n"
    )
    text += "    a = tape.gradient(y, x)\n    b = tape.jacobian(y, x)\n    return a, b\n\n\nboth(tf.constant([1.0]))\n"
    new = first(text)[1]
    assert "tf.GradientTape(persistent=True)" in new
    assert "    b = tape.jacobian(y, x)\n    del tape\n    return a, b\n" in new


def test_several_causes_have_one_fix_for_all_and_one_each() -> None:
    text = HEAD + "x = tf.Variable([2.0])\nwith tf.GradientTape() as tape:\n    y = tf.round(x) * 1.0\n"
    text += "    loss = tf.reduce_sum(tf.stop_gradient(y))\nprint(tape.gradient(loss, x))\n"
    whole = [fix for fix in fixes(text) if not fix.reason.startswith(PARTLY)]
    part = [fix for fix in fixes(text) if fix.reason.startswith(PARTLY)]
    assert len(whole) == 1
    assert {fix.title for fix in part} == {"Pass the gradient straight through", "Remove `stop_gradient`"}
    assert all(check(apply(text, fix.edits)).findings == () for fix in whole)
    assert all(len(check(apply(text, fix.edits)).findings[0].causes) == 1 for fix in part)


def test_a_broken_statement_elsewhere_costs_no_fix() -> None:
    text = HEAD + MOVED + "\nother = (1 +\n"
    assert any("Move" in fix.title for fix in fixes(text))


LOOP = """\
w, b = tf.Variable(1.0), tf.Variable(0.0)
for _ in range(2):
    with tf.GradientTape() as tape:
        loss = tf.square(w * 2.0 + b - 3.0)
    dw, db = tape.gradient(loss, [w, b])
    w, b = w - 0.1 * dw, {}  # a step
"""


def test_variables_that_are_replaced_together_are_updated_one_after_the_other() -> None:
    fix, new = first(HEAD + LOOP.format("b - 0.1 * db"))
    assert new.endswith("    w.assign_sub(0.1 * dw)\n    b.assign_sub(0.1 * db)  # a step\n")
    assert fix.applicability == "unsafe"


def test_but_not_where_one_reads_the_other() -> None:
    assert not any("assign_sub" in fix.title for fix in fixes(HEAD + LOOP.format("b - w * db")))


def test_sources_that_nobody_watches_are_watched_together() -> None:
    text = (
        HEAD + "x = tf.constant(1.0)\ny = tf.constant(2.0)\nwith tf.GradientTape() as tape:\n    z = x * y\n"
    )
    fix, new = first(text + "print(tape.gradient(z, [x, y]))\n")
    assert "as tape:\n    tape.watch([x, y])\n    z = x * y\n" in new
    assert fix.title == "Watch `[x, y]` with `tape.watch([x, y])`"


AHEAD = """\
params = [tf.Variable(0.5), tf.Variable(0.1)]
rate = tf.Variable(0.1)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        before = tf.square(params[0] - params[1])
    grads = inner.gradient(before, params)
    for p, g in zip(params, grads):
        p.assign_sub(rate * g)
    after = tf.square(params[0] - params[1])
print(outer.gradient(after, rate))
"""


def test_a_step_that_is_differentiated_is_assigned_after_the_block() -> None:
    _, new = first(HEAD + AHEAD)
    assert "    params_ahead = [p - rate * g for p, g in zip(params, grads)]\n" in new
    assert (
        "    after = tf.square(params_ahead[0] - params_ahead[1])\nfor p, p_ahead in zip(params, params_ahead):\n"
        in new
    )
    assert "    p.assign(p_ahead)\nprint(" in new


def test_a_number_that_was_written_is_used_itself() -> None:
    body = "x = tf.Variable(1.0)\nwith tf.GradientTape() as tape:\n    z = x * 2.0\n    text = f'{z:.3f}'\n"
    _, new = first(HEAD + body + "    y = tf.constant(2.0) * float(text)\nprint(tape.gradient(y, x))\n")
    assert "    y = tf.constant(2.0) * z\n" in new


def test_a_part_of_a_table_that_is_assigned_becomes_a_new_table() -> None:
    body = "k = tf.Variable(0.1)\nwith tf.GradientTape() as tape:\n    u = tf.Variable(tf.ones(5))\n"
    body += "    u[1:-1].assign(k * u[1:-1])\n"
    _, new = first(
        HEAD + body.replace("u[2:]", "u[1:-1]") + "    y = tf.reduce_sum(u)\nprint(tape.gradient(y, k))\n"
    )
    assert "    u = tf.concat([u[:1], k * u[1:-1], u[-1:]], axis=0)\n" in new


def test_no_fix_puts_whole_numbers_and_fractions_together() -> None:
    body = "a = tf.range(3)\nb = tf.range(3)\nwith tf.GradientTape() as tape:\n    tape.watch(a)\n"
    _, new = first(HEAD + body + "    y = tf.cast(a * b, tf.float32)\nprint(tape.gradient(y, a))\n")
    assert "a = tf.range(3.0)\nb = tf.range(3.0)\n" in new
