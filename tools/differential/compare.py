"""The static answer beside the real one, per source of each gradient call that ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tapelens.check import Analysis
from tapelens.findings import Finding, GradientRef

Judgement = Literal["agree", "false alarm", "miss", "missed error", "other wording", "only sometimes"]
ALARMS = ("none", "raises", "zero")
# What the run came back with, and which alarms are then true. A call in a loop may be None in one round only.
TRUE_ALARMS = {
    "none": ("none",),
    "mixed": ("none",),
    "zero": ("zero",),
    "gradient": (),
    "raises": ("raises",),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One source of one call: what the real tape gave, what was said, and how the two go together."""

    judgement: Judgement
    line: int
    method: str
    index: int | None
    real: str
    said: str
    rule: str = ""

    @property
    def sentence(self) -> str:
        place = f"{self.method} of line {self.line}, source {self.index}"
        return f"{place}: really {self.real}, said {self.said} {self.rule}".rstrip()


def compare(record: dict[str, Any], analysis: Analysis) -> list[Comparison]:
    """Return one comparison per source; a call that raised counts as one."""
    found: list[Comparison] = []
    for call in record.get("calls", ()):  # a program that died left none
        if call["path"] is None and call["method"] in ("gradient", "jacobian", "batch_jacobian"):
            found += _compare_call(call, analysis)
    return found


def tally(comparisons: list[Comparison]) -> Counter[tuple[str, str]]:
    """Count (real, judgement)."""
    return Counter((c.real, c.judgement) for c in comparisons)


def _compare_call(call: dict[str, Any], analysis: Analysis) -> Iterator[Comparison]:
    alarms = [(f, f.gradient) for f in analysis.findings if f.gradient and _same_call(f.gradient, call)]
    if call["raises"]:
        yield _judge(call, None, "raises", [f for f, _ in alarms])
    results = call["results"] or []
    written = _written(call, analysis)
    for index, real in enumerate(results):
        if written in (None, len(results)):
            own = [f for f, at in alarms if at.source_index in (None, index)]
            yield _judge(call, index, _softened(real, results, own), own)
    if results and written not in (None, len(results)):  # a set of variables: one answer for many
        real = "none" if "none" in results else "gradient" if "gradient" in results else results[0]
        yield _judge(call, None, real, [f for f, _ in alarms])


def _softened(real: str, results: list[str], own: list[Finding]) -> str:
    """What is said of a whole set is true when it is true of a part; what raises gives nothing at all."""
    whole = [
        f for f in own if f.gradient and f.gradient.source_index is None and f.gradient.verdict != "raises"
    ]
    return "none" if whole and len(whole) == len(own) and "none" in results else real


def _same_call(at: GradientRef, call: dict[str, Any]) -> bool:
    return (at.line, at.method) == (call["line"], call["method"])


def _written(call: dict[str, Any], analysis: Analysis) -> int | None:
    """Return how many sources the analysis sees in the call, None if it did not see the call."""
    for answer in analysis.gradients:
        if (answer.range.start.line, answer.method) == (call["line"], call["method"]):
            return len(answer.sources)
    return None


def _judge(call: dict[str, Any], index: int | None, real: str, findings: list[Finding]) -> Comparison:
    said: dict[str, str] = {f.gradient.verdict: f.name for f in findings if f.gradient}
    alarms = [verdict for verdict in ALARMS if verdict in said]
    verdict = alarms[0] if alarms else "sometimes" if "sometimes" in said else "silent"
    judgement = _judgement(real, verdict, raised=bool(call["raises"]))
    if call.get("symbolic") and (real, verdict) == ("gradient", "zero"):
        judgement = "agree"  # nobody can tell the two apart without running the graph
    return Comparison(judgement, call["line"], call["method"], index, real, verdict, said.get(verdict, ""))


def _judgement(real: str, said: str, raised: bool) -> Judgement:
    if said in TRUE_ALARMS[real] or (said == "raises" and raised):
        return "agree"
    if said == "sometimes":
        return "only sometimes"
    if said == "silent":
        return {"none": "miss", "raises": "missed error"}.get(real, "agree")  # type: ignore[return-value]
    return "other wording" if real in ("none", "raises", "mixed") else "false alarm"
