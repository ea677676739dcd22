"""A project of a dozen modules in an editor: findings, links, fixes in other files, and what an edit refreshes."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import editor as editors
import pytest
from lsprotocol import types

PROJECT = Path(__file__).parents[1] / "fixtures" / "project"
LOSSES, GENERATOR = "src/gan/losses.py", "src/gan/models/generator.py"
FOUND = {
    26: ("non-differentiable-op", LOSSES, 13),
    27: ("left-tensorflow", LOSSES, 18),
    28: ("non-differentiable-op", GENERATOR, 13),
    31: ("integer-dtype", "shared/numbers_of.py", 5),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT, tmp_path, dirs_exist_ok=True)
    return tmp_path


def show(editor: editors.Editor, name: str) -> str:
    """Open a file of the workspace as it is on the disk."""
    uri, text = editor.uri(name), (editor.root / name).read_text(encoding="utf-8")
    editor.texts[uri], editor.versions[uri] = text, 1
    item = types.TextDocumentItem(uri, "python", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return uri


async def until(editor: editors.Editor, uri: str, lines: list[int]) -> list[types.Diagnostic]:
    """Wait until the newest findings of a document stand on these lines (from 1)."""
    while True:
        editor.news.clear()
        own = [p.diagnostics for p in editor.published if p.uri == uri][-1:]
        found = [d for given in own for d in given if d.severity != types.DiagnosticSeverity.Hint]
        if own and [d.range.start.line + 1 for d in found] == lines:
            return found
        await asyncio.wait_for(editor.news.wait(), 30)


async def test_every_finding_links_to_its_cause(start, project) -> None:
    editor = await start()
    found = await until(editor, show(editor, "train.py"), list(FOUND))
    for diagnostic, (code, file, line) in zip(found, FOUND.values(), strict=True):
        assert diagnostic.code == code
        links = [(i.location.uri, i.location.range.start.line + 1) for i in diagnostic.related_information]
        assert (editor.uri(file), line) in links


async def test_an_open_text_counts_through_several_imports(start, project) -> None:
    editor = await start()
    train, base = show(editor, "train.py"), show(editor, "src/gan/models/base.py")
    await until(editor, train, list(FOUND))
    editor.edit(base, "return self.activate(self.inner(x))", "return tf.stop_gradient(self.inner(x))")
    await until(editor, train, [25, 26, 27, 28, 31])
    editor.close(base)
    await until(editor, train, list(FOUND))


async def test_a_fix_in_the_loss_mends_the_script(start, project) -> None:
    editor = await start()
    train, losses = show(editor, "train.py"), show(editor, LOSSES)
    await until(editor, train, list(FOUND))
    (offered, *_) = await editor.actions(losses, editor.span(losses, "B.round(fake)"), ["quickfix"])
    assert offered.title.endswith("for line 26 of train.py")
    edit = (await editor.client.code_action_resolve_async(offered)).edit
    (change,) = edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (losses, 1)
    editor.edit(losses, editor.texts[losses], editor.applied(losses, edit))
    await until(editor, train, [27, 28, 31])


async def test_only_what_imports_it_is_refreshed(start, project) -> None:
    editor = await start()
    train, losses = show(editor, "train.py"), show(editor, LOSSES)
    alone = editor.open("alone.py", "import tensorflow as tf\nwith tf.GradientTape() as tape:\n    y = 1\n")
    await until(editor, train, list(FOUND))
    await editor.diagnostics(alone)
    before = [p for p in editor.published if p.uri == alone]
    editor.edit(losses, "B.round(fake)", "B.square(fake)")
    await until(editor, train, [27, 28, 31])
    assert [p for p in editor.published if p.uri == alone] == before


async def test_a_cycle_that_is_edited_comes_to_an_end(start, project) -> None:
    editor = await start()
    train, step = show(editor, "train.py"), show(editor, "src/gan/training/step.py")
    await until(editor, train, list(FOUND))
    editor.edit(step, "return x * 2.0", "return x // 2.0")
    await until(editor, train, [26, 27, 28, 30, 31])
    editor.edit(step, "return x // 2.0", "return x * (")
    editor.edit(step, "return x * (", "return x * 2.0")
    await until(editor, train, list(FOUND))
