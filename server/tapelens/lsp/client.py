"""What the client can take, read once from its capabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability


@dataclass(frozen=True, slots=True)
class Client:
    """The capabilities that change an answer."""

    pulls: bool = False
    related: bool = False
    links: bool = False
    data: bool = False
    tags: bool = False
    resolves: bool = False
    literals: bool = False
    document_changes: bool = False
    markdown: bool = True
    configuration: bool = False
    progress: bool = False
    watches: bool = False
    tells_settings: bool = False
    refreshes_pull: bool = False
    refreshes_hints: bool = False
    commands: bool = False
    status: bool = False


def of(capabilities: types.ClientCapabilities, options: Any = None) -> Client:
    """Return what the capabilities say, and what a client of ours says of itself when it starts the server."""

    def has(name: str) -> bool:
        return bool(get_capability(capabilities, name))

    actions = "text_document.code_action"
    edits = get_capability(capabilities, f"{actions}.resolve_support")
    formats = get_capability(capabilities, "text_document.hover.content_format")
    return Client(
        pulls=get_capability(capabilities, "text_document.diagnostic") is not None,
        related=_either(capabilities, "related_information"),
        links=_either(capabilities, "code_description_support"),
        data=_either(capabilities, "data_support"),
        tags=_either(capabilities, "tag_support"),
        resolves=edits is not None and "edit" in edits.properties,
        literals=get_capability(capabilities, f"{actions}.code_action_literal_support") is not None,
        document_changes=has("workspace.workspace_edit.document_changes"),
        markdown=formats is None or types.MarkupKind.Markdown in formats,
        configuration=has("workspace.configuration"),
        progress=has("window.work_done_progress"),
        watches=has("workspace.did_change_watched_files.dynamic_registration"),
        tells_settings=has("workspace.did_change_configuration.dynamic_registration"),
        refreshes_pull=has("workspace.diagnostics.refresh_support"),
        refreshes_hints=has("workspace.inlay_hint.refresh_support"),
        commands=_says(options, "commands"),
        status=_says(options, "status"),
    )


def _either(capabilities: types.ClientCapabilities, name: str) -> bool:
    places = ("publish_diagnostics", "diagnostic")
    return any(get_capability(capabilities, f"text_document.{place}.{name}") for place in places)


def _says(options: Any, name: str) -> bool:
    return isinstance(options, Mapping) and options.get(name) is True
