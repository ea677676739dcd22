"""`tapelens/causes` {uri, position}: where the gradient under the cursor breaks, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tapelens.findings import Finding, Position
from tapelens.lsp import diagnostics
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

METHOD = "tapelens/causes"


def register(server: Server) -> None:
    """Register the handler."""
    server.request(METHOD, causes)


async def causes(server: Server, params: Any) -> list[types.Location] | None:
    """Answer with the places of the causes, of one finding or of all at the cursor's line."""
    answer = await server.answer(params.uri)
    page = answer.program.pages.of_uri(params.uri) if answer is not None else None
    if answer is None or page is None:
        return None
    place = page.place(types.Position(params.position.line, params.position.character))
    locations = [cause.location for finding in _at(answer, place) for cause in finding.causes]
    return [diagnostics.where(answer, location) for location in dict.fromkeys(locations)]


def _at(answer: Answer, place: Position) -> list[Finding]:
    """Return the findings under the cursor, else those of the call around it, else those of its line."""
    exact = [finding for finding in answer.findings if finding.range.contains(place)]
    if exact:
        return exact
    calls = answer.analysis.gradients if answer.analysis is not None else ()
    of_call = [finding for call in calls if call.range.contains(place) for finding in call.findings]
    return of_call or [finding for finding in answer.findings if finding.range.start.line == place.line]
