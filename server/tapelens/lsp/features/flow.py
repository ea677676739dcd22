"""`tapelens/flow` {uri, position}: the paths of the gradient call under the cursor, as {svg, places}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tapelens.findings import GradientAnswer, Location, Position
from tapelens.lsp import diagnostics, places
from tapelens.lsp.desk import Answer

if TYPE_CHECKING:
    from tapelens.flow.picture import Where
    from tapelens.lsp.server import Server

METHOD = "tapelens/flow"


def register(server: Server) -> None:
    """Register the handler."""
    server.request(METHOD, flow)


async def flow(server: Server, params: Any) -> dict[str, Any] | None:
    """Answer with the picture of a call and the places that its links lead to, None where there is no call."""
    from tapelens.flow.picture import draw

    answer = await server.answer(params.uri)
    page = answer.program.pages.of_uri(params.uri) if answer is not None else None
    if answer is None or page is None:
        return None
    call = call_at(answer, page.place(types.Position(params.position.line, params.position.character)))
    if call is None:
        return None
    picture = draw(call, lambda location: _where(answer, location))
    return {"svg": picture.svg, "places": [diagnostics.where(answer, place) for place in picture.places]}


def _where(answer: Answer, location: Location) -> Where:
    """Return what a place is called in the picture; the address serves where the picture lies beside the file."""
    from tapelens.flow.picture import Where

    line = diagnostics.where(answer, location).range.start.line + 1
    return Where(places.label(answer, location), f"{places.file_name(answer, location)}#L{line}")


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
