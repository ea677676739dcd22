"""Settings come from the start, from the client when they change, per folder, and from the project's file."""

from __future__ import annotations

import editor as editors
from lsprotocol import types

IGNORED = {"ignore": ["computed-outside-tape"]}


def told(editor, settings) -> None:
    params = types.DidChangeConfigurationParams(settings)
    editor.client.workspace_did_change_configuration(params)


async def codes(editor, uri: str) -> set[str]:
    return {d.code for d in editor.client.diagnostics[uri]}


async def test_from_the_start(start, example) -> None:
    editor = await start(editors.plain(), options={"settings": IGNORED, "trusted": True})
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.diagnostics(uri) == []


async def test_switched_off_and_on(start, example) -> None:
    editor = await start(editors.plain(), options={"settings": {"enable": False}})
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.diagnostics(uri) == []
    told(editor, {"tapelens": {"enable": True}})
    assert await editor.hover(uri, editor.at(uri, "gradient(result")) is not None
    assert len(editor.client.diagnostics[uri]) == 2


async def test_a_changed_severity_is_asked_for_and_used(start, example) -> None:
    editor = await start()
    uri = editor.open("train.py", example("moved_out"))
    await editor.diagnostics(uri)
    editor.client.set_configuration({"tapelens": {"severity": {"computed-outside-tape": "error"}}})
    told(editor, None)
    while editor.client.diagnostics[uri][0].severity != types.DiagnosticSeverity.Error:
        await editor.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


async def test_two_folders_with_settings_of_their_own(start, example, tmp_path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    configuration = {folders[0].as_uri(): {"tapelens": IGNORED}}
    editor = await start(folders=folders, configuration=configuration)
    await editor.log("settings of 2 folders")
    found = {}
    for folder in folders:
        editor.root = folder
        uri = editor.open("train.py", example("moved_out"))
        found[folder.name] = len(await editor.diagnostics(uri))
    assert found == {"one": 0, "two": 2}


async def test_the_nearest_file_and_its_changes(start, example, tmp_path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.tapelens]\nignore = ["TL101"]\n', encoding="utf-8")
    editor = await start(editors.plain())
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.diagnostics(uri) == []
    file.write_text("[tool.tapelens]\n", encoding="utf-8")
    event = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await editor.hover(uri, editor.at(uri, "gradient(result")) is not None
    assert len(editor.client.diagnostics[uri]) == 2


async def test_what_cannot_be_used_is_logged_and_left_out(start, example, tmp_path) -> None:
    (tmp_path / "tapelens.toml").write_text("slect = []\n", encoding="utf-8")
    settings = {"severity": {"stop-gradient": "loud"}, "somethingNew": 1}
    editor = await start(editors.plain(), options={"settings": settings})
    uri = editor.open("train.py", example("moved_out"))
    assert len(await editor.diagnostics(uri)) == 2
    await editor.log("did you mean `select`?")
    await editor.log("tapelens.severity")
    editor.edit(uri, "z = x + y\n", "z = y + x\n")
    assert len(await editor.diagnostics(uri)) == 2
    assert [message.type for message in editor.client.messages] == [types.MessageType.Warning] * 2


async def test_a_file_that_cannot_be_used_is_told_again_after_its_changes(start, example, tmp_path) -> None:
    file = tmp_path / "tapelens.toml"
    file.write_text('[severity]\nno-pth = "error"\n', encoding="utf-8")
    editor = await start(editors.plain())
    uri = editor.open("train.py", example("moved_out"))
    assert len(await editor.diagnostics(uri)) == 2
    for text in ("ignore = [\n", 'ignore = ["TL101"]\n'):
        file.write_text(text, encoding="utf-8")
        event = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await editor.hover(uri, editor.at(uri, "gradient(result"))
    said = [message.message for message in editor.client.messages]
    assert ["no-path" in said[0], str(file) in said[0], str(file) in said[1], len(said)] == [
        True,
        True,
        True,
        2,
    ]
    assert editor.client.diagnostics[uri] == ()


async def test_notifications_can_be_off(start, example, tmp_path) -> None:
    (tmp_path / "tapelens.toml").write_text("slect = []\n", encoding="utf-8")
    editor = await start(editors.plain(), options={"settings": {"showNotifications": "off"}})
    editor.open("train.py", example("moved_out"))
    await editor.log("did you mean `select`?")
    assert editor.client.messages == []
