"""An answer as the protocol's diagnostics: findings where they stand, hints on the lines that cause them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from tapelens.findings import Cause, Finding, Location, Range, Severity
from tapelens.lsp import links
from tapelens.lsp.client import Client
from tapelens.lsp.convert import Page
from tapelens.lsp.desk import Answer
from tapelens.source.positions import Encoding

SOURCE = "tapelens"
_LEVEL: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
# What these rules mark has no effect, so it may be shown faded.
_WITHOUT_EFFECT = frozenset({"tape-hygiene", "unused-suppression", "watched-too-late"})


def of_answer(answer: Answer, client: Client) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of every document of the program, empty lists too."""
    found: dict[str, list[types.Diagnostic]] = {page.uri: [] for page in answer.program.pages.pages}
    if answer.analysis is None:
        return found
    findings = answer.analysis.findings
    for index, finding in enumerate(findings):
        page = answer.program.pages.of_line(finding.range.start.line)
        found[page.uri].append(_of_finding(answer, client, page, finding, index))
    for (range_, reason), pairs in _own_causes(findings).items():
        page = answer.program.pages.of_line(range_.start.line)
        found[page.uri].append(_of_cause(answer, client, page, range_, reason, pairs))
    return found


def where(answer: Answer, location: Location) -> types.Location:
    """Return where a location of an analysis is for the client, in another file too."""
    if location.path is None:
        return answer.program.pages.location(location.range)
    return in_file(location.path, location.range, answer.program.pages.pages[0].encoding)


def in_file(path: str, range_: Range, encoding: Encoding) -> types.Location:
    """Return where a range of a file on the disk is for the client."""
    from tapelens.lsp.texts import split

    try:
        lines = split(Path(path).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        lines = []
    uri = Path(path).absolute().as_uri()
    return types.Location(uri, Page(uri, None, lines, 0, encoding).range(range_))


def _of_finding(answer: Answer, client: Client, page: Page, finding: Finding, index: int) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(where(answer, cause.location), cause.message)
        for cause in finding.causes
    ]
    return _diagnostic(
        answer, client, page.range(finding.range), _LEVEL[finding.severity], finding.name,
        finding.message, related, (index,),
    )  # fmt: skip


def _of_cause(
    answer: Answer,
    client: Client,
    page: Page,
    range_: Range,
    reason: str,
    pairs: list[tuple[int, Finding, Cause]],
) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(answer.program.pages.location(finding.range), finding.message)
        for _, finding, _ in pairs
    ]
    indices = tuple(dict.fromkeys(index for index, _, _ in pairs))
    return _diagnostic(
        answer, client, page.range(range_), types.DiagnosticSeverity.Hint, reason,
        pairs[0][2].message, related, indices,
    )  # fmt: skip


def _own_causes(
    findings: Iterable[Finding],
) -> dict[tuple[Range, str], list[tuple[int, Finding, Cause]]]:
    """Return the causes in this program that no finding stands on already, each place once."""
    taken = {finding.range for finding in findings}
    found: dict[tuple[Range, str], list[tuple[int, Finding, Cause]]] = {}
    for index, finding in enumerate(findings):
        for cause in finding.causes:
            range_ = cause.location.range
            if cause.location.path is None and range_ not in taken:
                found.setdefault((range_, cause.reason), []).append((index, finding, cause))
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
