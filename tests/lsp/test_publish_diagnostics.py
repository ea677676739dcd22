"""Diagnostics are pushed with their version, never stale, never doubled, and cleared on close."""

from __future__ import annotations

import editor as editors
import pytest
from lsprotocol import types

WARNING, HINT = types.DiagnosticSeverity.Warning, types.DiagnosticSeverity.Hint


@pytest.mark.parametrize("capabilities", [editors.vscode, editors.plain], ids=["vscode", "plain"])
async def test_a_finding_stands_on_its_source(start, example, capabilities) -> None:
    editor = await start(capabilities())
    uri = editor.open("train.py", example("moved_out"))
    found = await editor.diagnostics(uri)
    assert [(d.code, d.severity, editor.slice(uri, d.range)) for d in found] == [
        ("computed-outside-tape", WARNING, "x"),
        ("computed-outside-tape", HINT, "x + y"),
    ]
    assert {d.source for d in found} == {"tapelens"}


async def test_causes_are_related_and_link_back(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    finding, hint = await editor.diagnostics(uri)
    (cause,) = finding.related_information
    assert cause.location.uri == uri
    assert editor.slice(uri, cause.location.range) == "x + y"
    assert hint.related_information[0].location.range == finding.range
    assert finding.code_description.href.endswith("#computed-outside-tape")


async def test_a_client_gets_only_what_it_can_take(start, example) -> None:
    editor = await start(editors.plain())
    uri = editor.open("train.py", example("moved_out"))
    for found in await editor.diagnostics(uri):
        assert found.related_information is None
        assert found.code_description is None
        assert found.data is None


async def test_an_edit_clears_and_brings_back(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    assert len(await editor.diagnostics(uri)) == 2
    version = editor.edit(uri, "z = x + y\nwith tf.GradientTape(persistent=True) as tape:\n",
                          "with tf.GradientTape(persistent=True) as tape:\n    z = x + y\n")  # fmt: skip
    assert await editor.diagnostics(uri, version) == []
    version = editor.edit(uri, "    z = x + y\n", "    z = tf.stop_gradient(x + y)\n")
    codes = {d.code for d in await editor.diagnostics(uri, version)}
    assert codes == {"stop-gradient"}


async def test_a_text_without_a_tape_is_answered_with_an_empty_list(editor) -> None:
    uri = editor.open("plain.py", "import tensorflow as tf\nx = tf.Variable(1.0)\n")
    assert await editor.diagnostics(uri) == []


async def test_close_clears(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    await editor.diagnostics(uri)
    editor.close(uri)
    assert await editor.diagnostics(uri) == []
    assert editor.published[-1].version is None


async def test_each_version_is_published_once_and_in_order(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    for number in range(20):
        editor.edit(uri, "\n", f"  # {number}\n")
    await editor.diagnostics(uri)
    versions = [p.version for p in editor.published if p.uri == uri]
    assert versions == sorted(set(versions))
    assert versions[-1] == 21


async def test_another_language_is_left_alone(editor, example) -> None:
    other = editor.open("notes.txt", example("moved_out"), language="plaintext")
    uri = editor.open("train.py", example("moved_out"))
    await editor.diagnostics(uri)
    assert not [p for p in editor.published if p.uri == other]


async def test_half_typed_code_keeps_its_findings(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    version = editor.edit(uri, 'print("d penalty / dy:", dy)', "print(dy")
    assert "computed-outside-tape" in {d.code for d in await editor.diagnostics(uri, version)}


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\x00\x01tape.gradient", "gradient(" * 5000])
async def test_odd_texts_get_an_answer(editor, text) -> None:
    uri = editor.open("odd.py", text)
    assert isinstance(await editor.diagnostics(uri), list)
