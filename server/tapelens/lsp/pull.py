"""Diagnostics that the client asks for: `textDocument/diagnostic` and `workspace/diagnostic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.lsp import diagnostics

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def offer(server: Server) -> None:
    """Register the handlers, for a client that asks."""
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False, identifier="tapelens"
    )
    server.request(types.TEXT_DOCUMENT_DIAGNOSTIC, of_document, options)


async def of_document(
    server: Server, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """Answer with the diagnostics of one document, or that they are the same as before."""
    uri = params.text_document.uri
    answer = await server.answer(uri)
    if answer is None or server.pushes(answer.program):
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    known = str(answer.program.serial)
    if params.previous_result_id == known:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=known)
    found = diagnostics.of_answer(answer, server.client)
    return types.RelatedFullDocumentDiagnosticReport(items=found.get(uri, []), result_id=known)
