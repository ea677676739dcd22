"""`workspace/didChangeConfiguration`, changed folders, and changed files on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

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
        server.settings.look_again()
        news = [_file_changed(server, change) for change in params.changes]
        if any(news):
            configuration.ask_again(server)
        server.tell_change()


def _file_changed(server: Server, change: types.FileEvent) -> bool:
    """Have the open programs analysed again that a file on the disk matters to; return whether there are any."""
    path = to_fs_path(change.uri)
    if change.type == types.FileChangeType.Deleted:
        for uri in [one for one in server.elsewhere if one == change.uri or one.startswith(f"{change.uri}/")]:
            server.take_over(uri)
    if path is not None and change.type == types.FileChangeType.Deleted and server.desk.reads_below(path):
        server.desk.look_again()  # a folder that is gone may be told of without its files
        server.all_changed()
        return True
    if path is None or not path.endswith(".py") or any(p.path == path for p in server.desk.programs):
        return False
    if change.type == types.FileChangeType.Changed:
        return server.changed_elsewhere(path)
    server.desk.look_again()
    server.all_changed()  # an import may lead elsewhere now, in whatever file it stands
    return True
