"""The whole workspace is checked on demand, with progress that can be cancelled."""

from __future__ import annotations

import json

import editor as editors
import pytest
from lsprotocol import types

COMMAND = types.ExecuteCommandParams("tapelens.checkWorkspace")


async def test_every_file_that_is_not_open(start, example, tmp_path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / ".venv").mkdir()
    for place in ("a.py", "pkg/b.py", ".venv/c.py"):
        (tmp_path / place).write_text(example("moved_out"), encoding="utf-8")
    (tmp_path / "plain.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "binary.py").write_bytes(b"\x00\x01\xff tape.gradient")
    editor = await start()
    result = await editor.client.workspace_execute_command_async(COMMAND)
    assert result == {"files": 4, "findings": 2}
    names = {p.uri.removeprefix(tmp_path.as_uri()): len(p.diagnostics) for p in editor.published}
    assert names == {"/a.py": 2, "/pkg/b.py": 2}
    (reports,) = editor.client.progress_reports.values()
    assert [type(report).__name__ for report in (reports[0], reports[-1])] == [
        "WorkDoneProgressBegin", "WorkDoneProgressEnd"
    ]  # fmt: skip
    assert reports[0].cancellable is True


def notebook(*cells: str) -> str:
    """Return a notebook's file."""
    sources = [cell.splitlines(keepends=True) for cell in cells]
    return json.dumps(
        {
            "cells": [{"cell_type": "code", "source": source, "metadata": {}} for source in sources],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )


@pytest.mark.parametrize("pulls", [False, True])
async def test_notebooks_that_are_not_open(start, example, tmp_path, pulls) -> None:
    text = example("moved_out")
    head, rest = text[: text.index("with ")], text[text.index("with ") :]
    file = tmp_path / "a.ipynb"
    file.write_text(notebook("%matplotlib inline\n", head, rest), encoding="utf-8")
    (tmp_path / "broken.ipynb").write_text('{"cells": [ "tape.gradient"', encoding="utf-8")
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    options = {"settings": {"diagnosticMode": "workspace"}}
    editor = await (start(editors.pulling(), options=options) if pulls else start())
    if pulls:
        params = types.WorkspaceDiagnosticParams([])
        report = await editor.client.workspace_diagnostic_async(params)
        found = {item.uri: item.items for item in report.items}
    else:
        await editor.client.workspace_execute_command_async(COMMAND)
        found = {params.uri: params.diagnostics for params in editor.published}
    script, cells = found[(tmp_path / "a.py").as_uri()], found[file.as_uri()]
    assert [item.code for item in cells] == [item.code for item in script]
    lines = [file.read_text("utf-8").split("\n"), text.split("\n")]
    for here, there in zip(cells, script):
        shown = [
            of[item.range.start.line][item.range.start.character : item.range.end.character]
            for of, item in zip(lines, (here, there))
        ]
        assert shown[0] == shown[1]
    assert "of cell 2" in cells[0].message
    assert any("its JSON is broken" in message.message for message in editor.client.log_messages)


async def test_what_was_told_of_files_that_are_gone_goes(start, example, tmp_path) -> None:
    places = ["a.py", "lab/b.py", "c.py"]
    (tmp_path / "lab").mkdir()
    for place in places:
        (tmp_path / place).write_text(example("moved_out"), encoding="utf-8")
    editor = await start()
    await editor.client.workspace_execute_command_async(COMMAND)
    shown = editor.client.diagnostics
    assert [len(shown[editor.uri(place)]) for place in places] == [2, 2, 2]
    for place in places[:2]:
        (tmp_path / place).unlink()
    events = [types.FileEvent(editor.uri(name), types.FileChangeType.Deleted) for name in ("a.py", "lab")]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))
    (tmp_path / "c.py").unlink()
    await editor.client.workspace_execute_command_async(COMMAND)
    assert [len(shown[editor.uri(place)]) for place in places] == [0, 0, 0]


async def test_an_opened_file_is_not_doubled(start, example, tmp_path) -> None:
    file = tmp_path / "a.py"
    file.write_text(example("moved_out"), encoding="utf-8")
    editor = await start(editors.pulling())
    await editor.client.workspace_execute_command_async(COMMAND)
    assert len(editor.client.diagnostics[file.as_uri()]) == 2
    item = types.TextDocumentItem(file.as_uri(), "python", 1, example("moved_out"))
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    report = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(types.TextDocumentIdentifier(file.as_uri()))
    )
    assert len(report.items) == 2
    assert editor.client.diagnostics[file.as_uri()] == ()


async def test_cancelled(start, example, tmp_path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.py").write_text(example("moved_out"), encoding="utf-8")
    editor = await start()
    client = editor.client
    keep = client.protocol.fm.features[types.PROGRESS].func

    def stop(params: types.ProgressParams) -> None:
        keep(client, params)
        if params.value["kind"] == "begin":
            client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(params.token))

    client.protocol.fm.features[types.PROGRESS] = stop
    assert await client.workspace_execute_command_async(COMMAND) is None
    assert len(editor.published) < 60
