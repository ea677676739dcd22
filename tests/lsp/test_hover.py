"""A hover tells the story of the gradient, and says nothing where no tape is concerned."""

from __future__ import annotations

import editor as editors
import pytest
from lsprotocol import types


@pytest.mark.parametrize(
    ("needle", "inside", "range_"),
    [
        ("tape.gradient(result, x)", "gradient", "tape.gradient(result, x)"),
        ("gradient(result, x)", "x)", "x"),
        ("gradient(result, x)", "result", "result"),
        ("z = x + y", "+", "x + y"),
        ("result = z * 3", "*", "z * 3"),
    ],
)
async def test_the_story_on_everything_that_takes_part(editor, example, needle, inside, range_) -> None:
    uri = editor.open("train.py", example("moved_out"))
    hover = await editor.hover(uri, editor.at(uri, needle, inside))
    assert hover is not None
    assert editor.slice(uri, hover.range) == range_
    text = hover.contents.value
    lines = [line for line in text.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [line.startswith(f"{n}. [line ") for n, line in enumerate(lines, 1)] == [True] * 3
    assert ["✗" in line for line in lines] == [False, True, False]
    line = editor.at(uri, "z = x + y").line + 1
    assert f"[line {line}]({uri}#L{line}," in text
    assert "(https://" in text.splitlines()[-1]


async def test_neovim_gets_the_story_too(start, example) -> None:
    editor = await start(editors.neovim())
    uri = editor.open("train.py", example("moved_out"))
    hover = await editor.hover(uri, editor.at(uri, "gradient(result, x)", "x)"))
    assert "✗ **`z` = `x + y`**" in hover.contents.value


async def test_a_tape_says_what_it_records(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    hover = await editor.hover(uri, editor.at(uri, "tf.GradientTape("))
    assert "`tape`" in hover.contents.value
    assert "any number of gradient calls" in hover.contents.value


async def test_a_sound_source_has_no_break(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    hover = await editor.hover(uri, editor.at(uri, "gradient(penalty, y)", "y)"))
    assert "has a gradient" in hover.contents.value
    assert "✗" not in hover.contents.value


@pytest.mark.parametrize("needle", ["import", '"""Fit', "print(", "d result"])
async def test_nothing_elsewhere(editor, example, needle) -> None:
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.hover(uri, editor.at(uri, needle)) is None


async def test_an_unknown_document_is_logged(editor) -> None:
    uri = editor.uri("never_opened.py")
    assert await editor.hover(uri, types.Position(0, 0)) is None
    assert uri in await editor.log("nothing is known of")


async def test_a_hover_waits_for_the_newest_text(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    editor.edit(uri, "z = x + y\n", "\n\nz = x * y\n")
    hover = await editor.hover(uri, editor.at(uri, "z = x * y", "*"))
    assert "`z` = `x * y`" in hover.contents.value


SETS = """import tensorflow as tf
from elsewhere import f
params = {"kernel": tf.Variable(1.0), "frozen": tf.Variable(2.0, trainable=False)}
with tf.GradientTape(persistent=True) as tape:
    y = params["kernel"] * 2.0
    z = y * params["frozen"]
    w = f(z)
tape.gradient(z, params)
tape.gradient(w, params["kernel"])
"""


@pytest.mark.parametrize("inside", ["tape.gradient(z", "params)"])
async def test_an_expression_that_holds_several_sources(editor, inside) -> None:
    uri = editor.open("train.py", SETS)
    hover = await editor.hover(uri, editor.at(uri, "tape.gradient(z, params)", inside))
    text = hover.contents.value
    assert text.startswith("**1 of 2 sources gets a gradient**")
    assert '- `params["kernel"]`: ✓' in text
    assert '- `params["frozen"]`: None' in text


async def test_a_sound_path_tells_nothing_of_other_sources(editor) -> None:
    uri = editor.open("train.py", SETS)
    hover = await editor.hover(uri, editor.at(uri, 'params["kernel"] * 2.0', "*"))
    assert hover.contents.value.startswith('**`params["kernel"]` has a gradient**')
    assert "None" not in hover.contents.value


async def test_a_step_of_which_nothing_is_known_is_told_as_such(editor) -> None:
    uri = editor.open("train.py", SETS)
    hover = await editor.hover(uri, editor.at(uri, "tape.gradient(w, ", "gradient"))
    assert "may have a gradient**" in hover.contents.value
    assert "`f(z)`, of which nothing is known" in hover.contents.value


async def test_nothing_where_a_path_may_pass_but_nobody_knows(editor) -> None:
    uri = editor.open("train.py", SETS)
    assert await editor.hover(uri, editor.at(uri, "f(z)", "f")) is None
    assert await editor.hover(uri, editor.at(uri, "y * params", "*")) is not None
