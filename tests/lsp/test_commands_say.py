"""What the commands came to is said; the rules to pick from begin with those of the line."""

from __future__ import annotations

import asyncio

from lsprotocol import types


async def said(editor, part: str) -> str:
    for _ in range(3000):
        for message in editor.client.messages:
            if part in message.message:
                return message.message
        await asyncio.sleep(0.01)
    raise AssertionError(f"never said: {part}")


async def test_the_rules_of_the_line_come_first(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    everywhere = [item["label"] for item in await editor.request("tapelens/rules", {})]
    assert everywhere[:2] == ["computed-outside-tape", "source-not-watched"]
    place = editor.at(uri, "dx = tape.gradient")
    on_line = {"uri": editor.open("other.py", example("stopped")), "position": {"line": 10, "character": 0}}
    (first, *rest) = [item["label"] for item in await editor.request("tapelens/rules", on_line)]
    assert first == "stop-gradient"
    assert sorted([first, *rest]) == sorted(everywhere)
    here = {"uri": uri, "position": {"line": place.line, "character": 0}}
    (item, *_) = await editor.request("tapelens/rules", here)
    assert (item["label"], item["description"]) == ("computed-outside-tape", "TL101")


async def test_nothing_to_mend_is_said(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out_mended"))
    params = types.ExecuteCommandParams("tapelens.applyFixes", [uri])
    assert await editor.client.workspace_execute_command_async(params) is False
    assert await said(editor, "nothing here that can be mended")


async def test_a_checked_workspace_is_counted(start, tmp_path, example) -> None:
    (tmp_path / "train.py").write_text(example("moved_out"), encoding="utf-8")
    editor = await start()
    params = types.ExecuteCommandParams("tapelens.checkWorkspace", [])
    await editor.client.workspace_execute_command_async(params)
    assert "1 finding in 1 file; open files" in await said(editor, "finding in")
