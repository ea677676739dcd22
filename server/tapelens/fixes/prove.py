"""A fix is offered only after the machine has run on the mended copy: the finding gone, none new."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable

from tapelens.findings import Edit, Finding, Fix, Position, Range
from tapelens.fixes.registry import Candidate, builders
from tapelens.fixes.site import Site

Analyser = Callable[[str], tuple[Finding, ...]]
Key = tuple[str, str, str]
MAX_FIXES = 6
MAX_ROUNDS = 3  # several causes on one path are mended one after the other


def fixes(text: str, finding: Finding, known: tuple[Finding, ...], analyse: Analyser) -> tuple[Fix, ...]:
    """Return the proved fixes of a finding, in the order of preference; `known` are the text's findings."""
    offered: list[Fix] = []
    seen: set[str] = set()
    for candidate in _all_candidates(text, finding, known):
        mended = _proved(text, candidate, finding, known, analyse)
        if mended is None or mended.text in seen:
            continue
        seen.add(mended.text)
        edits = edits_between(text, mended.text)
        offered.append(Fix(mended.title, mended.applicability, edits, finding.name, mended.reason))
        if len(offered) == MAX_FIXES:
            break
    return tuple(offered)


def _all_candidates(text: str, finding: Finding, known: tuple[Finding, ...]) -> list[Candidate]:
    """An optimizer that gets nothing is mended where the gradients are."""
    if finding.name != "all-gradients-none":
        return _candidates(text, finding)
    others = [other for other in known if other.gradient is not None and other.name != finding.name]
    return [candidate for other in others for candidate in _candidates(text, other)]


def _candidates(text: str, finding: Finding) -> list[Candidate]:
    site = Site.of(text, finding)
    if site is None:
        return []
    reasons = [cause.reason for cause in finding.causes]
    return [c for build in builders([finding.name, *reasons]) for c in build(site) if c.text != text]


def _proved(
    text: str,
    candidate: Candidate,
    finding: Finding,
    known: tuple[Finding, ...],
    analyse: Analyser,
    rounds: int = 1,
) -> Candidate | None:
    """Return the candidate when it mends the finding, with further causes mended too where that is needed."""
    try:
        compile(
            candidate.text, "<mended>", "exec", dont_inherit=True, flags=0x2000
        )  # top-level await is fine
    except (SyntaxError, ValueError, RecursionError):
        return None
    after = analyse(candidate.text)
    before = Counter(map(key, known))
    left = Counter(map(key, after))
    goal = before - Counter([key(finding)])
    if not left - goal:
        return candidate
    if rounds == MAX_ROUNDS:
        return None
    again = next((f for f in after if key(f)[1:] == key(finding)[1:] and f.causes != finding.causes), None)
    if again is None:
        return None
    for more in _candidates(candidate.text, again):
        joined = Candidate(
            f"{candidate.title}, and {more.title[:1].lower()}{more.title[1:]}",
            more.text,
            "unsafe" if "unsafe" in (candidate.applicability, more.applicability) else "safe",
            "; ".join(filter(None, (candidate.reason, more.reason))),
        )
        proved = _proved(text, joined, finding, known, analyse, rounds + 1)
        if proved is not None:
            return proved
    return None


def key(finding: Finding) -> Key:
    """Return what a finding is about, wherever an edit has moved it."""
    gradient = finding.gradient
    return (finding.name, gradient.source if gradient else "", gradient.method if gradient else "")


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return the smallest line-wise edits that turn one text into the other, trimmed to what differs."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    found: list[Edit] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            found.append(_edit(a, i1, i2, "".join(b[j1:j2])))
    return tuple(found)


def _edit(lines: list[str], first: int, last: int, new: str) -> Edit:
    old = "".join(lines[first:last])
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = _position(lines, first, head)
    end = _position(lines, first, len(old) - tail)
    return Edit(Range(start, end), new[head : len(new) - tail])


def _common(a: str, b: str) -> int:
    size = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        size += 1
    return size


def _position(lines: list[str], line: int, offset: int) -> Position:
    """Return the position of a character counted from the start of a line."""
    while line < len(lines) and offset >= len(lines[line]):
        offset -= len(lines[line])
        line += 1
    if line == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return Position(line, len(lines[-1]) + 1)
    return Position(line + 1, offset + 1)
