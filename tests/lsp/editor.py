"""An editor for tests: a pytest-lsp client that keeps every published version and knows its texts."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
REAL = "from tapelens.lsp.server import main; raise SystemExit(main([]))"
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@dataclass
class Editor:
    """One client with its server; positions are found by searching the open text."""

    client: LanguageClient
    result: types.InitializeResult
    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    published: list[types.PublishDiagnosticsParams] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str, language: str = "python", version: int = 1) -> str:
        """Open a text under a name of its own; the tests of a file share one server."""
        uri = self.uri(f"{len(self.texts)}/{name}")
        self.texts[uri], self.versions[uri] = text, version
        item = types.TextDocumentItem(uri, language, version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def edit(self, uri: str, old: str, new: str) -> int:
        """Replace the first `old` by an incremental change and return the new version."""
        text = self.texts[uri]
        start = text.index(old)
        change = types.TextDocumentContentChangePartial(
            types.Range(self.position(text, start), self.position(text, start + len(old))), new
        )
        self.texts[uri] = text[:start] + new + text[start + len(old) :]
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
        return self.versions[uri]

    def close(self, uri: str) -> None:
        identifier = types.TextDocumentIdentifier(uri)
        del self.versions[uri]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def position(self, text: str, offset: int) -> types.Position:
        encoding = self.result.capabilities.position_encoding or "utf-16"
        codec, size = UNITS[getattr(encoding, "value", encoding)]
        before = text[:offset].replace("\r\n", "\n")
        line = before.rsplit("\n", 1)[-1]
        return types.Position(before.count("\n"), len(line.encode(codec)) // size)

    def at(self, uri: str, needle: str, inside: str = "") -> types.Position:
        """Return the start of the first `needle`, or of the first `inside` within it."""
        text = self.texts[uri]
        start = text.index(needle)
        return self.position(text, start + (needle.index(inside) if inside else 0))

    def span(self, uri: str, needle: str, inside: str = "") -> types.Range:
        text = self.texts[uri]
        start = text.index(needle) + (needle.index(inside) if inside else 0)
        return types.Range(self.position(text, start), self.position(text, start + len(inside or needle)))

    def slice(self, uri: str, range_: types.Range) -> str:
        """Return the text that a range of the server's means here."""
        text = self.texts[uri]
        offsets = {}
        for offset in range(len(text) + 1):
            place = self.position(text, offset)
            offsets.setdefault((place.line, place.character), offset)
        start, end = range_.start, range_.end
        return text[offsets[start.line, start.character] : offsets[end.line, end.character]]

    async def diagnostics(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """Return what was published for a version of a document, waiting for it."""
        wanted = version or self.versions.get(uri)
        while True:
            for params in reversed(self.published):
                if params.uri == uri and params.version == wanted:
                    return list(params.diagnostics)
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 30)

    async def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        identifier = types.TextDocumentIdentifier(uri)
        return await self.client.text_document_hover_async(types.HoverParams(identifier, position))

    async def actions(
        self, uri: str, range_: types.Range, only: list[str] | None = None
    ) -> list[types.CodeAction]:
        found = [p.diagnostics for p in self.published if p.uri == uri][-1:]
        context = types.CodeActionContext(list(found[0]) if found else [], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), range_, context)
        return list(await self.client.text_document_code_action_async(params) or [])

    async def request(self, method: str, params: dict[str, Any]) -> Any:
        return await self.client.protocol.send_request_async(method, params)

    def applied(self, uri: str, edit: types.WorkspaceEdit) -> str:
        """Return the text after an edit of one document."""
        if edit.document_changes is not None:
            edits = [
                e for change in edit.document_changes if change.text_document.uri == uri for e in change.edits
            ]
        else:
            edits = list((edit.changes or {}).get(uri, []))
        text = self.texts[uri]
        lines = text.splitlines(keepends=True)
        assert all(ord(char) < 128 for char in text), "only for plain texts"

        def offset(place: types.Position) -> int:
            return sum(map(len, lines[: place.line])) + place.character

        for one in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
            text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
        return text

    async def log(self, part: str) -> str:
        """Return the first log message that holds a text, waiting for it."""
        for _ in range(3000):
            for message in self.client.log_messages:
                if part in message.message:
                    return message.message
            await asyncio.sleep(0.01)
        raise AssertionError(f"not in the log: {part}")


async def start(
    root: Path,
    capabilities: types.ClientCapabilities,
    options: Any = None,
    folders: list[Path] | None = None,
    configuration: dict[str, Any] | None = None,
    command: list[str] | None = None,
) -> Editor:
    """Start the real server over stdio and say hello."""
    environment = {"PYTHONPATH": str(ROOT / "server"), "PATH": ""}
    config = ClientServerConfig(
        server_command=command or [sys.executable, "-c", REAL],
        client_factory=_client,
        server_env=environment,
    )
    client = await config.start()
    for scope, values in (configuration or {}).items():
        client.set_configuration(values, scope_uri=scope)
    published, news = _kept(client)
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            root_uri=root.as_uri(),
            initialization_options=options,
            workspace_folders=[types.WorkspaceFolder(f.as_uri(), f.name) for f in folders or [root]],
        )
    )
    return Editor(client, result, root, published=published, news=news)


def _kept(client: LanguageClient) -> tuple[list[types.PublishDiagnosticsParams], asyncio.Event]:
    published: list[types.PublishDiagnosticsParams] = []
    news = asyncio.Event()

    def keep(params: types.PublishDiagnosticsParams) -> None:
        published.append(params)
        client.diagnostics[params.uri] = params.diagnostics
        news.set()

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = keep
    return published, news


def _client() -> LanguageClient:
    client = make_test_lsp_client()
    client.edits = []  # type: ignore[attr-defined]

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        client.edits.append(params.edit)  # type: ignore[attr-defined]
        return types.ApplyWorkspaceEditResult(applied=True)

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        client.registrations = params.registrations  # type: ignore[attr-defined]

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def refresh(params: None) -> None:
        return None

    return client


def vscode() -> types.ClientCapabilities:
    """What VS Code can take, with what newer versions added; diagnostics are pushed."""
    known = client_capabilities("visual-studio-code")
    known.notebook_document = types.NotebookDocumentClientCapabilities(
        types.NotebookDocumentSyncClientCapabilities()
    )
    known.general.position_encodings = [types.PositionEncodingKind.Utf16]
    return known


def pulling() -> types.ClientCapabilities:
    known = vscode()
    known.text_document.diagnostic = types.DiagnosticClientCapabilities(related_document_support=True)
    return known


def neovim() -> types.ClientCapabilities:
    return client_capabilities("neovim")


def speaking(encoding: str) -> types.ClientCapabilities:
    known = vscode()
    known.general.position_encodings = [types.PositionEncodingKind(encoding)]
    return known


def plain() -> types.ClientCapabilities:
    """A client that says nothing of itself."""
    return types.ClientCapabilities()
