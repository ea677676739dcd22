"""The whole workspace on demand: every file of every folder, with progress that can be cancelled."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from tapelens.lsp import diagnostics
from tapelens.lsp.convert import Page, Pages, closed_cells
from tapelens.lsp.desk import Answer
from tapelens.lsp.programs import Program
from tapelens.lsp.texts import split
from tapelens.source.decoding import NotTextError
from tapelens.source.notebook import Notebook

if TYPE_CHECKING:
    from tapelens.lsp.server import Server
    from tapelens.lsp.settings import Chosen

TITLE = "Tapelens: checking the workspace"


async def check(server: Server) -> dict[str, int] | None:
    """Check every file that is not open and publish what is found; return counts, None when cancelled."""
    token = await _begin(server)
    gone = set(server.elsewhere)
    files = findings = 0
    async for uri, found, share in answers(server):
        if _cancelled(server, token):
            _end(server, token, "cancelled")
            return None
        files += 1
        gone.discard(uri)
        findings += sum(item.severity != types.DiagnosticSeverity.Hint for item in found)
        if found or uri in server.elsewhere:
            server.elsewhere.add(uri)
            server.publish(uri, None, found)
        _report(server, token, uri, share)
    for uri in gone:
        server.take_over(uri)
    _end(server, token, f"{files} files, {findings} findings")
    return {"files": files, "findings": findings}


async def answers(server: Server) -> AsyncIterator[tuple[str, list[types.Diagnostic], int]]:
    """Yield address, diagnostics and the percentage done for every Python file and notebook that is not open."""
    folders = [to_fs_path(folder.uri) for folder in server.texts.folders.values()]
    known = [folder for folder in folders if folder is not None] or [server.workspace.root_path or ""]
    paths = await asyncio.to_thread(_files, server, [folder for folder in known if folder])
    opened = {program.path for program in server.desk.programs}
    for number, path in enumerate(paths, 1):
        if path not in opened:
            yield Path(path).as_uri(), await of_file(server, path), 100 * number // len(paths)


async def of_file(server: Server, path: str) -> list[types.Diagnostic]:
    """Return the diagnostics of a file on the disk, an empty list when it cannot be read."""
    from tapelens.lsp.analyse import may_matter, on_disk

    uri = Path(path).as_uri()
    chosen = server.settings.of(uri)
    text = await asyncio.to_thread(on_disk, path)
    if text is None or not chosen.enabled or not may_matter(text):
        return []
    program = _program(server, uri, path, text, chosen)
    if program is None:
        return []
    try:
        analysis = await server.desk.alone(program)
    except Exception as error:
        server.fault(f"the analysis of {uri} failed", error)
        return []
    answer = Answer(program, analysis, server.desk.opened)
    return diagnostics.of_answer(answer, server.client).get(uri, [])


def _program(server: Server, uri: str, path: str, text: str, chosen: Chosen) -> Program | None:
    """Return the program in a file that is not open, None for a notebook that is none."""
    lines, encoding = split(text), server.texts.encoding
    if not path.endswith(".ipynb"):
        return Program(uri, 0, text, Pages((Page(uri, None, lines, 0, encoding),)), path, chosen)
    try:
        notebook = Notebook.parse(text)
    except NotTextError as error:
        server.log(f"{uri}: {error}")
        return None
    return Program(uri, 0, notebook.text, closed_cells(uri, notebook, lines, encoding), path, chosen)


def _files(server: Server, folders: list[str]) -> list[str]:
    from tapelens.project.discovery import discover

    found = discover(folders, server.settings.of_folder)
    return [str(Path(path).absolute()) for path in found if path.endswith((".py", ".ipynb"))]


async def _begin(server: Server) -> str | None:
    if not server.client.progress:
        return None
    token = str(uuid.uuid4())
    await server.work_done_progress.create_async(token)
    begin = types.WorkDoneProgressBegin(title=TITLE, cancellable=True, percentage=0)
    server.work_done_progress.begin(token, begin)
    return token


def _cancelled(server: Server, token: str | None) -> bool:
    return token is not None and server.work_done_progress.tokens[token].cancelled()


def _report(server: Server, token: str | None, uri: str, share: int) -> None:
    if token is not None:
        report = types.WorkDoneProgressReport(message=uri.rsplit("/", 1)[-1], percentage=share)
        server.work_done_progress.report(token, report)


def _end(server: Server, token: str | None, message: str) -> None:
    server.log(f"checked the workspace: {message}")
    if token is not None:
        server.work_done_progress.end(token, types.WorkDoneProgressEnd(message=message))
        del server.work_done_progress.tokens[token]
