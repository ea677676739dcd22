"""The way through the rooms: source, machine, flow, rules, and back to findings."""

from __future__ import annotations

from tapelens.check import Analysis, Details
from tapelens.findings import Finding, Fix, Range
from tapelens.machine import update
from tapelens.machine.engine import Run
from tapelens.machine.machine import Machine
from tapelens.machine.modules import Modules, Project
from tapelens.options import Options, RuleLevel
from tapelens.report.reports import Reports
from tapelens.report.silenced import silence
from tapelens.rules import catalogue
from tapelens.source.document import Document

# So much of the garbage that a run may hold is worth a new one when nothing else is to be done.
WORTHWHILE = 0.25


def analyse(text: str, options: Options, path: str | None, project: Project | None = None) -> Analysis:
    """Return the analysis of a text."""
    return Work(options, path, project).analyse(text)


class Work:
    """One document with its options: the analysis of its text, and then of each next text from the last one's."""

    def __init__(self, options: Options, path: str | None = None, project: Project | None = None) -> None:
        self.options = options
        self.path = path
        self.project = project
        self._run: Run | None = None
        self._outdated = False
        self._reports: Reports | None = None
        self.fresh = False  # whether the last analysis began anew

    @property
    def size(self) -> int:
        """The number of values in the graph."""
        return len(self._run.machine.graph) if self._run is not None else 0

    @property
    def certain(self) -> int:
        """The number of sources that certainly get a gradient."""
        return self._reports.certain() if self._reports is not None else 0

    @property
    def clashes(self) -> int:
        """The number of steps that raise because of their dtypes."""
        return self._reports.clashes() if self._reports is not None else 0

    @property
    def misfits(self) -> list[Range | None]:
        """Where tensors stand that cannot stand there; None where that is no expression of the document."""
        return self._reports.misfits() if self._reports is not None else []

    def analyse(self, text: str) -> Analysis:
        """Return the analysis of the newest text."""
        run, self._run = self._run, None  # whatever breaks an analysis, the next one starts anew
        self.fresh = False
        dropped = self._dropped(run)
        if run is None or dropped is None or not update.can(run):
            run = self._begun(Document.parse(text))
        else:
            document = run.module.document.updated(text)
            if not update.update(run, document, dropped):
                run = self._begun(document)
        analysis = self._told(run)
        self._run = run
        return analysis

    def renew(self) -> bool:
        """Analyse the newest text anew if that frees much; return whether it was done."""
        run = self._run
        if run is None or run.garbage < WORTHWHILE:
            return False
        self._run = None
        self.analyse(run.module.document.text)
        return True

    def outdate(self) -> None:
        """Look at the modules again before the next analysis: some may read differently by now."""
        self._outdated = True

    def _dropped(self, run: Run | None) -> frozenset[str] | None:
        """Return the modules that changed; None if all must be run again."""
        outdated, self._outdated = self._outdated, False
        if run is None or not outdated or run.machine.modules is None:
            return frozenset()
        return run.machine.modules.outdated()

    def _begun(self, document: Document) -> Run:
        self.fresh = True
        options = self.options
        machine = Machine(options.steps, options.keras, options.tensorflow_version)
        run = Run(machine, document, self.path)
        if self.project is not None and run.top is not None:
            machine.modules = Modules(machine, self.project, run.top)
        run.run()
        self._reports = Reports(run)
        return run

    def _told(self, run: Run) -> Analysis:
        reports, options, document = self._reports, self.options, run.module.document
        assert reports is not None
        found = [f for f in reports.findings() if selected(f, options)]
        whole = not run.notes and not document.problems
        left, fixes = silence(document, found, lambda name, code: runs(name, code, options), whole)
        shown = tuple(levelled(f, options) for f in sorted(left, key=lambda f: (f.range.numbers, f.code)))
        mends = {levelled(finding, options): (fix,) for finding, fix in fixes.items()}
        problems = tuple(f"line {p.range.start.line}: {p.message}" for p in document.problems)
        modules = run.machine.modules
        return Analysis(
            shown,
            (*run.notes, *problems),
            frozenset(modules.asked) if modules is not None else frozenset(),
            frozenset(modules.missing) if modules is not None else frozenset(),
            lambda finding: mends.get(finding) or self._proved(document.text, finding, shown),
            self._details,
        )

    def _details(self) -> Details:
        """Return the answers and the tapes of the newest text."""
        reports = self._reports
        return (reports.gradients(), reports.tapes()) if reports is not None else ((), ())

    def _proved(self, text: str, finding: Finding, shown: tuple[Finding, ...]) -> tuple[Fix, ...]:
        """Return the fixes of a finding that the machine has proved on copies."""
        from tapelens.fixes import prove

        # This very work analyses the copies, each at the cost of its change, and then again what it had.
        now = self._run.module.document.text if self._run is not None else text
        try:
            copies = prove.Copies(self._copy, self.path, self.project, Copy(self))
            return prove.fixes(text, finding, shown, copies)
        finally:
            self.analyse(now)

    def _copy(self, path: str | None, project: Project | None) -> Copy:
        return Copy(Work(self.options, path, project))


class Copy:
    """A document that is analysed to prove fixes of another one, or of itself."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return the findings of a text."""
        return self._work.analyse(text).findings

    def certain(self) -> int:
        """Return how many sources of the last text certainly get a gradient."""
        return self._work.certain

    def clashes(self) -> int:
        """Return how many steps of the last text raise because of their dtypes."""
        return self._work.clashes

    def misfits(self) -> list[Range | None]:
        """Return where tensors of the last text stand that cannot stand there."""
        return self._work.misfits


def selected(finding: Finding, options: Options) -> bool:
    """Return whether the options let the finding through; what holds on some paths only must be asked for."""
    asked = any(_matches(finding.name, finding.code, s) for s in options.select)
    sometimes = finding.gradient is not None and finding.gradient.verdict == "sometimes"
    return runs(finding.name, finding.code, options) and (asked or not sometimes)


def runs(name: str, code: str, options: Options) -> bool:
    """Return whether the options let a rule speak."""
    if _level(name, code, options) == "off":
        return False
    if options.select and not any(_matches(name, code, s) for s in options.select):
        return False
    return not any(_matches(name, code, s) for s in options.ignore)


def _matches(name: str, code: str, selector: str) -> bool:
    return name == selector.lower() or code.startswith(selector.upper())


def _level(name: str, code: str, options: Options) -> RuleLevel | None:
    """Return the level that was chosen for a rule: by its name, else by the longest start of its code."""
    chosen = [selector for selector in options.severity if _matches(name, code, selector)]
    nearest = max(chosen, key=lambda selector: (selector.lower() == name, len(selector)), default=None)
    return options.severity[nearest] if nearest is not None else None


def levelled(finding: Finding, options: Options) -> Finding:
    """Return the finding at the level that the options give its rule."""
    from dataclasses import replace

    level = _level(finding.name, finding.code, options)
    if level is None or level == "off" or catalogue.get(finding.name) is None:
        return finding
    return replace(finding, severity=level)
