"""`textDocument/inlayHint`: ✓, None or raises behind gradient calls, and what a tape watches."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.findings import GradientAnswer, Position, Range, SourceAnswer
from tapelens.lsp import stories
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

Label = tuple[Position, str, str]
_WATCHED_SHOWN = 24  # characters: VS Code cuts a hint after 43


def register(server: Server) -> None:
    """Register the handler."""
    server.request(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint)


async def inlay_hint(server: Server, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """Answer with the hints on the lines of a range."""
    uri = params.text_document.uri
    answer = await server.answer(uri)
    page = answer.program.pages.of_uri(uri) if answer is not None else None
    if answer is None or page is None or not answer.program.chosen.inlay_hints:
        return None
    wanted = Range(page.place(params.range.start), page.place(params.range.end))
    return [
        _hint(page, label)
        for label in labels(answer)
        if wanted.contains(label[0]) and answer.program.pages.of_line(label[0].line) is page
    ]


def labels(answer: Answer) -> Iterator[Label]:
    """Yield the place, text and explanation of every hint."""
    if answer.analysis is None:
        return
    for call in answer.analysis.gradients:
        yield from _of_call(answer, call)
    for tape in answer.analysis.tapes:
        if tape.watched:
            yield tape.range.end, f"watches {_short(tape.watched)}", stories.of_tape(tape)


def _short(names: tuple[str, ...]) -> str:
    """Return the first names, at least one, and how many more there are."""
    lengths = itertools.accumulate(len(name) + 2 for name in names)
    shown = max(sum(length <= _WATCHED_SHOWN for length in lengths), 1)
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


def _of_call(answer: Answer, call: GradientAnswer) -> Iterator[Label]:
    """Yield what is behind a call and behind its sources; nothing where nothing is certain."""
    text = _together(call.sources)
    if text:
        yield call.range.end, text, _explained(answer, call, None)
    sets = stories.sets(call)
    for range_, sources in sets.items() if len(sets) > 1 else ():
        text = _together(sources)
        if text:
            yield range_.end, text, _explained(answer, call, range_)


def _together(sources: tuple[SourceAnswer, ...]) -> str:
    """Return what the sources get, for whom if not all get the same; empty where that is not known."""
    broken = [source for source in sources if source.verdict != "sound"]
    if not broken:
        return stories.VERDICTS["sound"] if sources and all(source.certain for source in sources) else ""
    worst = [source for source in broken if source.verdict == broken[0].verdict]
    text = stories.VERDICTS[worst[0].verdict]
    if len(worst) == len(sources):
        return text
    names = list(dict.fromkeys(source.text for source in worst))
    if len(names) == 1 and len({source.range for source in sources}) == 1:
        return f"{text} for {names[0]}"
    counted = all(source.index is not None for source in sources)
    return f"{text} for {len(worst)} of {len(sources)}" if counted else f"{text} for some"


def _explained(answer: Answer, call: GradientAnswer, place: Range | None) -> str:
    findings = [finding for finding in call.findings if place is None or finding.range == place]
    return "\n\n".join(stories.sentence(answer.said(finding.message)) for finding in findings)


def _hint(page: Page, label: Label) -> types.InlayHint:
    position, text, explained = label
    tooltip = types.MarkupContent(types.MarkupKind.Markdown, explained) if explained else None
    return types.InlayHint(
        page.position(position), text, padding_left=True, tooltip=tooltip, kind=types.InlayHintKind.Type
    )
