"""A client that asks for diagnostics gets them when it asks, and none unasked."""

from __future__ import annotations

import asyncio

import editor as editors
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

Full = types.RelatedFullDocumentDiagnosticReport


async def pull(editor, uri: str, previous: str | None = None):
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=previous)
    return await editor.client.text_document_diagnostic_async(params)


@pytest.mark.parametrize("capabilities", [editors.pulling, editors.neovim], ids=["vscode", "neovim"])
async def test_asked_for_and_not_pushed(start, example, capabilities) -> None:
    editor = await start(capabilities())
    assert editor.result.capabilities.diagnostic_provider.inter_file_dependencies is True
    uri = editor.open("train.py", example("moved_out"))
    report = await pull(editor, uri)
    assert [editor.slice(uri, d.range) for d in report.items] == ["x", "x + y"]
    same = await pull(editor, uri, report.result_id)
    assert same.kind == "unchanged"
    editor.edit(uri, "z = x + y\n", "z = y + x\n")
    newer = await pull(editor, uri, report.result_id)
    assert isinstance(newer, Full)
    assert [editor.slice(uri, d.range) for d in newer.items] == ["x", "y + x"]
    assert editor.published == []


async def test_a_cancelled_check_of_the_workspace_ends_its_progress(start, example, tmp_path) -> None:
    for number in range(80):
        (tmp_path / f"{number}.py").write_text(example("moved_out") + f"# {number}\n", encoding="utf-8")
    editor = await start(editors.pulling(), options={"settings": {"diagnosticMode": "workspace"}})
    client = editor.client
    kinds: list[str] = []
    ended = asyncio.Event()

    def progress(params: types.ProgressParams) -> None:
        kinds.append(params.value["kind"])
        if kinds[-1] == "begin":
            client.cancel_request(types.CancelParams("check"))
        if kinds[-1] == "end":
            ended.set()

    client.protocol.fm.features[types.PROGRESS] = progress
    asked = types.WorkspaceDiagnosticParams([], work_done_token="check")
    waiting = client.protocol.send_request_async(types.WORKSPACE_DIAGNOSTIC, asked, msg_id="check")
    with pytest.raises(JsonRpcException):
        await waiting
    await asyncio.wait_for(ended.wait(), 30)
    assert kinds.count("report") < 80


async def test_a_client_that_does_not_ask_is_not_offered_it(editor) -> None:
    assert editor.result.capabilities.diagnostic_provider is None


async def test_the_whole_workspace_when_the_user_chose_it(start, example, tmp_path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(example("moved_out"), encoding="utf-8")
    editor = await start(editors.pulling(), options={"settings": {"diagnosticMode": "workspace"}})
    assert editor.result.capabilities.diagnostic_provider.workspace_diagnostics is True
    first = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    assert {item.uri.rsplit("/", 1)[-1]: len(item.items) for item in first.items} == {
        "a.py": 2, "b.py": 2, "c.py": 2
    }  # fmt: skip
    known = [types.PreviousResultId(item.uri, item.result_id) for item in first.items]
    waiting = asyncio.ensure_future(
        editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    )
    (tmp_path / "b.py").write_text(example("moved_out_mended"), encoding="utf-8")
    changed = types.FileEvent((tmp_path / "b.py").as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    second = await asyncio.wait_for(waiting, 30)
    news = {item.uri.rsplit("/", 1)[-1]: item.items for item in second.items if item.kind == "full"}
    assert news == {"b.py": ()}
    (tmp_path / "c.py").unlink()
    third = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    left = {item.uri.rsplit("/", 1)[-1]: item.items for item in third.items if item.kind == "full"}
    assert left == {"b.py": (), "c.py": ()}
