"""`tapelens/flow` {uri, position}: the path of the gradient call under the cursor as {svg}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tapelens.findings import GradientAnswer, Position
from tapelens.flow.picture import svg
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

METHOD = "tapelens/flow"


def register(server: Server) -> None:
    """Register the handler."""
    server.request(METHOD, flow)


async def flow(server: Server, params: Any) -> dict[str, str] | None:
    """Answer with the picture of a call, None where there is no call."""
    answer = await server.answer(params.uri)
    page = answer.program.pages.of_uri(params.uri) if answer is not None else None
    if answer is None or page is None:
        return None
    call = call_at(answer, page.place(types.Position(params.position.line, params.position.character)))
    return {"svg": svg(call)} if call is not None else None


def call_at(answer: Answer, place: Position) -> GradientAnswer | None:
    """Return the gradient call at a place, else the first one on its line or with a step there."""
    calls = answer.analysis.gradients if answer.analysis is not None else ()
    exact = [call for call in calls if call.range.contains(place)]
    near = [call for call in calls if call.range.start.line <= place.line <= call.range.end.line]
    passing = [call for call in calls if place.line in _lines(call)]
    return next(iter([*exact, *near, *passing]), None)


def _lines(call: GradientAnswer) -> set[int]:
    steps = [step for source in call.sources for step in source.story if step.location.path is None]
    return {step.location.range.start.line for step in steps}
