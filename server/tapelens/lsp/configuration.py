"""Settings fetched from the client, per folder, and what a change of them sets off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

SECTION = "tapelens"


async def fetch(server: Server) -> None:
    """Ask the client for its settings, one set per folder, and use them."""
    if not server.client.configuration:
        return
    folders = [folder.uri for folder in server.texts.folders.values()]
    items = [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in [None, *folders]]
    try:
        tables = await server.workspace_configuration_async(types.ConfigurationParams(items))
    except Exception as error:
        server.fault("the client gave no settings", error)
        return
    server.log(f"settings of {len(folders)} folders")
    common, *rest = tables
    use(server, common, dict(zip(folders, rest, strict=False)))


def use(server: Server, common: Any, of_folder: dict[str, Any]) -> None:
    """Use settings that came from the client; whatever is open is analysed again if they changed."""
    if server.settings.replace(common, of_folder):
        refresh(server)


def refresh(server: Server) -> None:
    """Analyse what is open again, and let the client ask again for what it shows."""
    server.all_changed()
    ask_again(server)


def ask_again(server: Server) -> None:
    """Let the client ask again for what it shows."""
    if server.client.refreshes_pull:
        server.workspace_diagnostic_refresh(None)
    if server.client.refreshes_hints:
        server.workspace_inlay_hint_refresh(None)
