"""An answer as the protocol's diagnostics: findings where they stand, hints on the lines that cause them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from tapelens.findings import Cause, Finding, Location, Range, Severity
from tapelens.lsp import links
from tapelens.lsp.client import Client
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer

SOURCE = "tapelens"
_LEVEL: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
# What these rules mark has no effect, so it may be shown faded.
_WITHOUT_EFFECT = frozenset({"tape-hygiene", "unused-suppression", "watched-too-late"})


Pairs = list[tuple[Answer, int, Finding, Cause]]


def of_answer(
    answer: Answer, client: Client, importing: Iterable[Answer] = ()
) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of every document of the program, empty lists too.

    `importing` are the answers that depend on it: what they lose here is marked here.
    """
    found: dict[str, list[types.Diagnostic]] = {page.uri: [] for page in answer.program.pages.pages}
    for index, finding in enumerate(answer.findings):
        page = answer.page(None, finding.range.start.line)
        found[page.uri].append(_of_finding(answer, client, page, finding, index))
    for (range_, reason), pairs in _causes(answer, importing).items():
        page = answer.page(None, range_.start.line)
        found[page.uri].append(_of_cause(client, page, range_, reason, pairs))
    return found


def where(answer: Answer, location: Location) -> types.Location:
    """Return where a location of an analysis is for the client, in another file too."""
    page = answer.page(location.path, location.range.start.line)
    return types.Location(page.uri, page.range(location.range))


def elsewhere(answer: Answer) -> dict[str, list[object]]:
    """Return what the answer marks in other files, by path, in a form that tells news from what was told."""
    found: dict[str, list[object]] = {}
    for finding in answer.findings:
        for cause in finding.causes:
            if cause.location.path is not None:
                found.setdefault(cause.location.path, []).append((cause, finding.range, finding.message))
    return found


def _of_finding(answer: Answer, client: Client, page: Page, finding: Finding, index: int) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(where(answer, cause.location), answer.said(cause.message))
        for cause in finding.causes
    ]
    return _diagnostic(
        answer, client, page.range(finding.range), _LEVEL[finding.severity], finding.name,
        answer.said(finding.message), related, (index,),
    )  # fmt: skip


def _of_cause(client: Client, page: Page, range_: Range, reason: str, pairs: Pairs) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(where(owner, Location(finding.range)), owner.said(finding.message))
        for owner, _, finding, _ in pairs
    ]
    first = pairs[0][0]
    indices = tuple(dict.fromkeys(index for owner, index, _, _ in pairs if owner is first))
    return _diagnostic(
        first, client, page.range(range_), types.DiagnosticSeverity.Hint, reason,
        first.said(pairs[0][3].message), related, indices,
    )  # fmt: skip


def _causes(answer: Answer, importing: Iterable[Answer]) -> dict[tuple[Range, str], Pairs]:
    """Return the causes in this program that no finding stands on already, each place once."""
    taken = {finding.range for finding in answer.findings}
    found: dict[tuple[Range, str], Pairs] = {}
    for owner in (answer, *importing):
        path = None if owner is answer else answer.program.path
        for index, finding in enumerate(owner.findings):
            for cause in finding.causes:
                range_ = cause.location.range
                if cause.location.path == path and range_ not in taken:
                    found.setdefault((range_, cause.reason), []).append((owner, index, finding, cause))
    return found


def _diagnostic(
    answer: Answer,
    client: Client,
    range_: types.Range,
    severity: types.DiagnosticSeverity,
    rule: str,
    message: str,
    related: list[types.DiagnosticRelatedInformation],
    findings: tuple[int, ...],
) -> types.Diagnostic:
    faded = client.tags and severity == types.DiagnosticSeverity.Hint and rule in _WITHOUT_EFFECT
    return types.Diagnostic(
        range=range_,
        message=message,
        severity=severity,
        code=rule,
        code_description=types.CodeDescription(links.page(rule)) if client.links else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if faded else None,
        related_information=related or None if client.related else None,
        data={"serial": answer.program.serial, "findings": list(findings)} if client.data else None,
    )
