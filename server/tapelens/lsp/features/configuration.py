"""`workspace/didChangeConfiguration`, changed folders, and changed files on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.lsp import configuration

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handlers."""

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed(params: types.DidChangeConfigurationParams) -> None:
        if server.client.configuration:
            await configuration.fetch(server)
        else:
            configuration.use(server, params.settings, {})

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        await configuration.fetch(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files(params: types.DidChangeWatchedFilesParams) -> None:
        if any(change.uri.endswith(".toml") for change in params.changes):
            server.settings.forget_files()
            configuration.refresh(server)
        server.tell_change()
