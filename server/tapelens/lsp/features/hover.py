"""`textDocument/hover`: the story of the gradient that the expression under the cursor takes part in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.findings import GradientAnswer, Location, Position, Range
from tapelens.lsp import diagnostics, functions, links, places, stories
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
    manner = _manner(server, answer, page.place(params.position))
    found = story_at(answer, page.place(params.position), manner)
    if found is None:
        return None
    range_, text = found
    kind = types.MarkupKind.Markdown if server.client.markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), page.range(range_))


def _manner(server: Server, answer: Answer, position: Position) -> stories.Manner:
    """Return how to tell a story; a client of ours opens pages itself and shows findings beside the hover."""

    def line(location: Location) -> str:
        label = places.label(answer, location)
        return links.place(diagnostics.where(answer, location), label, server.client.commands)

    if not server.client.commands:
        return stories.Manner(line, answer.said)
    here = frozenset(finding for finding in answer.findings if finding.range.contains(position))
    return stories.Manner(
        line, answer.said, partial(links.command, "explainRule"), here, partial(_picture, answer)
    )


def _picture(answer: Answer, call: GradientAnswer) -> str:
    place = answer.program.pages.location(call.range)
    start = {"line": place.range.start.line, "character": place.range.start.character}
    return links.command("showFlow", place.uri, start)


def story_at(answer: Answer, position: Position, manner: stories.Manner) -> tuple[Range, str] | None:
    """Return the story of what stands at a place, and its range; None where no tape is concerned."""
    if answer.analysis is None:
        return None
    told = [item for item in _told(answer.analysis, manner) if item[0].contains(position)]
    if not told:
        return None
    range_, rank, tell = min(told, key=lambda item: (_extent(item[0]), item[1]))
    function = _function(answer, position) if rank else None
    if function is not None and function[0].start == range_.start:
        return function[0], f"{function[1]}\n\n---\n\n{tell()}"
    return range_, tell()


def _function(answer: Answer, position: Position) -> tuple[Range, str] | None:
    page = answer.program.pages.of_line(position.line)
    return functions.told(answer.program.text, page.lines[position.line - 1 - page.first], position)


def _told(analysis: Analysis, manner: stories.Manner) -> Iterator[tuple[Range, int, stories.Tell]]:
    """Yield what can be told, with its range and its rank: 0 for what belongs to a call or a tape itself.

    A path with unknown steps is told at the call only: elsewhere nobody knows that it passes there.
    """
    for call in analysis.gradients:
        broken = next((source for source in call.sources if source.verdict != "sound"), None)
        first = broken or (call.sources[0] if call.sources else None)
        yield call.range, 0, partial(stories.of_call, call, manner)
        if call.target is not None and first is not None:
            yield call.target, 0, partial(stories.of_source, call, first, manner)
        for range_, sources in stories.sets(call).items():
            yield range_, 0, partial(stories.of_set, call, sources, manner)
        for source in (one for one in call.sources if one.certain):
            tell = partial(stories.of_source, call, source, manner)
            for step in source.story:
                if step.location.path is None:
                    yield step.location.range, 1 if source is broken else 2, tell
    for tape in analysis.tapes:
        yield tape.range, 0, partial(stories.of_tape, tape)


def _extent(range_: Range) -> tuple[int, int]:
    lines = range_.end.line - range_.start.line
    return lines, range_.end.column - (range_.start.column if lines == 0 else 0)
