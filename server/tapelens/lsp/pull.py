"""Diagnostics that the client asks for: `textDocument/diagnostic` and `workspace/diagnostic`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.lsp import whole
from tapelens.lsp.wire import Json

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def offer(server: Server) -> None:
    """Register the handlers, for a client that asks; for the whole workspace if the user chose that."""
    options = types.DiagnosticOptions(
        inter_file_dependencies=True,
        workspace_diagnostics=False,
        identifier="tapelens",
        work_done_progress=True,
    )
    server.request(types.TEXT_DOCUMENT_DIAGNOSTIC, of_document, options)
    if server.settings.of("").whole_workspace:
        server.request(types.WORKSPACE_DIAGNOSTIC, of_workspace)


async def of_document(
    server: Server, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport | Json:
    """Answer with the diagnostics of one document, or that they are the same as before."""
    uri = params.text_document.uri
    answer = await server.findings(uri)
    if answer is None or server.pushes(answer.program):
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    path = answer.program.path
    importing = server.desk.importing(path) if path is not None else ()
    if path is not None and len(importing) < len(server.desk.readers(path)):
        server.incomplete.add(path)
    known = "-".join(str(one.program.serial) for one in (answer, *importing))
    if params.previous_result_id == known:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=known)
    items = ", ".join(server.written(answer).get(uri, []))
    return Json(f'{{"kind": "full", "resultId": "{known}", "items": [{items}]}}')


async def of_workspace(
    server: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Answer with the diagnostics of every file; while all are as before, wait for a change.

    Clients ask again as soon as they have the answer, so that an answer without news would keep both busy.
    """
    before = {previous.uri: previous.value for previous in params.previous_result_ids}
    while True:
        change = server.next_change()
        reports = await _reports(server, before, params.work_done_token)
        news = any(isinstance(report, types.WorkspaceFullDocumentDiagnosticReport) for report in reports)
        if news or not before:
            return types.WorkspaceDiagnosticReport(reports)
        await change


async def _reports(
    server: Server, before: dict[str, str], token: types.ProgressToken | None
) -> Sequence[Report]:
    progress = server.work_done_progress
    if token is not None:
        progress.begin(token, types.WorkDoneProgressBegin(title=whole.TITLE, percentage=0))
    try:
        return await _all_reports(server, before, token)
    finally:  # the client may have cancelled
        if token is not None:
            progress.end(token, types.WorkDoneProgressEnd())


async def _all_reports(
    server: Server, before: dict[str, str], token: types.ProgressToken | None
) -> Sequence[Report]:
    found: list[Report] = []
    for program in server.desk.programs:
        answer = await server.desk.answer(program.key)
        if answer is not None and not server.pushes(program):
            items = server.found(answer)[program.key]
            found.append(_report(program.key, answer.program.pages.pages[0].version, items, before))
    async for uri, items, share in whole.answers(server):
        found.append(_report(uri, None, items, before))
        if token is not None:
            server.work_done_progress.report(token, types.WorkDoneProgressReport(percentage=share))
    # What was told of a file that is gone, or of a notebook that was opened since, is to go.
    told = {report.uri for report in found}
    return [*found, *(_report(uri, None, [], before) for uri in before if uri not in told)]


def _report(uri: str, version: int | None, items: list[types.Diagnostic], before: dict[str, str]) -> Report:
    # The data hold a serial number that may grow without news.
    told = repr([(item.range, item.code, item.message, item.severity) for item in items])
    result_id = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    if before.get(uri) == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result_id, version)
    return types.WorkspaceFullDocumentDiagnosticReport(uri, items, version, result_id=result_id)
