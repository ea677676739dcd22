"""`workspace/executeCommand`: check the whole workspace, apply all safe fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tapelens.lsp import actions, fix_all, programs, whole
from tapelens.lsp.desk import OutdatedError

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the commands."""

    @server.command("tapelens.checkWorkspace")
    async def check_workspace() -> dict[str, int] | None:
        counts = await whole.check(server)
        if counts is not None:
            say(server, f"{_counted(counts['findings'], counts['files'])}; open files are checked anyway.")
        return counts

    @server.command("tapelens.applyFixes")
    async def apply_fixes(uri: str) -> bool:
        return await apply(server, uri)


def _counted(findings: int, files: int) -> str:
    found = {0: "no finding", 1: "1 finding"}.get(findings, f"{findings} findings")
    return f"{found} in {files} file{'' if files == 1 else 's'}"


async def apply(server: Server, uri: str) -> bool:
    """Have the client apply all safe fixes of a file or notebook; return whether it did."""
    key: Any = programs.key_of(server.texts, uri) or uri
    answer = await server.desk.answer(key)
    if answer is None or answer.analysis is None:
        return False
    try:
        edits = await fix_all.edits(server.desk, answer)
    except OutdatedError:
        server.log(f"{uri} changed while its fixes were computed; nothing was applied")
        return False
    if not edits:
        say(server, "There is nothing here that can be mended safely.")
        return False
    edit = actions.workspace_edit(answer, edits, server.client.document_changes)
    done = await server.workspace_apply_edit_async(
        types.ApplyWorkspaceEditParams(edit, label="Apply all safe fixes of Tapelens")
    )
    return done.applied


def say(server: Server, message: str) -> None:
    """Show the user what a command came to."""
    server.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"Tapelens: {message}"))
