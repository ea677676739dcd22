"""`tapelens/explain` {rule}: a rule's page as {title, markdown}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

METHOD = "tapelens/explain"


def register(server: Server) -> None:
    """Register the handler."""
    server.request(METHOD, explain)


async def explain(server: Server, params: Any) -> dict[str, str] | None:
    """Answer with the page of a rule, given by name or code; None for an unknown one."""
    from tapelens.rules import catalogue

    rule = catalogue.get(str(params.rule))
    if rule is None:
        meant = catalogue.suggest(str(params.rule))
        server.warn(f"no rule is called {params.rule!r}" + (f"; did you mean {meant}?" if meant else ""))
        return None
    return {"title": f"{rule.name} ({rule.code})", "markdown": catalogue.page(rule.name)}
