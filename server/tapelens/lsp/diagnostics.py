"""An answer as the protocol's diagnostics: findings where they stand, hints on the lines that cause them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

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


@dataclass(slots=True)
class Mark:
    """One diagnostic to be made: where it stands, and what it is about."""

    page: Page
    range: Range
    about: tuple[object, ...]  # while these are the same objects, it reads the same
    owner: Answer
    findings: tuple[int, ...]  # the owner's, by their places
    made: Callable[[Any], types.Diagnostic]  # returns the diagnostic with the given data
    lasting: bool  # whether it speaks of this program alone, and that is one document

    @property
    def key(self) -> object:
        """What tells the mark from others."""
        return tuple(map(id, self.about))

    @property
    def data(self) -> dict[str, object]:
        """What a client gives back when it asks for actions."""
        return {"serial": self.owner.program.serial, "findings": list(self.findings)}


def of_answer(
    answer: Answer, client: Client, importing: Iterable[Answer] = ()
) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of every document of the program, empty lists too.

    `importing` are the answers that depend on it: what they lose here is marked here.
    """
    found: dict[str, list[types.Diagnostic]] = {page.uri: [] for page in answer.program.pages.pages}
    for mark in marks(answer, client, importing):
        found[mark.page.uri].append(mark.made(mark.data if client.data else None))
    return found


def marks(answer: Answer, client: Client, importing: Iterable[Answer] = ()) -> Iterator[Mark]:
    """Yield what is to be marked in the program: its findings, then what causes them and those of others."""
    single = not answer.program.notebook
    for index, finding in enumerate(answer.findings):
        page = answer.page(None, finding.range.start.line)
        make = partial(_of_finding, answer, client, page, finding)
        yield Mark(page, finding.range, (finding,), answer, (index,), make, single)
    for pairs in _causes(answer, importing):
        first, _, _, cause = pairs[0]
        range_ = cause.location.range
        page = answer.page(None, range_.start.line)
        about = (*(finding for _, _, finding, _ in pairs), cause)
        indices = dict.fromkeys(index for owner, index, _, _ in pairs if owner is first)
        own = all(owner is answer for owner, _, _, _ in pairs)
        make = partial(_of_cause, client, page, pairs)
        yield Mark(page, range_, about, first, tuple(indices), make, single and own)


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


def _of_finding(answer: Answer, client: Client, page: Page, finding: Finding, data: Any) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(where(answer, cause.location), answer.said(cause.message))
        for cause in finding.causes
    ]
    severity, message = _LEVEL[finding.severity], answer.said(finding.message)
    return _diagnostic(client, page.range(finding.range), severity, finding.name, message, related, data)


def _of_cause(client: Client, page: Page, pairs: Pairs, data: Any) -> types.Diagnostic:
    owner, _, _, cause = pairs[0]
    related = [
        types.DiagnosticRelatedInformation(where(one, Location(finding.range)), one.said(finding.message))
        for one, _, finding, _ in pairs
    ]
    range_, hint = page.range(cause.location.range), types.DiagnosticSeverity.Hint
    return _diagnostic(client, range_, hint, cause.reason, owner.said(cause.message), related, data)


def _causes(answer: Answer, importing: Iterable[Answer]) -> list[Pairs]:
    """Return the causes in this program that no finding stands on already, each place once."""
    taken = {finding.range.numbers for finding in answer.findings}
    found: dict[object, Pairs] = {}
    for owner in (answer, *importing):
        path = None if owner is answer else answer.program.path
        for index, finding in enumerate(owner.findings):
            for cause in finding.causes:
                place = cause.location.range.numbers
                if cause.location.path == path and place not in taken:
                    found.setdefault((place, cause.reason), []).append((owner, index, finding, cause))
    return list(found.values())


def _diagnostic(
    client: Client,
    range_: types.Range,
    severity: types.DiagnosticSeverity,
    rule: str,
    message: str,
    related: list[types.DiagnosticRelatedInformation],
    data: Any,
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
        data=data,
    )
