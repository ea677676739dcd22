"""A fix is offered only after the machine has run on the mended copy: the finding gone, none new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tapelens.findings import Finding, Fix, Range
from tapelens.fixes import imports
from tapelens.fixes.converted import converted
from tapelens.fixes.copies import Copies as Copies
from tapelens.fixes.copies import Texts
from tapelens.fixes.difference import edits_between
from tapelens.fixes.registry import Candidate, builders
from tapelens.fixes.site import Site
from tapelens.fixes.source import source

Key = tuple[str, str, str]
MAX_FIXES = 6
MAX_ROUNDS = 4  # several causes on one path are mended one after the other
MAX_COPIES = 80  # copies that are analysed for one finding
_NAMES = re.compile(r"[\w.]+")
PARTLY = "one of {} causes, the others remain"


@dataclass(frozen=True, slots=True)
class Mended:
    """A candidate as the texts that it makes of the document and its modules."""

    title: str
    texts: Texts
    safe: bool
    reasons: tuple[str, ...]
    asks: bool = False
    convert: str = ""

    def fix(self, before: Texts, rule: str) -> Fix:
        """Return the fix as edits of the texts as they are."""
        edits = tuple(
            edit
            for path, text in self.texts.items()
            if text != before[path]
            for edit in edits_between(before[path], text, path)
        )
        return Fix(self.title, "safe" if self.safe else "unsafe", edits, rule, "; ".join(self.reasons))


def fixes(text: str, finding: Finding, known: tuple[Finding, ...], copies: Copies) -> tuple[Fix, ...]:
    """Return the proved fixes of a finding, in the order of preference; `known` are the text's findings."""
    proof = Proof(text, finding, known, copies)
    found: dict[str, Fix] = {}
    made: set[frozenset[tuple[str | None, str]]] = set()
    for mended in proof.mended():
        texts = frozenset(mended.texts.items())
        if mended.title not in found and texts not in made:
            found[mended.title] = mended.fix(proof.before, finding.name)
            made.add(texts)
        if len(found) == MAX_FIXES:
            break
    return tuple(found.values())


class Proof:
    """The search for what mends one finding."""

    def __init__(self, text: str, finding: Finding, known: tuple[Finding, ...], copies: Copies) -> None:
        self.before: dict[str | None, str] = {None: text}
        self._finding = finding
        self._known = known
        self._copies = copies
        self._left = MAX_COPIES
        # How many sources certainly get a gradient now, how many steps raise, where tensors cannot stand.
        self._sure, self._clashes, self._unfit = -1, -1, 0
        self._misfits: list[Range | None] = []  # the same of the last copy, if there are more
        self._goal = Counter(map(key, known)) - Counter([key(finding)])
        self._alone: set[str] = set()  # titles that mend the finding without any other

    def mended(self) -> Iterator[Mended]:
        """Yield what mends the finding: a single change first, then several that only do it together."""
        partly: list[tuple[Mended, Finding]] = []
        for mended in self._first():
            after = self._after(mended)
            if after is None and self._misfits and not self._unfit:
                mended = converted(mended, self._misfits)
                after = self._after(mended)
            if after is None:
                continue
            if not Counter(map(key, after)) - self._goal:
                self._alone.add(mended.title)
                yield mended
                continue
            again = self._again(self._finding, after)
            if again is not None:
                partly.append((mended, again))
        whole = bool(self._alone)
        for mended, again in partly:
            for both in self._joined(mended, again, 2):
                whole = True
                yield both
        if whole:
            yield from self._one_of_several(partly)

    def _first(self) -> Iterator[Mended]:
        """What fails for want of a gradient is mended where that was lost, if it was."""
        own = self._finding
        findings: Sequence[Finding] = [own]
        if own.name in ("all-gradients-none", "not-a-tensor"):
            findings = [f for f in self._known if f.name != own.name and f.gradient and f.range < own.range]
            findings = [*findings, own]
        for finding in findings:
            yield from self._candidates(self.before, finding)

    def _candidates(self, texts: Texts, finding: Finding) -> Iterator[Mended]:
        for path in dict.fromkeys([None, *(cause.location.path for cause in finding.causes)]):
            text = texts.get(path)
            if text is None and path is not None:
                text = self.before[path] = self._copies.text(path) or ""
            for candidate in built(text or "", finding, path):
                reasons = (candidate.reason,) if candidate.reason else ()
                changed = {**self.before, **texts, path: candidate.text}
                safe = candidate.applicability == "safe"
                yield Mended(candidate.title, changed, safe, reasons, candidate.asks, candidate.convert)

    def _after(self, mended: Mended) -> tuple[Finding, ...] | None:
        """Return what is found in the copy; None where it is no better Python, or worse in another file."""
        texts, self._misfits = mended.texts, []
        if self._left == 0:
            return None
        self._left -= 1
        changed = {path: text for path, text in texts.items() if text != self.before[path]}
        for path, text in changed.items():
            if not _stands(self.before[path], text):
                return None
            if path is not None and self._worse(path, text):
                return None
        if self._sure < 0:
            self._copies.findings(self.before)
            self._sure, self._clashes = self._copies.certain(), self._copies.clashes()
            self._unfit = len(self._copies.misfits())
        found = self._copies.findings(texts)
        misfits = self._copies.misfits()
        self._misfits = misfits if len(misfits) > self._unfit else []
        raises = self._copies.clashes() > self._clashes or bool(self._misfits)
        return None if raises or (mended.asks and self._copies.certain() <= self._sure) else found

    def _worse(self, path: str, text: str) -> bool:
        before = Counter(map(key, self._copies.findings_at(path, self.before[path])))
        return bool(Counter(map(key, self._copies.findings_at(path, text))) - before)

    def _again(self, finding: Finding, after: tuple[Finding, ...]) -> Finding | None:
        """Return what the finding has become: less of it is broken, or something else is."""
        goal = self._goal.copy()
        new: list[Finding] = []
        for other in after:
            if goal[key(other)] > 0:
                goal[key(other)] -= 1
            else:
                new.append(other)
        if not new or not all(_within(other, finding) for other in new):
            return None
        was, now = _broken(finding), _broken(new[0])
        less = now != was or _about(new[0]) != _about(finding)
        return new[0] if less and len(now) <= max(len(was), 2) else None

    def _joined(self, first: Mended, left: Finding, rounds: int) -> Iterator[Mended]:
        for more in self._candidates(first.texts, left):
            if more.title in self._alone:
                continue
            after = self._after(more)
            if after is None:
                continue
            both = Mended(
                f"{first.title}, and {more.title[:1].lower()}{more.title[1:]}",
                more.texts,
                first.safe and more.safe,
                tuple(dict.fromkeys((*first.reasons, *more.reasons))),
            )
            if not Counter(map(key, after)) - self._goal:
                yield both
                return
            again = self._again(left, after)
            if again is not None and rounds < MAX_ROUNDS:
                yield from self._joined(both, again, rounds + 1)
                return

    def _one_of_several(self, partly: list[tuple[Mended, Finding]]) -> Iterator[Mended]:
        """Yield what takes away one cause of several and leaves the others as they were."""
        was = _broken(self._finding)
        for mended, again in partly:
            if _about(again) == _about(self._finding) and len(_broken(again)) < len(was):
                yield Mended(mended.title, mended.texts, False, (PARTLY.format(len(was)), *mended.reasons))


def built(text: str, finding: Finding, path: str | None = None) -> Iterator[Candidate]:
    """Yield the changed texts that may mend a finding, nothing proved yet."""
    site = Site(source(text), finding, path)
    reasons = [cause.reason for cause in finding.causes]
    for build in builders([finding.name, *reasons]):
        for candidate in build(site):
            if candidate.text != text:
                yield imports.completed(site, candidate)


def key(finding: Finding) -> Key:
    """Return what a finding is about, wherever an edit has moved it."""
    return (finding.name, *_about(finding))


def _about(finding: Finding) -> tuple[str, str]:
    gradient = finding.gradient
    return (gradient.source if gradient else "", gradient.method if gradient else "")


def _within(other: Finding, finding: Finding) -> bool:
    """Return whether a finding is about the same call, and about the same sources or some of them."""
    (source_, method), (whole, asked) = _about(other), _about(finding)
    return method == asked and (source_ == whole or source_ in _NAMES.findall(whole))


def _broken(finding: Finding) -> list[tuple[str, str]]:
    return [(cause.reason, cause.message.split(" on line ")[0]) for cause in finding.causes]


def _stands(before: str, after: str) -> bool:
    """Return whether the copy is as good Python as the text was."""
    old = source(before)
    if old.damage:
        return len(source(after).damage) <= len(old.damage)
    try:
        compile(
            old.changed(after), "<mended>", "exec", dont_inherit=True, flags=0x2000
        )  # top-level await is fine
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True
