"""Fixes are offered on the finding and on its causes' lines, resolved late, and refused when stale."""

from __future__ import annotations

import sys

import editor as editors
import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

DOUBLE = [sys.executable, str(editors.HERE / "double.py")]
TEXT = """import tensorflow as tf
x = tf.Variable(2.0)
y = tf.constant(3.0)
z = tf.constant(4.0)
with tf.GradientTape() as tape:
    result = x * y * tf.round(z)
g = tape.gradient(result, [x, y])
h = 1
# mend source-not-watched safe: y = tf.constant(3.0) => y = tf.Variable(3.0)
# mend source-not-watched unsafe: x * y => x + y
"""
PREFERRED = "Write y = tf.Variable(3.0)"
IGNORE = "Ignore source-not-watched on this line"
ALL = "Apply all safe fixes of Tapelens"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory):
    shared = await editors.start(tmp_path_factory.mktemp("workspace"), editors.vscode(), command=DOUBLE)
    yield shared
    await shared.client.shutdown_session()
    await shared.client.stop()


async def opened(editor, text=TEXT) -> str:
    uri = editor.open("train.py", text)
    await editor.diagnostics(uri)
    return uri


@pytest.mark.parametrize("needle", ["[x, y]", "y = tf.constant(3.0)"])
async def test_on_the_finding_and_on_the_line_of_its_cause(editor, needle) -> None:
    uri = await opened(editor)
    actions = await editor.actions(uri, editor.span(uri, needle))
    assert [(a.title, a.kind, a.is_preferred) for a in actions] == [
        (PREFERRED, "quickfix", True),
        ("Write x + y (it changes the result)", "quickfix", None),
        (IGNORE, "quickfix", None),
        (ALL, "source.fixAll.tapelens", None),
    ]
    assert {d.code for d in actions[0].diagnostics} == {"source-not-watched"}


async def test_nothing_but_fix_all_elsewhere(editor) -> None:
    uri = await opened(editor)
    assert [a.title for a in await editor.actions(uri, editor.span(uri, "h = 1"))] == [ALL]


async def test_the_edit_comes_when_it_is_asked_for_and_has_a_version(editor) -> None:
    uri = await opened(editor)
    first = (await editor.actions(uri, editor.span(uri, "[x, y]")))[0]
    assert first.edit is None
    edit = (await editor.client.code_action_resolve_async(first)).edit
    assert edit.document_changes[0].text_document.version == 1
    old, new = "y = tf.constant(3.0)", "y = tf.Variable(3.0)"
    assert editor.applied(uri, edit) == TEXT.replace(old, new, 1)


async def test_a_stale_edit_is_refused(editor) -> None:
    uri = await opened(editor)
    first = (await editor.actions(uri, editor.span(uri, "[x, y]")))[0]
    editor.edit(uri, "h = 1", "h = 2")
    with pytest.raises(JsonRpcException) as refused:
        await editor.client.code_action_resolve_async(first)
    assert refused.value.code == types.LSPErrorCodes.ContentModified.value


async def test_an_edit_of_a_closed_text_is_refused(editor) -> None:
    uri = await opened(editor)
    first = (await editor.actions(uri, editor.span(uri, "[x, y]")))[0]
    editor.close(uri)
    with pytest.raises(JsonRpcException):
        await editor.client.code_action_resolve_async(first)


async def test_fix_all_applies_the_safe_ones_only(editor) -> None:
    text = TEXT.replace("safe: y = tf.constant(3.0) => y = tf.Variable(3.0)", "unsafe: q => r")
    for source, fixed in ((TEXT, TEXT.replace("tf.constant(3.0)", "tf.Variable(3.0)", 1)), (text, text)):
        uri = await opened(editor, source)
        only = ["source.fixAll"]
        (action,) = await editor.actions(uri, editor.span(uri, "h"), only)
        resolved = await editor.client.code_action_resolve_async(action)
        assert editor.applied(uri, resolved.edit) == fixed


async def test_kinds_that_are_not_asked_for_are_left_out(editor) -> None:
    uri = await opened(editor)
    range_ = editor.span(uri, "[x, y]")
    kinds = {a.kind for a in await editor.actions(uri, range_, ["quickfix"])}
    assert kinds == {"quickfix"}
    assert await editor.actions(uri, range_, ["refactor"]) == []
    (cells,) = await editor.actions(uri, range_, ["notebook.source.fixAll.tapelens"])
    assert cells.kind == "notebook.source.fixAll.tapelens"


async def test_the_comment_that_ignores_silences(editor) -> None:
    uri = await opened(editor)
    action = next(a for a in await editor.actions(uri, editor.span(uri, "[x, y]")) if a.title == IGNORE)
    text = editor.applied(uri, action.edit)
    line = "g = tape.gradient(result, [x, y])"
    assert f"{line}  # tapelens: ignore[source-not-watched]\n" in text
    version = editor.edit(uri, line, f"{line}  # tapelens: ignore[source-not-watched]")
    assert await editor.diagnostics(uri, version) == []


async def test_the_comment_is_extended(editor) -> None:
    line = "g = tape.gradient(result, [x, y])"
    uri = await opened(editor, TEXT.replace(line, f"{line}  # tapelens: ignore[no-path] why"))
    action = next(a for a in await editor.actions(uri, editor.span(uri, "[x, y]")) if a.title == IGNORE)
    text = editor.applied(uri, action.edit)
    assert f"{line}  # tapelens: ignore[no-path, source-not-watched] why\n" in text


@pytest.mark.parametrize("capabilities", [editors.neovim, editors.plain], ids=["neovim", "plain"])
async def test_clients_that_take_no_versions_or_late_edits(start, capabilities) -> None:
    editor = await start(capabilities(), command=DOUBLE)
    uri = editor.open("train.py", TEXT)
    first = (await editor.actions(uri, editor.span(uri, "[x, y]")))[0]
    if first.edit is None:
        first = await editor.client.code_action_resolve_async(first)
    assert first.edit.document_changes is None
    assert "y = tf.Variable(3.0)\nz" in editor.applied(uri, first.edit)


async def test_crlf_texts_get_crlf_edits(editor) -> None:
    text = TEXT.replace("\n", "\r\n")
    uri = await opened(editor, text)
    (action,) = await editor.actions(uri, editor.span(uri, "h = 1"), ["source.fixAll"])
    edit = (await editor.client.code_action_resolve_async(action)).edit
    assert editor.applied(uri, edit) == text.replace("tf.constant(3.0)", "tf.Variable(3.0)", 1)


async def test_the_command_applies_all_safe_fixes(editor) -> None:
    uri = await opened(editor)
    command = types.ExecuteCommandParams("tapelens.applyFixes", [uri])
    assert await editor.client.workspace_execute_command_async(command) is True
    fixed = editor.applied(uri, editor.client.edits[-1])
    assert fixed == TEXT.replace("tf.constant(3.0)", "tf.Variable(3.0)", 1)
