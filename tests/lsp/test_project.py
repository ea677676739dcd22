"""An open file follows the files that it imports: as the editor shows them, else as they are on the disk."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import editor as editors
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

TRAIN = """\
import tensorflow as tf
from helper import loss
w = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = loss(w)
tape.gradient(y, w)
"""
ROUNDS = "import tensorflow as tf\n\n\ndef loss(w):\n    return tf.round(w)\n"
CARRIES = ROUNDS.replace("tf.round(w)", "w * w")
ALONE = TRAIN.replace("from helper import loss", "loss = tf.round")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "helper.py").write_text(ROUNDS, encoding="utf-8")
    (tmp_path / "train.py").write_text(TRAIN, encoding="utf-8")
    (tmp_path / "alone.py").write_text(ALONE, encoding="utf-8")
    return tmp_path


def show(editor: editors.Editor, name: str) -> str:
    """Open a file of the workspace as it is on the disk."""
    uri, text = editor.uri(name), (editor.root / name).read_text(encoding="utf-8")
    editor.texts[uri], editor.versions[uri] = text, 1
    item = types.TextDocumentItem(uri, "python", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return uri


async def told(editor: editors.Editor, uri: str, count: int, since: int = 0) -> list[types.Diagnostic]:
    """Wait until the newest diagnostics of a document, published after the first `since`, are `count`."""
    while True:
        editor.news.clear()
        own = [p for p in editor.published[since:] if p.uri == uri]
        if own and len(own[-1].diagnostics) == count:
            return list(own[-1].diagnostics)
        await asyncio.wait_for(editor.news.wait(), 30)


def times(editor: editors.Editor, uri: str) -> int:
    return sum(p.uri == uri for p in editor.published)


async def test_the_cause_in_another_file_is_a_link(start, project) -> None:
    editor = await start()
    (found,) = await told(editor, show(editor, "train.py"), 1)
    assert found.code == "non-differentiable-op"
    links = [(i.location.uri, i.location.range.start.line) for i in found.related_information]
    assert (editor.uri("helper.py"), 4) in links


def marks(found: list[types.Diagnostic]) -> list[tuple[int, str]]:
    """Return where the hints stand, and what they lead to."""
    hints = [one for one in found if one.severity == types.DiagnosticSeverity.Hint]
    return [
        (hint.range.start.line, info.location.uri.rsplit("/", 1)[-1])
        for hint in hints
        for info in hint.related_information
    ]


async def test_the_cause_is_marked_in_the_other_file_while_both_are_open(start, project) -> None:
    editor = await start()
    helper, train = show(editor, "helper.py"), show(editor, "train.py")
    assert marks(await told(editor, helper, 1)) == [(4, "train.py")]
    since = len(editor.published)
    editor.edit(helper, "def loss", "# moved\ndef loss")
    (hint,) = await told(editor, helper, 1, since)
    assert (hint.range.start.line, hint.code) == (5, "non-differentiable-op")
    for text, count in (("loss(w) * w", 0), ("loss(w)", 1)):
        since = len(editor.published)
        editor.edit(train, "y = loss(w) * w" if count else "y = loss(w)", f"y = {text}")
        await told(editor, helper, count, since)
    editor.close(train)
    await told(editor, helper, 0)


async def test_the_mark_is_there_for_a_client_that_asks(start, project) -> None:
    editor = await start(editors.pulling())
    helper, train = show(editor, "helper.py"), show(editor, "train.py")

    async def ask(uri: str, known: str | None = None):
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=known)
        return await editor.client.text_document_diagnostic_async(params)

    await ask(train)
    report = await ask(helper)
    assert marks(report.items) == [(4, "train.py")]
    assert (await ask(helper, report.result_id)).kind == "unchanged"
    editor.edit(train, "loss(w)", "loss(w) * w")
    await ask(train)
    assert (await ask(helper, report.result_id)).items == ()


async def test_a_client_that_asks_is_told_to_ask_again_for_news_only(start, project) -> None:
    capabilities = editors.pulling()
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    editor = await start(capabilities)
    refreshed: list[int] = []

    def refresh(params: None) -> None:
        refreshed.append(1)

    editor.client.protocol.fm.features[types.WORKSPACE_DIAGNOSTIC_REFRESH] = refresh

    async def ask(uri: str) -> int:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        return len((await editor.client.text_document_diagnostic_async(params)).items)

    helper, train = show(editor, "helper.py"), show(editor, "train.py")
    assert (await ask(train), await ask(helper)) == (1, 1)
    told = len(refreshed)
    editor.edit(train, "w = tf.Variable(2.0)", "w = tf.Variable(3.0)")
    assert (await ask(train), await ask(helper), len(refreshed)) == (1, 1, told)
    editor.edit(train, "loss(w)", "loss(w) * w")
    assert (await ask(train), await ask(helper), len(refreshed)) == (0, 0, told + 1)


async def test_places_in_the_other_file_are_those_of_its_open_text(start, project) -> None:
    editor = await start()
    helper = show(editor, "helper.py")
    editor.edit(helper, "    return tf.round(w)", "\n" * 20 + "    scaled = 2.0 * w; return tf.round(scaled)")
    (found,) = await told(editor, show(editor, "train.py"), 1)
    (link,) = [i.location for i in found.related_information if i.location.uri == helper]
    assert editor.slice(helper, link.range) == "tf.round(scaled)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
async def test_edits_of_a_closed_file_fit_its_bytes(start, project, encoding) -> None:
    text = f"# coding: {encoding.removesuffix('-sig')}\n" + ROUNDS.replace(
        "return tf.round(w)", "déjà = 'été'; return tf.round(w)"
    )
    (project / "helper.py").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    (project / "train.py").write_text(TRAIN, encoding="utf-8")
    editor = await start()
    uri = show(editor, "train.py")
    await told(editor, uri, 1)
    (first, *_) = await editor.actions(uri, editor.span(uri, "tape.gradient"), ["quickfix"])
    edit = (await editor.client.code_action_resolve_async(first)).edit
    (change,) = edit.document_changes[0].edits
    line = text.splitlines()[change.range.start.line]
    assert line[change.range.start.character :].startswith("tf.round(w)")
    assert "\n" not in change.new_text.replace("\r\n", "")


async def test_an_edit_refreshes_what_depends_on_it_and_only_that(start, project) -> None:
    editor = await start()
    train, alone, helper = (show(editor, name) for name in ("train.py", "alone.py", "helper.py"))
    await told(editor, train, 1)
    await told(editor, alone, 2)
    since, before = len(editor.published), times(editor, alone)
    editor.edit(helper, "tf.round(w)", "w * w")
    await told(editor, train, 0, since)
    editor.edit(helper, "w * w", "tf.sign(w)")
    (found,) = await told(editor, train, 1, since)
    assert "tf.sign(w)" in found.message
    assert times(editor, alone) == before


async def test_a_file_that_was_never_saved_is_there_while_it_is_open(start, project) -> None:
    (project / "helper.py").unlink()
    editor = await start()
    train = show(editor, "train.py")
    await told(editor, train, 0)
    helper = editor.uri("helper.py")
    item = types.TextDocumentItem(helper, "python", 1, ROUNDS)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await told(editor, train, 1)
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(helper))
    )
    await told(editor, train, 0)


async def test_a_closed_file_is_what_the_disk_has(start, project) -> None:
    editor = await start()
    train, helper = show(editor, "train.py"), show(editor, "helper.py")
    await told(editor, train, 1)
    editor.edit(helper, "tf.round(w)", "w * w")
    await told(editor, train, 0)
    since = len(editor.published)
    editor.close(helper)
    await told(editor, train, 1, since)


async def test_a_file_changed_outside_is_noticed(start, project) -> None:
    editor = await start()
    train, alone = show(editor, "train.py"), show(editor, "alone.py")
    await told(editor, train, 1)
    await told(editor, alone, 2)
    before = times(editor, alone)
    (project / "helper.py").write_text(CARRIES, encoding="utf-8")
    changed(editor, "helper.py", types.FileChangeType.Changed)
    await told(editor, train, 0)
    assert times(editor, alone) == before


async def test_a_file_that_appears_or_goes_is_noticed(start, project) -> None:
    (project / "helper.py").unlink()
    editor = await start()
    train = show(editor, "train.py")
    await told(editor, train, 0)
    (project / "helper.py").write_text(ROUNDS, encoding="utf-8")
    changed(editor, "helper.py", types.FileChangeType.Created)
    await told(editor, train, 1)
    (project / "helper.py").unlink()
    changed(editor, "helper.py", types.FileChangeType.Deleted)
    await told(editor, train, 0)


async def test_a_folder_that_is_deleted_is_noticed(start, project) -> None:
    lab = project / "lab"
    lab.mkdir()
    (lab / "losses.py").write_text(ROUNDS, encoding="utf-8")
    (project / "train.py").write_text(TRAIN.replace("helper", "lab.losses"), encoding="utf-8")
    editor = await start()
    train = show(editor, "train.py")
    await told(editor, train, 1)
    shutil.rmtree(lab)
    changed(editor, "lab", types.FileChangeType.Deleted)
    await told(editor, train, 0)


async def test_the_answer_on_demand_is_never_the_one_before_the_edit(start, project) -> None:
    editor = await start(editors.pulling())
    train, helper = show(editor, "train.py"), show(editor, "helper.py")
    ask = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(train))
    assert len((await editor.client.text_document_diagnostic_async(ask)).items) == 1
    editor.edit(helper, "tf.round(w)", "w * w")
    assert len((await editor.client.text_document_diagnostic_async(ask)).items) == 0


def changed(editor: editors.Editor, name: str, kind: types.FileChangeType) -> None:
    event = types.FileEvent(editor.uri(name), kind)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


async def test_a_fix_in_the_other_file_is_offered_in_both(start, project) -> None:
    editor = await start()
    uri = show(editor, "train.py")
    await told(editor, uri, 1)
    helper = editor.uri("helper.py")
    (first, *_) = await editor.actions(uri, editor.span(uri, "tape.gradient"), ["quickfix"])
    edit = (await editor.client.code_action_resolve_async(first)).edit
    assert [(c.text_document.uri, c.text_document.version) for c in edit.document_changes] == [(helper, None)]
    show(editor, "helper.py")
    (here, *_) = await editor.actions(helper, editor.span(helper, "tf.round"), ["quickfix"])
    assert ", in helper.py" in first.title
    assert here.title == first.title.replace(", in helper.py", "") + ", for line 6 of train.py"
    edit = (await editor.client.code_action_resolve_async(here)).edit
    assert [(c.text_document.uri, c.text_document.version) for c in edit.document_changes] == [(helper, 1)]
    assert editor.applied(helper, edit) == ROUNDS.replace(
        "tf.round(w)", "w + tf.stop_gradient(tf.round(w) - w)"
    )


async def test_an_edit_of_the_other_file_makes_the_fix_stale(start, project) -> None:
    editor = await start()
    uri, helper = show(editor, "train.py"), show(editor, "helper.py")
    await told(editor, uri, 1)
    (first, *_) = await editor.actions(uri, editor.span(uri, "tape.gradient"), ["quickfix"])
    editor.edit(helper, "def loss(w):", "def loss(w):  # moved")
    with pytest.raises(JsonRpcException):
        await editor.client.code_action_resolve_async(first)
