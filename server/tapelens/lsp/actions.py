"""Code actions: the proved fixes of the findings at a place, and the edits behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from lsprotocol import types

from tapelens.findings import Edit, Finding, Fix
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer

FIX_ALL = "source.fixAll.tapelens"
FIX_ALL_CELLS = "notebook.source.fixAll.tapelens"
KINDS = [types.CodeActionKind.QuickFix.value, FIX_ALL, FIX_ALL_CELLS]


def wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Return whether a client that asks for these kinds wants that one."""
    if not only:
        return kind != FIX_ALL_CELLS
    names = [item.value if isinstance(item, types.CodeActionKind) else item for item in only]
    return any(kind == name or kind.startswith(name + ".") or name == "" for name in names)


def at(answer: Answer, page: Page, range_: types.Range, path: str | None = None) -> list[int]:
    """Return the findings that stand on the lines of a range or have a cause there, by index.

    With a path, the range is one of that file, which the answer's program imports.
    """
    first, last = page.first + range_.start.line + 1, page.first + range_.end.line + 1
    return [
        index
        for index, finding in enumerate(answer.findings)
        if any(start <= last and first <= end for start, end in _lines(finding, path))
    ]


def _lines(finding: Finding, path: str | None) -> Iterable[tuple[int, int]]:
    if path is None:
        yield finding.range.start.line, finding.range.end.line
    for cause in finding.causes:
        if cause.location.path == path:
            yield cause.location.range.start.line, cause.location.range.end.line


def of_fix(
    fix: Fix,
    answer: Answer,
    finding: int,
    number: int,
    diagnostics: Sequence[types.Diagnostic],
    here: str | None = None,
) -> types.CodeAction:
    """Return the action of a fix, without its edit; its title names what files it changes besides the one here."""
    paths = sorted(
        {PurePath(edit.path or answer.program.key).name for edit in fix.edits if edit.path != here}
    )
    where = f", in {' and '.join(paths)}" if paths else ""
    reason = f" ({fix.reason})" if fix.reason else ""
    return types.CodeAction(
        title=f"{fix.title}{where}{reason}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about(finding, answer, diagnostics) or None,
        is_preferred=True if fix.applicability == "safe" and number == 0 else None,
        data=data_of(answer, finding=finding, fix=number),
    )


def about(finding: int, answer: Answer, diagnostics: Sequence[types.Diagnostic]) -> list[types.Diagnostic]:
    """Return those of the client's diagnostics that belong to a finding."""
    found = []
    for diagnostic in diagnostics:
        data = diagnostic.data if isinstance(diagnostic.data, dict) else {}
        if data.get("serial") == answer.program.serial and finding in data.get("findings", ()):
            found.append(diagnostic)
    return found


def data_of(answer: Answer, **more: Any) -> dict[str, Any]:
    """Return what a later `codeAction/resolve` needs to find the action again."""
    return {"key": answer.program.key, "serial": answer.program.serial, **more}


def workspace_edit(answer: Answer, edits: Iterable[Edit], versioned: bool) -> types.WorkspaceEdit:
    """Return the edits for the client, with the versions that they are made for."""
    by_page: dict[str, tuple[Page, list[types.TextEdit]]] = {}
    for edit in edits:
        page = answer.page(edit.path, edit.range.start.line)
        text_edit = types.TextEdit(page.range(edit.range), _text(edit, page))
        by_page.setdefault(page.uri, (page, []))[1].append(text_edit)
    if not versioned:
        return types.WorkspaceEdit(changes={uri: made for uri, (_, made) in by_page.items()})
    changes: list[Any] = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=page.version), list(made)
        )
        for uri, (page, made) in by_page.items()
    ]
    return types.WorkspaceEdit(document_changes=changes)


def _text(edit: Edit, page: Page) -> str:
    text = edit.new_text
    if page.place(page.end) < edit.range.end and text.endswith("\n"):
        text = text[:-1]  # a cell, unlike a line of the program, ends without a line end
    crlf = page.lines and page.lines[0].endswith("\r\n")
    return text.replace("\n", "\r\n") if crlf and "\r" not in text else text
