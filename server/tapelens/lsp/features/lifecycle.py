"""Hello and goodbye: `initialize`, `initialized`, `shutdown`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.lsp import client as clients
from tapelens.lsp.configuration import SECTION
from tapelens.lsp.texts import OpenTexts

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

_WATCHED = ("**/*.py", "**/*.ipynb", "**/pyproject.toml", "**/tapelens.toml")


def register(server: Server) -> None:
    """Register the handlers."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = clients.of(params.capabilities, params.initialization_options)
        server.settings.start(params.initialization_options)
        given = server.workspace
        # The base class made a workspace of its own just before; ours keeps the texts as lines.
        server.protocol._workspace = OpenTexts(
            given.root_uri,
            types.TextDocumentSyncKind.Incremental,
            params.workspace_folders,
            given.position_encoding,
        )
        if server.client.pulls:
            from tapelens.lsp import pull

            pull.offer(server)

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        from tapelens.lsp.configuration import fetch

        server.desk.warm_up()
        _listen(server)
        await fetch(server)

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.desk.end()


def _listen(server: Server) -> None:
    """Have the client tell of changed files and settings, where it waits to be asked."""
    wanted = []
    if server.client.watches:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        # Of a deleted folder some clients tell without its files.
        watchers.append(types.FileSystemWatcher("**/*", types.WatchKind.Delete))
        files = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        wanted.append(types.Registration("tapelens-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files))
    if server.client.tells_settings:
        settings = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        wanted.append(
            types.Registration("tapelens-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, settings)
        )
    if wanted:
        server.client_register_capability(types.RegistrationParams(wanted))
