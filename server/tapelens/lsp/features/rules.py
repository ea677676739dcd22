"""`tapelens/rules` {uri, position} or nothing: the rules to pick from, those found on the line first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from tapelens.lsp import actions

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

METHOD = "tapelens/rules"


def register(server: Server) -> None:
    """Register the handler."""
    server.request(METHOD, rules)


async def rules(server: Server, params: Any) -> list[dict[str, str]]:
    """Answer with every rule as {label, description, detail}, by code."""
    from tapelens.rules.catalogue import all_rules

    here = await _here(server, params) if getattr(params, "uri", None) else set()
    known = sorted(all_rules(), key=lambda rule: rule.name not in here)
    return [{"label": rule.name, "description": rule.code, "detail": rule.summary} for rule in known]


async def _here(server: Server, params: Any) -> set[str]:
    """Return the rules of the findings that stand or have a cause on the line."""
    answer = await server.answer(params.uri)
    page = answer.program.pages.of_uri(params.uri) if answer is not None else None
    if answer is None or page is None:
        return set()
    place = types.Position(params.position.line, params.position.character)
    return {answer.findings[index].name for index in actions.at(answer, page, types.Range(place, place))}
