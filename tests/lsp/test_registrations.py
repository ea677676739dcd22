"""The server asks the client to tell of changed files and settings, where the client waits to be asked."""

from __future__ import annotations

import editor as editors


async def registered(editor) -> set[str]:
    await editor.request("tapelens/rules", {})  # an answer comes after what was sent before
    return {registration.method for registration in getattr(editor.client, "registrations", [])}


async def test_vscode_is_asked_for_files_and_settings(editor) -> None:
    watched = {"workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"}
    assert await registered(editor) == watched


async def test_a_client_that_cannot_is_not_asked(start) -> None:
    assert await registered(await start(editors.plain())) == set()
