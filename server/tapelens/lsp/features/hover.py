"""`textDocument/hover`: the story of the gradient that the expression under the cursor takes part in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.findings import Location, Position, Range
from tapelens.lsp import diagnostics, links, stories
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.check import Analysis
    from tapelens.lsp.server import Server


def register(server: Server) -> None:
    """Register the handler."""
    server.request(types.TEXT_DOCUMENT_HOVER, hover)


async def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer a hover."""
    answer = await server.answer(params.text_document.uri)
    page = answer.program.pages.of_uri(params.text_document.uri) if answer is not None else None
    if answer is None or page is None:
        return None
    found = story_at(answer, page.place(params.position))
    if found is None:
        return None
    range_, text = found
    kind = types.MarkupKind.Markdown if server.client.markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), page.range(range_))


def story_at(answer: Answer, position: Position) -> tuple[Range, str] | None:
    """Return the story of what stands at a place, and its range; None where no tape is concerned."""
    if answer.analysis is None:
        return None

    def link(location: Location) -> str:
        return links.line(diagnostics.where(answer, location))

    told = [
        (range_, rank, tell)
        for range_, rank, tell in _told(answer.analysis, link)
        if range_.contains(position)
    ]
    if not told:
        return None
    range_, _, tell = min(told, key=lambda item: (_extent(item[0]), item[1]))
    return range_, tell()


def _told(analysis: Analysis, link: stories.Link) -> Iterator[tuple[Range, int, stories.Tell]]:
    """Yield what can be told, with its range and its rank among stories of one range."""
    for call in analysis.gradients:
        broken = next((source for source in call.sources if source.verdict != "sound"), None)
        first = broken or (call.sources[0] if call.sources else None)
        yield call.range, 0, partial(stories.of_call, call, link)
        if call.target is not None and first is not None:
            yield call.target, 0, partial(stories.of_source, call, first, link)
        for source in call.sources:
            tell = partial(stories.of_source, call, source, link)
            yield source.range, 0, tell
            for step in source.story:
                if step.location.path is None:
                    yield step.location.range, 1 if source is broken else 2, tell
    for tape in analysis.tapes:
        yield tape.range, 0, partial(stories.of_tape, tape)


def _extent(range_: Range) -> tuple[int, int]:
    lines = range_.end.line - range_.start.line
    return lines, range_.end.column - (range_.start.column if lines == 0 else 0)
