"""`textDocument/documentHighlight`: every value on the path, when the cursor stands on the gradient call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.findings import GradientAnswer, Position, Range
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handler."""
    server.request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, document_highlight)


async def document_highlight(
    server: Server, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    """Answer with the values of the paths of the call under the cursor, None elsewhere."""
    uri = params.text_document.uri
    answer = await server.answer(uri)
    page = answer.program.pages.of_uri(uri) if answer is not None else None
    if answer is None or page is None:
        return None
    places = on_paths(answer, page.place(params.position))
    found = [
        types.DocumentHighlight(page.range(place), kind)
        for place, kind in places.items()
        if answer.program.pages.of_line(place.start.line) is page
    ]
    return found or None


def on_paths(answer: Answer, position: Position) -> dict[Range, types.DocumentHighlightKind]:
    """Return the places on the paths of the call at a position, the sources as written."""
    found: dict[Range, types.DocumentHighlightKind] = {}
    for call in _calls_at(answer, position):
        at_source = [source for source in call.sources if source.range.contains(position)]
        for source in at_source or call.sources:
            for step in source.story:
                if step.location.path is None:
                    kind = types.DocumentHighlightKind.Read
                    if step.kind == "source":
                        kind = types.DocumentHighlightKind.Write
                    found[step.location.range] = kind
    return found


def _calls_at(answer: Answer, position: Position) -> list[GradientAnswer]:
    calls = answer.analysis.gradients if answer.analysis is not None else ()
    return [call for call in calls if call.range.contains(position)]
