"""What a gradient call gives for all its sources together, in one clause."""

from __future__ import annotations

from typing import Literal

from tapelens.findings import GradientAnswer, SourceAnswer, VerdictKind

Look = Literal["good", "bad", "dim"]

_GETS: dict[VerdictKind, str] = {"none": "None", "zero": "only zeros", "sometimes": "None on some paths"}


def summary(answer: GradientAnswer) -> tuple[str, Look]:
    """Return the clause, and whether it is good news, bad news, or neither."""
    told = [f.name for f in answer.findings if f.gradient is not None and f.gradient.verdict == "raises"]
    if told or any(source.verdict == "raises" for source in answer.sources):
        return ": ".join(["the call raises", *told[:1]]), "bad"
    if not answer.sources:
        none = [f"there is no source: {finding.name}" for finding in answer.findings]
        return (none[0], "bad") if none else ("the sources are not known", "dim")
    good = [source for source in answer.sources if source.verdict == "sound"]
    if len(good) < len(answer.sources):
        return _broken(answer.sources, len(good)), "bad"
    if not all(source.certain for source in good):
        return "no break is known", "dim"
    return _all(answer.sources, "a gradient"), "good"


def _broken(sources: tuple[SourceAnswer, ...], good: int) -> str:
    if len({source.verdict for source in sources}) == 1:
        return _all(sources, _GETS[sources[0].verdict])
    if not good:
        return "no source gets a gradient"
    if not _counted(sources) or not all(source.certain for source in sources):
        return "not all sources get a gradient"
    return f"{good} of {len(sources)} sources {'gets' if good == 1 else 'get'} a gradient"


def _all(sources: tuple[SourceAnswer, ...], what: str) -> str:
    count = len(sources)
    if not _counted(sources):
        return f"all sources get {what}"
    if count == 1:
        return f"the source gets {what}"
    return f"{'both' if count == 2 else f'all {count}'} sources get {what}"


def _counted(sources: tuple[SourceAnswer, ...]) -> bool:
    """Return whether each source is one variable: in a set the weights of a layer stand as one."""
    return all(source.index is not None for source in sources)
