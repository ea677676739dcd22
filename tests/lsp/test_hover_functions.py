"""A hover on a function of TensorFlow in a path says what it does to a gradient; links suit the client."""

from __future__ import annotations

import json
from urllib.parse import unquote

import editor as editors
import pytest

PROGRAM = """\
import numpy as np
import tensorflow as tf
from tensorflow import math as m

x = tf.Variable(2.0)
print(tf.round(1.5))
with tf.GradientTape() as tape:
    y = tf.square(x)
    z = tf.round(y)
    s = m.softplus(z) * tf.sin(1.0)
tape.gradient(s, x)
"""


@pytest.mark.parametrize(
    ("needle", "name", "said"),
    [
        ("tf.square(x)", "tf.square", "`tf.square` carries the gradient of `x`."),
        ("tf.round(y)", "tf.round", "`tf.round` gives no gradient to `x` (None)."),
        ("m.softplus(z)", "m.softplus", "`tf.nn.softplus` carries the gradient of `features`."),
    ],
)
async def test_what_a_function_on_the_path_does(editor, needle, name, said) -> None:
    uri = editor.open("train.py", PROGRAM)
    hover = await editor.hover(uri, editor.at(uri, needle, name[3:]))
    assert hover.contents.value.startswith(said)
    assert editor.slice(uri, hover.range) == name
    assert "✗ **`z` = `tf.round(y)`**" in hover.contents.value


@pytest.mark.parametrize("needle", ["round(1.5)", "sin(1.0)"])
async def test_a_function_off_the_path_says_nothing(editor, needle) -> None:
    uri = editor.open("train.py", PROGRAM)
    hover = await editor.hover(uri, editor.at(uri, needle))
    assert hover is None or not hover.contents.value.startswith("`tf")


async def test_a_client_that_can_is_given_its_commands(start) -> None:
    editor = await start(options={"commands": True})
    uri = editor.open("train.py", PROGRAM)
    call = editor.at(uri, "tape.gradient")
    hover = await editor.hover(uri, editor.at(uri, "tape.gradient(s, x)", "x)"))
    last = hover.contents.value.splitlines()[-1]
    rule, picture = (unquote(part.split("(", 1)[1].rstrip(")")) for part in last.split(" · "))
    assert rule == 'command:tapelens.explainRule?["non-differentiable-op"]'
    command, arguments = picture.split("?")
    assert command == "command:tapelens.showFlow"
    assert json.loads(arguments) == [uri, {"line": call.line, "character": call.character}]
    assert "Gradient of" not in hover.contents.value, "the finding is shown beside the hover already"


async def test_a_long_story_is_cut_around_the_break(editor) -> None:
    steps = [f"    a{n} = tf.nn.relu(a{n - 1})" for n in range(1, 30)]
    steps[14] = "    a15 = tf.round(a14)"
    text = "\n".join(
        [
            "import tensorflow as tf",
            "a0 = tf.Variable(1.0)",
            "with tf.GradientTape() as tape:",
            *steps,
            "tape.gradient(a29, a0)\n",
        ]
    )
    uri = editor.open("long.py", text)
    hover = await editor.hover(uri, editor.at(uri, "gradient(a29"))
    told = [line for line in hover.contents.value.splitlines() if line[:1].isdigit()]
    assert len(told) == 2 + 1 + 5 + 1 + 2
    assert [line.split(". ")[1] for line in told if "steps on" in line] == ["… 11 steps on", "… 10 steps on"]
    assert "✗ **`a15`" in told[5]


async def test_neovim_is_given_addresses(start) -> None:
    editor = await start(editors.neovim())
    uri = editor.open("train.py", PROGRAM)
    hover = await editor.hover(uri, editor.at(uri, "tape.gradient(s, x)", "x)"))
    assert "command:" not in hover.contents.value
    assert "Gradient of" in hover.contents.value
