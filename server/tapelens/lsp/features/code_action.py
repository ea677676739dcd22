"""`textDocument/codeAction` and `codeAction/resolve`: fixes on the finding and on the lines that cause it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tapelens.findings import Fix
from tapelens.lsp import actions, fix_all, suppress
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer, OutdatedError

if TYPE_CHECKING:
    from tapelens.lsp.server import Server

CONTENT_MODIFIED = -32801


def register(server: Server) -> None:
    """Register the handlers."""
    kinds: Any = actions.KINDS
    options = types.CodeActionOptions(code_action_kinds=kinds, resolve_provider=True)
    server.request(types.TEXT_DOCUMENT_CODE_ACTION, code_action, options)
    server.request(types.CODE_ACTION_RESOLVE, resolve)


async def code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """Answer which actions there are on the lines of a range."""
    answer = await server.answer(params.text_document.uri)
    page = answer.program.pages.of_uri(params.text_document.uri) if answer is not None else None
    if answer is None or page is None:
        return None
    only = params.context.only
    found: list[types.CodeAction] = []
    try:
        if actions.wanted(types.CodeActionKind.QuickFix.value, only):
            found += await _fixes(server, answer, page, params)
            found += await _fixes_elsewhere(server, answer, page, params)
            found += _suppressions(server, answer, page, params)
        for kind in (actions.FIX_ALL, actions.FIX_ALL_CELLS):
            if answer.findings and actions.wanted(kind, only):
                found.append(_all(answer, kind))
        if not server.client.resolves:
            found = [await resolve(server, action) for action in found]
    except OutdatedError:
        return None
    return found or None


async def resolve(server: Server, action: types.CodeAction) -> types.CodeAction:
    """Answer with the edit of an action; refused when the text has changed since it was offered."""
    data = action.data
    if action.edit is not None or not isinstance(data, dict):
        return action
    answer = await server.desk.answer(str(data.get("key")))
    if answer is None or answer.program.serial != data.get("serial"):
        raise _outdated()
    try:
        edits = await _edits(server, answer, data)
    except OutdatedError:
        raise _outdated() from None
    action.edit = actions.workspace_edit(answer, edits, server.client.document_changes)
    return action


async def _edits(server: Server, answer: Answer, data: dict[str, Any]) -> Any:
    if "finding" not in data:
        return await fix_all.edits(server.desk, answer)
    fixes = await _fixes_of(server, answer, data["finding"])
    return fixes[data["fix"]].edits


async def _fixes(
    server: Server, answer: Answer, page: Page, params: types.CodeActionParams
) -> list[types.CodeAction]:
    found: list[types.CodeAction] = []
    for index in actions.at(answer, page, params.range):
        for number, fix in enumerate(await _fixes_of(server, answer, index)):
            found.append(actions.of_fix(fix, answer, index, number, params.context.diagnostics))
    return _each_once(found)


async def _fixes_elsewhere(
    server: Server, answer: Answer, page: Page, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """Return the fixes for what is lost here on the way of another open file's gradient."""
    path, found = answer.program.path, list[types.CodeAction]()
    for key in server.desk.readers(path) if path is not None else ():
        other = await server.desk.answer(key)
        if other is None:
            continue
        for index in actions.at(other, page, params.range, path):
            name = other.program.pages.pages[0].uri.rsplit("/", 1)[-1]
            for number, fix in enumerate(await _fixes_of(server, other, index)):
                action = actions.of_fix(fix, other, index, number, params.context.diagnostics, path)
                action.title = f"{action.title}, for line {other.findings[index].range.start.line} of {name}"
                found.append(action)
    return _each_once(found)


async def _fixes_of(server: Server, answer: Answer, index: int) -> tuple[Fix, ...]:
    return await server.desk.ask(answer, lambda analysis: analysis.fixes(analysis.findings[index]))


def _each_once(found: list[types.CodeAction]) -> list[types.CodeAction]:
    """Two findings may be mended by the same fix: the first of equal titles stays."""
    return list({action.title: action for action in reversed(found)}.values())[::-1]


def _suppressions(
    server: Server, answer: Answer, page: Page, params: types.CodeActionParams
) -> list[types.CodeAction]:
    found: list[types.CodeAction] = []
    if not answer.program.chosen.suppress_actions:
        return found
    for index in actions.at(answer, page, params.range):
        finding = answer.findings[index]
        owner = answer.program.pages.of_line(finding.range.start.line)
        lines = [*[""] * owner.first, *owner.lines]
        edit = suppress.edit(lines, finding.range.start.line, finding.name)
        if edit is None or owner.uri != page.uri:
            continue
        found.append(
            types.CodeAction(
                title=f"Ignore {finding.name} on this line",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=actions.about(index, answer, params.context.diagnostics) or None,
                edit=actions.workspace_edit(answer, [edit], server.client.document_changes),
            )
        )
    return _each_once(found)


def _all(answer: Answer, kind: str) -> types.CodeAction:
    return types.CodeAction(title="Apply all safe fixes of Tapelens", kind=kind, data=actions.data_of(answer))


def _outdated() -> JsonRpcException:
    return JsonRpcException("the text has changed since the action was offered", CONTENT_MODIFIED)
