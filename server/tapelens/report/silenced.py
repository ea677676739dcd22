"""Findings after the user's suppressions, and what is to be said of the suppressions themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tapelens.findings import Finding, Fix
from tapelens.flow.verdict import Fact
from tapelens.rules import catalogue
from tapelens.source.document import Document
from tapelens.source.suppressions import OWN_RULE, Suppressions, Unused, suppressions


def silence(
    document: Document, found: Sequence[Finding], runs: Callable[[str, str], bool], whole: bool
) -> tuple[tuple[Finding, ...], dict[Finding, Fix]]:
    """Return the findings that are left with those about suppressions, and the fixes of the latter.

    `runs` says of a rule's name and code whether the options let it speak. Where the answer is not `whole`, what
    silences nothing now may be needed.
    """
    if not document.addressed:
        return tuple(found), {}
    silencers = suppressions(document)
    kept = [finding for finding in found if not silencers.covers(finding.name, finding.code, finding.range)]
    rule = catalogue.get(OWN_RULE)
    if not whole or rule is None or not runs(rule.name, rule.code):
        return tuple(kept), {}
    fixes = {}
    for unused in _unused(silencers, rule.code, runs):
        message = rule.message(_fact(unused))
        finding = Finding(rule.code, rule.name, rule.severity, message, unused.range)
        fixes[finding] = Fix(_title(unused), "safe", (unused.edit,), rule.name)
    return (*kept, *fixes), fixes


def _unused(silencers: Suppressions, code: str, runs: Callable[[str, str], bool]) -> list[Unused]:
    rules = catalogue.all_rules()
    not_run = {(r.name, r.code) for r in rules if not runs(r.name, r.code)}
    covered = {one.range for one in silencers.unused(not_run) if silencers.covers(OWN_RULE, code, one.range)}
    return [one for one in silencers.unused(not_run) if one.range not in covered]


def _fact(unused: Unused) -> Fact:
    detail = "blanket" if unused.blanket else ""
    return Fact(OWN_RULE, "sound", "", "", unused.text, "", unused.range.start.line, detail=detail)


def _title(unused: Unused) -> str:
    return "Name the rules that it silences" if unused.blanket else f"Remove `{unused.text}`"
