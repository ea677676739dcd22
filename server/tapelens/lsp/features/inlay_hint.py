"""`textDocument/inlayHint`: ✓, None or raises behind gradient calls, and what a tape watches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from tapelens.findings import GradientAnswer, Position, Range, VerdictKind
from tapelens.lsp import stories
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

Label = tuple[Position, str, str]
_WATCHED_SHOWN = 5


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
        yield from _of_call(call)
    for tape in answer.analysis.tapes:
        if tape.watched:
            more = len(tape.watched) - _WATCHED_SHOWN
            names = ", ".join(tape.watched[:_WATCHED_SHOWN]) + (f" and {more} more" if more > 0 else "")
            yield tape.range.end, f"watches {names}", stories.of_tape(tape)


def _of_call(call: GradientAnswer) -> Iterator[Label]:
    verdicts: list[VerdictKind] = [source.verdict for source in call.sources]
    if not verdicts:
        return
    broken = [verdict for verdict in verdicts if verdict != "sound"]
    worst: VerdictKind = broken[0] if broken else "sound"
    count = verdicts.count(worst)
    text = stories.VERDICTS[worst]
    if count < len(verdicts):
        text += f" for {count} of {len(verdicts)}"
    yield call.range.end, text, _explained(call, None)
    places = {source.range for source in call.sources}
    if len(places) < 2:
        return
    for source in call.sources:
        yield source.range.end, stories.VERDICTS[source.verdict], _explained(call, source.range)


def _explained(call: GradientAnswer, place: Range | None) -> str:
    findings = [finding for finding in call.findings if place is None or finding.range == place]
    return "\n\n".join(stories.sentence(finding.message) for finding in findings)


def _hint(page: Page, label: Label) -> types.InlayHint:
    position, text, explained = label
    tooltip = types.MarkupContent(types.MarkupKind.Markdown, explained) if explained else None
    return types.InlayHint(
        page.position(position), text, padding_left=True, tooltip=tooltip, kind=types.InlayHintKind.Type
    )
