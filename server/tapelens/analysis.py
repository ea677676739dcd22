"""The way through the rooms: source, machine, flow, rules, and back to findings."""

from __future__ import annotations

from tapelens.check import Analysis
from tapelens.findings import Finding, Fix
from tapelens.machine.engine import Run
from tapelens.machine.machine import Machine
from tapelens.machine.modules import Modules, Project
from tapelens.options import Options
from tapelens.report import calls, findings, hygiene, notices
from tapelens.report.places import Places
from tapelens.report.silenced import silence
from tapelens.rules import catalogue
from tapelens.source.document import Document


def analyse(text: str, options: Options, path: str | None, project: Project | None = None) -> Analysis:
    """Return the analysis of a text."""
    return analyse_document(Document.parse(text), options, path, project)


def analyse_document(
    document: Document, options: Options, path: str | None, project: Project | None = None
) -> Analysis:
    """Return the analysis of a document."""
    machine = Machine(options.steps, options.keras_version or 3, options.tensorflow_version)
    run = Run(machine, document, path)
    if project is not None and run.top is not None:
        machine.modules = Modules(machine, project, run.top)
    run.run()
    own = [r for r in machine.requests if r.unit.module is run.module]
    places = Places(run.module)
    found, answers = findings.of_calls(machine.graph, places, calls.combine(machine.graph, own))
    found += notices.of_notices(machine.graph, places, machine.noticed)
    if not run.notes:
        found += hygiene.of_tapes(machine, places)
    left, fixes = silence(
        document, [f for f in found if selected(f, options)], lambda name, code: runs(name, code, options)
    )
    kept = sorted(left, key=lambda f: (f.range, f.code))
    mends = {levelled(finding, options): (fix,) for finding, fix in fixes.items()}
    problems = tuple(f"line {p.range.start.line}: {p.message}" for p in document.problems)
    shown = tuple(levelled(f, options) for f in kept)
    return Analysis(
        shown,
        tuple(sorted(answers, key=lambda a: a.range)),
        tuple(sorted(findings.tapes(machine, places), key=lambda t: t.range)),
        (*run.notes, *problems),
        frozenset(machine.modules.asked) if machine.modules is not None else frozenset(),
        lambda finding: mends.get(finding) or _proved(document.text, finding, shown, options, path),
    )


def _proved(
    text: str, finding: Finding, shown: tuple[Finding, ...], options: Options, path: str | None
) -> tuple[Fix, ...]:
    """Return the fixes of a finding that the machine has proved."""
    from tapelens.fixes import prove

    return prove.fixes(text, finding, shown, lambda mended: analyse(mended, options, path).findings)


def selected(finding: Finding, options: Options) -> bool:
    """Return whether the options let the finding through; what holds on some paths only must be asked for."""
    asked = any(_matches(finding.name, finding.code, s) for s in options.select)
    sometimes = finding.gradient is not None and finding.gradient.verdict == "sometimes"
    return runs(finding.name, finding.code, options) and (asked or not sometimes)


def runs(name: str, code: str, options: Options) -> bool:
    """Return whether the options let a rule speak."""
    if options.severity.get(name) == "off":
        return False
    if options.select and not any(_matches(name, code, s) for s in options.select):
        return False
    return not any(_matches(name, code, s) for s in options.ignore)


def _matches(name: str, code: str, selector: str) -> bool:
    return name == selector or code.startswith(selector.upper())


def levelled(finding: Finding, options: Options) -> Finding:
    """Return the finding at the level that the options give its rule."""
    from dataclasses import replace

    level = options.severity.get(finding.name)
    if level is None or level == "off" or catalogue.get(finding.name) is None:
        return finding
    return replace(finding, severity=level)
